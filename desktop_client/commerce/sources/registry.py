"""Finds the sources: Sidelight's own and those of other packages, all by the entry-point group ``sidelight.sources``.

An entry point names something that is called with a ``SourceContext`` and gives back a ``Source``; usually the class
itself. It may also give back several sources, made one after the other. A source that can't be imported or made, or
whose label is not in order, is reported and left out: it never takes the others down, nor the place of one of
Sidelight's own, which would be given the user's key for that platform.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from queue import Empty, SimpleQueue
from typing import Any

from desktop_client.commerce.proper_label import improper_part
from desktop_client.commerce.source import Manifest, Mode, ResolvesLinks, Source
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.link_out import LinkOut, link_outs
from desktop_client.commerce.switches import Switches
from desktop_client.errors import SidelightError
from desktop_client.wording import Language, Sentence, say

GROUP = "sidelight.sources"
_ID = re.compile(r"[a-z][a-z0-9_-]{1,39}")
MOST_OF_ONE = 100
"""How many sources one entry point may make."""
PATIENCE_S = 5.0
"""How long the code of another package may take until its sources are made, in seconds."""
LONGEST_WHY = 200
"""So much of what a broken source says is told, in characters."""
_OWN = "desktop_client."


@dataclass(frozen=True, slots=True)
class Broken:
    """A source that was left out: the entry point's name, the package it came with, and why."""

    name: str
    package: str
    why: Sentence


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the list of sources; ``state`` is on, off, link_out or disabled, ``key`` None where none is used."""

    id: str
    name: str
    mode: Mode
    state: str
    key: bool | None


@dataclass(frozen=True, slots=True)
class Registry:
    """The sources that can be asked, the platforms that have no connector, and what was left out."""

    sources: tuple[Source, ...]
    link_outs: tuple[LinkOut, ...]
    broken: tuple[Broken, ...]

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """Every label, those that can be asked first."""
        return (*(source.manifest for source in self.sources), *(link.manifest for link in self.link_outs))

    @property
    def makes_links(self) -> frozenset[str]:
        """The sources that make a link for an offer when they are asked for one."""
        return frozenset(source.manifest.id for source in self.sources if isinstance(source, ResolvesLinks))

    def manifest(self, source_id: str) -> Manifest:
        """The label of one source.

        Raises:
            SidelightError: there is no such source.
        """
        for manifest in self.manifests:
            if manifest.id == source_id:
                return manifest
        left_out = next((broken for broken in self.broken if broken.name == source_id), None)
        if left_out is not None:
            raise SidelightError(left_out.why, say("Mend the source, or ask whoever made it."))
        raise SidelightError(
            say("There is no source called “{name}”.", name=source_id), say("See sidelight sources list.")
        )

    def source(self, source_id: str) -> Source:
        """One source that can be asked.

        Raises:
            SidelightError: there is no such source, or it is a platform that is only linked to.
        """
        for source in self.sources:
            if source.manifest.id == source_id:
                return source
        raise SidelightError(
            say("{name} has no connector: it is only linked to.", name=self.manifest(source_id).name["en"]),
            say("See sidelight sources label {id}.", id=source_id),
        )

    def link_out(self, source_id: str) -> LinkOut | None:
        """A platform's own search page, whether there is a connector for it or not; None where it has none."""
        manifest = next((m for m in self.manifests if m.id == source_id), None)
        return LinkOut(manifest) if manifest is not None and manifest.link_out is not None else None

    def lines(
        self, switches: Switches, language: Language, has_key: Callable[[str], bool] = lambda _: False
    ) -> tuple[SourceLine, ...]:
        """The list of sources as a user reads it.

        A source that is on but can't be asked, for want of an API or of a key, offers its link: state ``link_out``.
        """
        return tuple(
            SourceLine(
                id=manifest.id,
                name=manifest.name[language],
                mode=manifest.mode,
                state=_state(manifest, switches, has_key),
                key=has_key(manifest.id) if manifest.credential_fields else None,
            )
            for manifest in self.manifests
        )


def _state(manifest: Manifest, switches: Switches, has_key: Callable[[str], bool]) -> str:
    if manifest.disabled is not None:
        return "disabled"
    if not switches.is_on(manifest.id):
        return "off"
    if manifest.mode is Mode.LINK_OUT:
        return "link_out"
    wants_key = manifest.link_out is not None and bool(manifest.credential_fields)
    return "link_out" if wants_key and not has_key(manifest.id) else "on"


def find_sources(
    context: SourceContext, found: Iterable[EntryPoint] | None = None, *, patience_s: float = PATIENCE_S
) -> Registry:
    """Make every source that can be made; ``found`` are the entry points, those installed if not given."""
    sources: dict[str, Source] = {}
    broken: list[Broken] = []
    for entry in sorted(entry_points(group=GROUP) if found is None else found, key=_own_first):
        for made in _made(entry, context) if _is_own(entry) else _made_in_time(entry, context, patience_s):
            if isinstance(made, Sentence):
                broken.append(Broken(entry.name, _package(entry), made))
            elif made.manifest.id in sources:
                taken = say(
                    "The source “{name}” is left out: another one is already called “{id}”.",
                    name=entry.name,
                    id=made.manifest.id,
                )
                broken.append(Broken(entry.name, _package(entry), taken))
            else:
                sources[made.manifest.id] = made
    remaining = tuple(link for link in link_outs() if link.manifest.id not in sources)
    # This computer's own first: it is asked without telling anybody anything.
    ordered = sorted(sources.values(), key=lambda source: source.manifest.networked)
    return Registry(tuple(ordered), remaining, tuple(broken))


def _made(entry: EntryPoint, context: SourceContext) -> Iterator[Source | Sentence]:
    """What an entry point makes: each source, or why it is none."""
    try:
        made: Any = entry.load()(context)
        several = iter(made) if isinstance(made, Iterable) and not hasattr(made, "manifest") else iter([made])
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the code of other packages may raise anything
        yield _unloadable(entry, error)
        return
    for _ in range(MOST_OF_ONE):
        try:
            source = next(several)
            fault = _fault(source.manifest) or (None if callable(source.search) else "search")
        except StopIteration:
            return
        except (Exception, SystemExit) as error:  # noqa: BLE001 - and so may each source that it makes
            yield _unloadable(entry, error)
            continue
        if fault is None:
            yield source
        else:
            yield say("The source “{name}” has no proper “{part}”.", name=entry.name, part=fault)


def _made_in_time(entry: EntryPoint, context: SourceContext, patience_s: float) -> list[Source | Sentence]:
    """The same for the code of another package, which may never end: it is left behind in a thread of its own."""
    made: SimpleQueue[list[Source | Sentence]] = SimpleQueue()
    threading.Thread(target=lambda: made.put(list(_made(entry, context))), name=entry.name, daemon=True).start()
    try:
        return made.get(timeout=patience_s)
    except Empty:
        waited = f"{patience_s:g}"
        late = say("The source “{name}” is left out: after {s} s it was still loading.", name=entry.name, s=waited)
        return [late]


def _is_own(entry: EntryPoint) -> bool:
    return entry.value.startswith(_OWN)


def _own_first(entry: EntryPoint) -> tuple[bool, str, str]:
    return not _is_own(entry), entry.name, entry.value


def _unloadable(entry: EntryPoint, error: BaseException) -> Sentence:
    raised = " ".join(f"{type(error).__name__}: {error}".split())
    why = error.cause if isinstance(error, SidelightError) else raised[:LONGEST_WHY]
    return say("The source “{name}” can't be loaded: {why}", name=entry.name, why=why)


def _fault(manifest: Manifest) -> str | None:
    """The part of a label that is not in order, None if it is whole."""
    return improper_part(manifest) if _ID.fullmatch(manifest.id) else "id"


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else ""
