"""How ``sidelight models`` shows a model: a few lines to read, one object to process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_client.cli.shell import Shell
from desktop_client.inference import failures
from desktop_client.inference.known_templates import by_text
from desktop_client.wording import Sentence, say

if TYPE_CHECKING:
    from desktop_client.inference.catalogue import CatalogueEntry
    from desktop_client.inference.fit import Fit
    from desktop_client.inference.gguf_check import GgufReport
    from desktop_client.inference.library import InstalledModel
    from desktop_client.inference.overview import OnDisk, ToFetch

MB = 1_000_000
GB = 1_000_000_000


def disk_lines(shell: Shell, one: OnDisk) -> str:
    """A model on this computer."""
    where = [one.model.client, one.model.id, str(one.model.path.parent)]
    facts = [f"{one.model.size // MB} MB", one.header.quantization, one.licence, *where]
    text = f"  {one.model.name}  {', '.join(fact for fact in facts if fact)}"
    more = one.header.problem or (fit_words(one.fit) if one.fit else None)
    notes = [more, _template_words(one), trust_words(one)]
    lines = [text, *(shell.text(note) for note in notes if note)]
    return "\n      ".join(lines)


def _template_words(one: OnDisk) -> Sentence | None:
    if one.needs_template:
        return failures.no_template(one.model.name)[0]
    if one.template is None:
        return None
    return say("chat template chosen: {name}", name=template_name(one.template))


def template_name(template: str) -> Sentence:
    """What a chosen chat template is called."""
    known = by_text(template)
    return say("{fact}", fact=known.name) if known else say("your own")


def added_words(one: OnDisk) -> Sentence:
    """That a file is among the models now, and what is missing before it can answer."""
    if not one.needs_template:
        return say("{name} can be used now.", name=one.model.name)
    return say(
        "{name} is among the models now. It has no chat template; choose one with: sidelight models template {name}",
        name=one.model.name,
    )


def fetch_lines(shell: Shell, one: ToFetch) -> str:
    """A model of the catalogue."""
    entry = one.entry
    facts = say("{size} MB, from {origin}", size=entry.bytes // MB, origin=entry.comes_from())
    first = f"  {entry.id}  {shell.text(facts)}, {entry.licence}"
    return "\n      ".join([first, entry.about.in_language(shell.language), shell.text(fit_words(one.fit))])


def fit_words(fit: Fit) -> Sentence:
    """What a model needs and how fast it is here."""
    needs = say(
        "about {memory} GB of memory with {tokens} tokens of context",
        memory=f"{fit.memory_bytes / GB:.1f}",
        tokens=fit.context_tokens,
    )
    verdict = {
        "fits": say("fits"),
        "tight": say("fits once other programs are closed"),
        "too_large": say("too large for this computer"),
        "unknown": say("free memory is not known"),
    }[fit.verdict.value]
    if fit.speed is None:
        return say("{needs}: {verdict}", needs=needs, verdict=verdict)
    rate = f"{fit.speed.tokens_per_s:.1f}"
    speed = (
        say("{rate} tokens/s measured here", rate=rate)
        if fit.speed.measured
        else say("about {rate} tokens/s, reckoned from another model's speed here", rate=rate)
    )
    return say("{needs}: {verdict}; {speed}", needs=needs, verdict=verdict, speed=speed)


def trust_words(one: OnDisk) -> Sentence:
    """Whether the bytes are known to be what they claim."""
    if one.checked:
        return say("SHA-256 is the catalogue's")
    if one.checked is False:
        return say("SHA-256 is not the catalogue's: the file is damaged or another one")
    if one.model.sha256:
        return say("SHA-256 {digest}…, which the catalogue does not know", digest=one.model.sha256[:16])
    return say("SHA-256 not computed yet")


def installed_object(model: InstalledModel) -> dict[str, Any]:
    """A model file."""
    return {
        "id": model.id,
        "name": model.name,
        "path": str(model.path),
        "bytes": model.size,
        "sha256": model.sha256,
        "place": model.place.value,
        "client": model.client or None,
    }


def disk_object(shell: Shell, one: OnDisk) -> dict[str, Any]:
    """A model on this computer with all that is known of it."""
    return installed_object(one.model) | {
        "architecture": one.header.architecture,
        "quantization": one.header.quantization,
        "context_tokens": one.header.context_tokens,
        "licence": one.licence,
        "checked": one.checked,
        "fit": fit_object(one.fit) if one.fit else None,
        "needs_template": one.needs_template,
        "problem": shell.text(one.header.problem) if one.header.problem else None,
    }


def entry_object(entry: CatalogueEntry) -> dict[str, Any]:
    """A model of the catalogue."""
    return {
        "id": entry.id,
        "name": entry.name,
        "languages": list(entry.languages),
        "bytes": entry.bytes,
        "sha256": entry.sha256,
        "licence": entry.licence,
        "memory_bytes": entry.memory_bytes,
        "from": str(entry.comes_from()),
        "starter": entry.starter,
    }


def fit_object(fit: Fit) -> dict[str, Any]:
    """How a model would do here."""
    return {
        "context_tokens": fit.context_tokens,
        "memory_bytes": fit.memory_bytes,
        "verdict": fit.verdict.value,
        "tokens_per_s": fit.speed and round(fit.speed.tokens_per_s, 2),
        "measured": fit.speed and fit.speed.measured,
    }


def report_object(shell: Shell, file: Path, report: GgufReport) -> dict[str, Any]:
    """What a check found."""
    return {
        "file": str(file),
        "ok": report.ok,
        "architecture": report.architecture,
        "name": report.name,
        "context_tokens": report.context_tokens,
        "quantization": report.quantization,
        "bytes": report.size,
        "template": report.template,
        "problem": shell.text(report.problem) if report.problem else None,
    }
