"""Chat templates that somebody chooses for model files that carry none: which there are, and keeping the choice."""

from __future__ import annotations

from pathlib import Path

from desktop_client import settings as options
from desktop_client.app.parts import Parts
from desktop_client.errors import SidelightError
from desktop_client.inference.gguf_check import require_sound
from desktop_client.inference.known_templates import TemplateOffer, known_templates, speaks
from desktop_client.inference.template import ChatTemplate, Turn
from desktop_client.inference.wire import MAX_TEMPLATE
from desktop_client.wording import Language, say
from desktop_client.wording.system import fault_words


def offers(path: Path, language: Language) -> tuple[TemplateOffer, ...]:
    """What can be chosen for a model file, with examples in this language.

    Raises:
        SidelightError: the file can't be used, or carries a template of its own.
    """
    found = require_sound(path)
    if found["template"]:
        raise SidelightError(
            say("{file} carries a chat template of its own, which is used.", file=path.name),
            say("None has to be chosen for it."),
        )
    turns = _example(language)
    return tuple(
        # The marks of beginning and end are the model's own; this is how most write the end.
        TemplateOffer(one, speaks(one, found["marks"]), ChatTemplate(one.template, "", "</s>").render(turns))
        for one in known_templates()
    )


def _example(language: Language) -> list[Turn]:
    question, answer = say("Which tea is mild?"), say("White tea.")
    said = (("user", question), ("assistant", answer), ("user", say("And which is strong?")))
    return [Turn(role=role, content=sentence.in_language(language)) for role, sentence in said]


def choose(parts: Parts, sha256: str, template: str) -> None:
    """Talk to the model of this digest by a template from its next load on."""
    parts.settings.change(options.TEMPLATES, lambda chosen: {**chosen, sha256: template})


def forget(parts: Parts, sha256: str) -> None:
    """Take the choice back: the model asks again."""
    parts.settings.change(
        options.TEMPLATES, lambda chosen: {name: text for name, text in chosen.items() if name != sha256}
    )


def read_template(file: Path) -> str:
    """A template of the user's own. Whether it works is tried where the model runs, by :class:`.template.ChatTemplate`.

    Raises:
        SidelightError: it can't be read, or is no text of a template's size.
    """
    path = file.expanduser()
    if path.exists() and not path.is_file():
        raise _no_template(file)
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_TEMPLATE + 1)
        text = data.decode()
    except OSError as error:
        raise SidelightError(
            say("{file} can't be read: {why}.", file=file.name, why=fault_words(error)),
            say("Choose the file of a chat template, often called chat_template.jinja."),
        ) from error
    except UnicodeDecodeError as error:
        raise _no_template(file) from error
    if not text.strip() or len(data) > MAX_TEMPLATE:
        raise _no_template(file)
    return text


def _no_template(file: Path) -> SidelightError:
    return SidelightError(
        say("{file} is not the text of a chat template.", file=file.name),
        say("Choose the file of a chat template, often called chat_template.jinja."),
    )
