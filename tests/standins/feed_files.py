"""Write a feed to a file and read it: what the tests of all formats share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_client.commerce.feeds import FeedError, FeedRow, read_feed
from desktop_client.commerce.offer import Offer

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Result:
    format: str
    rows: list[FeedRow]
    errors: list[FeedError]
    notes: list[str]

    @property
    def offers(self) -> list[Offer]:
        return [row.offer for row in self.rows]

    @property
    def ids(self) -> list[str]:
        return [row.offer.offer_id for row in self.rows]

    @property
    def why(self) -> list[tuple[int, str]]:
        return [(error.line, str(error.why)) for error in self.errors]


def read(folder: Path, content: str | bytes, name: str = "feed.dat", **options) -> Result:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with read_feed(file, now=NOW, **options) as reading:
        found = list(reading)
        return Result(
            reading.format.id,
            [item for item in found if isinstance(item, FeedRow)],
            [item for item in found if isinstance(item, FeedError)],
            [str(note) for note in reading.notes],
        )
