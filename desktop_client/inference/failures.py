"""What can go wrong with a model or with the engine's process, in words: one sentence, one next step."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping

from desktop_client.inference.engine import EngineCrashedError, EngineError
from desktop_client.wording import Sentence, say

Values = Mapping[str, str | int]
Words = tuple[Sentence, Sentence]


def of_fault(code: str, values: Values, file: str) -> Words:
    """Cause and next step for a fault that the header's reader or the engine's process reported about ``file``."""
    found = _FAULTS.get(code)
    if found is None:
        return say("The engine failed ({code}).", code=code), _ask_again()
    return found(values, file)


def error_of_fault(code: str, values: Values, file: str) -> EngineError:
    """The same as an error to raise."""
    return EngineError(*of_fault(code, values, file))


def no_template(file: str) -> Words:
    """The file is sound but carries no chat template, and none was chosen."""
    return (
        say("{file} has no chat template, and how to talk to the model is not guessed.", file=file),
        say("Choose one on the page of models, or with: sidelight models template {file}", file=file),
    )


def crashed(how: Sentence) -> EngineCrashedError:
    """The process ended while it was needed."""
    return EngineCrashedError(say("The engine stopped: {how}.", how=how), say("Ask again; the model is loaded anew."))


def crashed_loading(how: Sentence, file: str) -> EngineCrashedError:
    """The process ended while it loaded a model."""
    return EngineCrashedError(
        say("The engine stopped while loading {file}: {how}.", file=file, how=how),
        say("Choose another model, or download this one again."),
    )


def fell_silent(seconds: float) -> Sentence:
    """How a process ended that had to be ended."""
    return say("it said nothing for {seconds} seconds and was ended", seconds=round(seconds, 1))


def talked_nonsense() -> Sentence:
    """How a process ended that broke the rules of the wire."""
    return say("it sent something unintelligible and was ended")


def ended_with(status: int) -> Sentence:
    """How a process ended, from its exit status; negative is a signal, as in :mod:`subprocess`."""
    if status >= 0:
        return say("it ended by itself (status {status})", status=status)
    name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
    match name:
        case "SIGKILL":
            return say("the system ended it, most likely because memory ran out")
        case "SIGABRT":
            return say("it met something in the model file that it can't handle")
        case "SIGSEGV" | "SIGBUS":
            return say("it made a memory error")
        case "SIGILL":
            return say("it was built for another processor")
    return say("it was ended by the signal {name}", name=name)


def too_little_memory(needed: int, free: int, file: str) -> Words:
    """The model does not fit, even with a short context. Figures in bytes."""
    return (
        say(
            "{file} needs about {needed} GB of memory, and {free} GB are free.",
            file=file,
            needed=_gigabytes(needed),
            free=_gigabytes(free),
        ),
        say("Close other programs, or choose a smaller model."),
    )


def not_checked(file: str) -> Words:
    """The header's reader did not come back in time or failed."""
    return say("{file} could not be checked, so it is not opened.", file=file), _download_again()


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f}"


def _download_again() -> Sentence:
    return say("Download it again, or choose another model.")


def _choose_another() -> Sentence:
    return say("Choose another model.")


def _ask_again() -> Sentence:
    return say("Ask again; if this repeats, choose another model.")


def _truncated(values: Values, file: str) -> Words:
    expected = values.get("expected")
    if expected is None:
        return say("{file} is incomplete: it ends within its header.", file=file), _download_again()
    there, whole = (f"{int(count):,}" for count in (values["size"], expected))
    return say(
        "{file} is incomplete: {size} of {expected} bytes are there.", file=file, size=there, expected=whole
    ), _download_again()


def _not_gguf(values: Values, file: str) -> Words:
    match values.get("kind"):
        case "web_page":
            cause = say("{file} is a web page, not a model: the download went wrong.", file=file)
        case "zip":
            cause = say("{file} is a ZIP archive or a PyTorch file, not a GGUF model.", file=file)
        case "safetensors":
            cause = say("{file} is in the safetensors format, not a GGUF model.", file=file)
        case "old_ggml":
            cause = say("{file} is in an old format from before GGUF.", file=file)
        case "lfs_pointer":
            cause = say("{file} only says where the model is kept (a Git LFS pointer).", file=file)
        case "zeros":
            cause = say("{file} holds only zeros: its download did not finish.", file=file)
        case _:
            cause = say("{file} is not a GGUF model.", file=file)
    return cause, say("Download the model as a .gguf file.")


def _damaged(values: Values, file: str) -> Words:
    return say("{file} is damaged: in its header, {what} is wrong.", file=file, what=values["what"]), _download_again()


def _absurd(values: Values, file: str) -> Words:
    cause = say(
        "{file} is damaged or forged: its header gives {number} for {what}.",
        file=file,
        number=values["number"],
        what=values["what"],
    )
    return cause, _download_again()


def _too_long(values: Values, _file: str) -> Words:
    return (
        say(
            "The question is too long for this model: {tokens} tokens, where {room} fit.",
            tokens=values["tokens"],
            room=values["room"],
        ),
        say("Shorten it, or choose a model with a longer context."),
    )


_FAULTS: dict[str, Callable[[Values, str], Words]] = {
    "missing": lambda _, f: (say("There is no file {file}.", file=f), _choose_another()),
    "folder": lambda _, f: (say("{file} is a folder, not a model.", file=f), say("Choose a .gguf file in it.")),
    "empty": lambda _, f: (say("{file} is empty.", file=f), _download_again()),
    "unreadable": lambda v, f: (
        say("{file} can't be read: {why}.", file=f, why=v["why"]),
        say("See to it that you may read it, or choose another model."),
    ),
    "not_gguf": _not_gguf,
    "big_endian": lambda _, f: (say("{file} was made for another kind of processor.", file=f), _choose_another()),
    "version": lambda v, f: (
        say("{file} has version {version} of the GGUF format, which is not known here.", file=f, version=v["version"]),
        _download_again(),
    ),
    "truncated": _truncated,
    "damaged": _damaged,
    "absurd": _absurd,
    "no_weights": lambda _, f: (say("{file} holds no weights, only a description.", file=f), _choose_another()),
    "tensor_type": lambda v, f: (
        say("{file} has weights in a number format that is not known here ({number}).", file=f, number=v["number"]),
        say("Choose another quantization of the model."),
    ),
    "not_chat": lambda v, f: (
        say("{file} is not a model that can chat ({architecture}).", file=f, architecture=v["architecture"]),
        say("Choose a chat or instruct model."),
    ),
    "unknown_architecture": lambda v, f: (
        say(
            "{file} is of a kind that this version can't run ({architecture}).", file=f, architecture=v["architecture"]
        ),
        _choose_another(),
    ),
    "split": lambda v, f: (
        say("{file} is one of the {parts} parts of a model.", file=f, parts=v["parts"]),
        say("Join the parts into one file, or choose a model that is one file."),
    ),
    "no_template": lambda _, f: no_template(f),
    "template": lambda v, f: (
        say("The chat template in {file} fails: {why}", file=f, why=v["why"]),
        say("Choose another build of the model."),
    ),
    "chosen_template": lambda v, f: (
        say("The chat template that was chosen for {file} fails: {why}", file=f, why=v["why"]),
        say("Choose another one on the page of models, or with: sidelight models template {file}", file=f),
    ),
    "no_runtime": lambda *_: (
        say("The engine is not properly installed on this computer."),
        say("Start ./run again; it builds the engine."),
    ),
    "other_runtime": lambda v, _: (
        say("The engine {name}, which the settings name, can't be loaded: {why}.", name=v["name"], why=v["why"]),
        say("See sidelight doctor, or go back to the usual: sidelight models runtime auto"),
    ),
    "bad_model": lambda _, f: (say("The engine can't load {file}: its content is damaged.", file=f), _download_again()),
    "no_memory": lambda _, f: (
        say("There is not enough memory for {file}.", file=f),
        say("Close other programs, or choose a smaller model."),
    ),
    "prompt_too_long": _too_long,
    "bad_request": lambda *_: (
        say("The request has settings that the engine does not take."),
        say("Set the sampling back to its defaults."),
    ),
    "other_model": lambda *_: (say("The question was meant for another model."), say("Ask again.")),
    "no_model": lambda *_: (say("No model is loaded."), say("Choose a model first.")),
    "failed": lambda *_: (say("The engine failed while computing."), _ask_again()),
}
