"""KnownSources: which sources there are, as one value: while one is added or removed, a list that is being made in
another thread sees those of before or those of now, never some of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_client.commerce.source import Manifest, Source


@dataclass(frozen=True, slots=True)
class KnownSources:
    """``asked`` are those that can be asked, ``gone`` the labels of those that were removed since; ``switched`` are the
    ids of all that have a switch. All by id.
    """

    asked: Mapping[str, Source] = field(default_factory=dict)
    gone: Mapping[str, Manifest] = field(default_factory=dict)
    switched: frozenset[str] = frozenset()

    def then(self, sources: Sequence[Source], platforms: Iterable[str]) -> KnownSources:
        """These sources from now on; ``platforms`` have a switch though they can't be asked."""
        now = {source.manifest.id: source for source in sources}
        before = {**self.gone, **{name: source.manifest for name, source in self.asked.items()}}
        gone = {name: label for name, label in before.items() if name not in now}
        return KnownSources(now, gone, frozenset(now) | frozenset(platforms) | frozenset(gone))

    def label(self, source_id: str) -> Manifest:
        """The label of a source, also once it is gone."""
        source = self.asked.get(source_id)
        return source.manifest if source is not None else self.gone[source_id]

    @property
    def order(self) -> tuple[str, ...]:
        """The ids in the order in which lists name them."""
        return (*self.asked, *self.gone)
