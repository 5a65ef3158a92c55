"""Rows of the page of models: what is known of each, in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_client.inference.fit import Fit, Verdict
from desktop_client.inference.known_templates import by_text
from desktop_client.inference.library import Place
from desktop_client.inference.overview import OnDisk, ToFetch
from desktop_client.inference.served import ServedModel
from desktop_client.inference.server import PREFIX, Server
from desktop_client.inference.set_aside import SetAside
from desktop_client.inference.tuning import Tuned
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.sizes import size_words
from desktop_client.ui.widgets.tint import ColourName

translate = QCoreApplication.translate
LANGUAGES = {"en": "English", "zh": "中文"}


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a row; ``id`` goes to whoever listens."""

    id: str
    words: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model as the page shows it. ``lines`` are texts with their colours; the row is found again by ``key``."""

    key: str
    name: str
    lines: tuple[tuple[str, ColourName], ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading; ``empty`` is said where there are none, a section without either is not shown."""

    title: str
    rows: tuple[ModelRow, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the engine stands to a model: it has it, is busy so that none can be used, or measures this one; and how it
    was found to run best.
    """

    loaded: bool = False
    busy: bool = False
    measuring: bool = False
    tuned: Tuned | None = None


def disk_row(one: OnDisk, interpreter: Interpreter, standing: Standing) -> ModelRow:
    """A model on this computer."""
    header = one.header
    facts = [size_words(one.model.size), header.quantization or ""]
    if header.context_tokens:
        tokens = QLocale().toString(header.context_tokens)
        facts.append(translate("ModelRows", "context {tokens}").format(tokens=tokens))
    facts += [one.licence or translate("ModelRows", "licence not stated"), _where(one)]
    lines: list[tuple[str, ColourName]] = [(_joined(facts), "ink_soft")]
    if one.fit is not None:
        lines.append(_fit_line(one.fit))
    elif header.problem is not None:
        lines.append((interpreter.say(header.problem), "warning"))
    if one.needs_template:
        words = translate("ModelRows", "Carries no chat template: choose one before it can answer.")
        lines.append((words, "warning"))
    elif one.template is not None:
        words = translate("ModelRows", "chat template chosen: {name}").format(name=_template_name(one.template))
        lines.append((words, "ink_soft"))
    if standing.tuned is not None:
        lines.append((tuned_words(standing.tuned), "ink_soft"))
    lines.append(_trust_line(one))
    return ModelRow(str(one.model.path), one.model.name, tuple(lines), _disk_actions(one, standing))


def tuned_words(tuned: Tuned) -> str:
    """How a model was found to run best."""
    number = QLocale().toString
    words = translate("ModelRows", "runs best with {way}: reads {prompt}, writes {written} tokens/s")
    threads = counted.threads(tuned.tuning.threads)
    way = ", ".join(filter(None, (threads, tuned.tuning.words)))
    prompt, written = (number(speed, "f", 1) for speed in (tuned.prompt_per_s, tuned.generation_per_s))
    return words.format(way=way, prompt=prompt, written=written)


def fetch_row(one: ToFetch, interpreter: Interpreter, *, kept: int, fetching: bool) -> ModelRow:
    """A model of the catalogue; ``kept`` bytes of it are here already."""
    entry = one.entry
    languages = ", ".join(LANGUAGES.get(code, code) for code in entry.languages)
    facts = [size_words(entry.bytes), languages, entry.licence, interpreter.say(entry.comes_from())]
    digest = translate("ModelRows", "SHA-256 {digest}… is checked").format(digest=entry.sha256[:8])
    lines: tuple[tuple[str, ColourName], ...] = (
        (entry.about.in_language(interpreter.language), "ink"),
        (_joined([*facts, digest]), "ink_soft"),
        _fit_line(one.fit),
    )
    main = one.fit.verdict is not Verdict.TOO_LARGE
    return ModelRow(entry.id, entry.name, lines, fetch_actions(kept=kept, fetching=fetching, main=main))


def fetch_actions(*, kept: int, fetching: bool, main: bool = True) -> tuple[Action, ...]:
    """What can be done with something that is to be fetched; ``main`` is whether that is to be expected."""
    if fetching:
        pause = Action("pause", translate("ModelRows", "Pause"))
        return (pause, Action("cancel", translate("ModelRows", "Cancel")))
    if kept:
        go_on = translate("ModelRows", "Go on ({size} are here)").format(size=size_words(kept))
        return (Action("fetch", go_on, main=main), Action("cancel", translate("ModelRows", "Throw away")))
    return (Action("fetch", translate("ModelRows", "Fetch"), main=main),)


def server_row(server: Server, *, has_key: bool, loaded: str) -> ModelRow:
    """A server that may answer instead of this computer; ``loaded`` is the model of it that does."""
    key = translate("ModelRows", "key in the keyring") if has_key else translate("ModelRows", "no key")
    if server.here:
        way = translate("ModelRows", "on this computer")
    elif server.encrypted:
        way = translate("ModelRows", "what you write goes there, encrypted")
    else:
        way = translate("ModelRows", "what you write goes there, readable for everybody in that network")
    lines: list[tuple[str, ColourName]] = [(_joined([server.url, key]), "ink_soft")]
    lines.append((way, "ink_soft" if server.here or server.encrypted else "warning"))
    if loaded:
        lines.append((translate("ModelRows", "answers now: {model}").format(model=loaded), "accent"))
    actions = [Action("list", translate("ModelRows", "Show its models"))]
    if loaded:
        actions.append(Action("eject", translate("ModelRows", "Eject")))
    actions.append(Action("remove_server", translate("ModelRows", "Remove")))
    return ModelRow(f"{PREFIX}{server.id}", server.name, tuple(lines), tuple(actions))


def served_row(server: Server, model: ServedModel, *, loaded: bool) -> ModelRow:
    """A model that a server lists."""
    context = translate("ModelRows", "context not stated")
    if model.context_tokens:
        tokens = QLocale().toString(model.context_tokens)
        context = translate("ModelRows", "context {tokens}").format(tokens=tokens)
    words = translate("ModelRows", "{server} · {context}").format(server=server.name, context=context)
    use = Action("use", translate("ModelRows", "Use"), main=True)
    choice = server.model(model.name).choice
    return ModelRow(choice, model.name, ((words, "ink_soft"),), () if loaded else (use,))


def removed_row(one: SetAside) -> ModelRow:
    """A model that can be brought back."""
    words = translate("ModelRows", "{size} · goes for good a day after it was removed")
    actions = (
        Action("restore", translate("ModelRows", "Bring back"), main=True),
        Action("give_up", translate("ModelRows", "Delete now")),
    )
    return ModelRow(str(one.path), one.home.name, ((words.format(size=size_words(one.size)), "ink_soft"),), actions)


def _disk_actions(one: OnDisk, standing: Standing) -> tuple[Action, ...]:
    if standing.measuring:
        return (Action("stop_measuring", translate("ModelRows", "Cancel")),)
    too_large = one.fit is not None and one.fit.verdict is Verdict.TOO_LARGE
    can_run = one.fit is not None and not one.needs_template
    actions = []
    if standing.loaded:
        actions.append(Action("eject", translate("ModelRows", "Eject")))
    elif can_run and not standing.busy:
        actions.append(Action("use", translate("ModelRows", "Use"), main=not too_large))
    if can_run and not too_large and not standing.busy:
        again = translate("ModelRows", "Measure again") if standing.tuned else translate("ModelRows", "Measure")
        actions.append(Action("measure", again))
    if one.needs_template or one.template is not None:
        words = translate("ModelRows", "Chat template…")
        actions.append(Action("template", words, main=one.needs_template and not too_large))
    actions.append(Action("verify", translate("ModelRows", "Check")))
    if one.model.place is Place.OURS:
        actions.append(Action("remove", translate("ModelRows", "Remove")))
    elif one.model.place is Place.IN_PLACE:
        actions.append(Action("forget", translate("ModelRows", "Take off the list")))
    return tuple(actions)


def _template_name(template: str) -> str:
    known = by_text(template)
    return known.name if known else translate("ModelRows", "your own")


def _where(one: OnDisk) -> str:
    if one.model.place is Place.CLIENT:
        return translate("ModelRows", "fetched by {client}").format(client=one.model.client)
    if one.model.place is Place.IN_PLACE:
        return translate("ModelRows", "used in {folder}").format(folder=_short(one.model.path.parent))
    # Each profile has a folder of its own beside the one that all share: the same file may lie in both.
    return translate("ModelRows", "in {folder}").format(folder=_short(one.model.path.parent))


def _short(folder: Path) -> str:
    try:
        return f"~/{folder.relative_to(Path.home())}"
    except ValueError:
        return str(folder)


def _fit_line(fit: Fit) -> tuple[str, ColourName]:
    tokens = QLocale().toString(fit.context_tokens)
    needs = translate("ModelRows", "about {memory} of memory with {tokens} tokens of context").format(
        memory=size_words(fit.memory_bytes), tokens=tokens
    )
    verdict = {
        Verdict.FITS: translate("ModelRows", "fits"),
        Verdict.TIGHT: translate("ModelRows", "fits once other programs are closed"),
        Verdict.TOO_LARGE: translate("ModelRows", "too large for this computer"),
        Verdict.UNKNOWN: translate("ModelRows", "free memory is not known"),
    }[fit.verdict]
    ink: ColourName = "ink_soft" if fit.verdict in (Verdict.FITS, Verdict.UNKNOWN) else "warning"
    words = translate("ModelRows", "{needs}: {verdict}").format(needs=needs, verdict=verdict)
    speed = _speed(fit)
    return (_joined([words, speed]), ink)


def _speed(fit: Fit) -> str:
    if fit.speed is None:
        return translate("ModelRows", "speed not measured yet")
    rate = QLocale().toString(fit.speed.tokens_per_s, "f", 1)
    if fit.speed.measured:
        return translate("ModelRows", "{rate} tokens/s measured here").format(rate=rate)
    return translate("ModelRows", "about {rate} tokens/s, reckoned from a model measured here").format(rate=rate)


def _trust_line(one: OnDisk) -> tuple[str, ColourName]:
    digest = (one.model.sha256 or "")[:16]
    if one.checked:
        return (translate("ModelRows", "SHA-256 {digest}…: the catalogue's").format(digest=digest), "accent")
    if one.checked is False:
        return (translate("ModelRows", "SHA-256 {digest}… is not the catalogue's").format(digest=digest), "warning")
    if digest:
        words = translate("ModelRows", "SHA-256 {digest}…: nobody vouches for it").format(digest=digest)
        return (words, "ink_soft")
    return (translate("ModelRows", "SHA-256 not computed yet"), "ink_soft")


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)
