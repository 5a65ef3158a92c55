"""The shelf: taking a feed in, and searching, at 10,000 and 100,000 offers, with ``--million`` at a million too.

``python benchmarks/shelf.py [--million]`` prints one flat JSON object. The feed is made up (``made_up/catalogue.py``)
and taken in by a process of its own, as ``sidelight catalog import`` does it: rows a second of wall time, and the most
memory that the process had. ``import_to_reading_ratio`` is the rate of importing to that of only reading the same file,
one after the other. Searches are what people type, from a word to a question in two languages, each the first of its
kind; times are milliseconds of wall time for the ten best. A ``growth_ratio`` is what ten times the offers cost.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from made_up.catalogue import Catalogue, write_feed

from desktop_client.app import Parts, pauses
from desktop_client.app.parts import utc_now
from desktop_client.app.shelf_by_hand import import_feed
from desktop_client.commerce.feeds import read_feed
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.relevance import read_query
from desktop_client.paths import Profile
from desktop_client.settings import Settings

SIZES = (10_000, 100_000)
MILLION = 1_000_000
QUERIES = 200
SHOWN = 10
CANDIDATES = 400
"""How many offers the panel asks the shelf for."""


def _parts(folder: Path) -> Parts:
    return Parts(Profile(folder), Settings(folder / "settings.toml"))


def _import(folder: str, feed: str, answer: Connection) -> None:
    """In a process of its own, so that its memory is that of the import."""
    with _parts(Path(folder)) as parts:
        parts.shelf.stats()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = perf_counter()
        import_feed(parts, Path(feed), None, threading.Event())
        took = perf_counter() - began
    answer.send((took, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def taken_in(folder: Path, feed: Path) -> tuple[float, float, float]:
    """Seconds, and MB before and at the most, of one import."""
    process_of = multiprocessing.get_context("spawn")
    here, there = process_of.Pipe()
    process = process_of.Process(target=_import, args=(str(folder), str(feed), there))
    process.start()
    took, before, most = here.recv()
    process.join()
    return took, before / 1024, most / 1024


def only_read(feed: Path) -> float:
    """Seconds that reading a feed takes without putting it anywhere."""
    began = perf_counter()
    with read_feed(feed, now=utc_now(), feed="feed") as reading:
        for _ in reading:
            pass
    return perf_counter() - began


def timed(work: Callable[[str], object], texts: list[str]) -> tuple[float, float]:
    """The median and the 95th percentile of what each text takes, in milliseconds."""
    times = []
    for text in texts:
        began = perf_counter()
        work(text)
        times.append((perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def measured(folder: Path, size: int) -> dict[str, float]:
    """All figures for a shelf of one size."""
    feed = folder / f"feed-{size}.tsv"
    write_feed(feed, size)
    profile = folder / f"profile-{size}"
    took, before, most = taken_in(profile, feed)
    reading = only_read(feed)
    texts = Catalogue().queries(QUERIES)
    never = threading.Event()
    with _parts(profile) as parts:
        search, shelf = parts.store.shelf_search, parts.store.shelf
        # What is read once in the life of the program: tables of words, and the file's first pages. The window sets it
        # aside from then on, as a search of many lines does: the collector would walk through it in every twentieth.
        search.search(read_query("first 首先"), SHOWN, never)
        pauses.set_aside()
        middle, high = timed(lambda text: search.search(read_query(text), SHOWN, never), texts)
        panel_middle, panel_high = timed(lambda text: shelf.candidates(ShoppingNeed(text), CANDIDATES, never), texts)
    feed.unlink()
    return {
        "import_rows_per_s": size / took,
        "import_memory_mb": most,
        "import_memory_grown_mb": most - before,
        "import_to_reading_ratio": reading / took,
        "search_p50_ms": middle,
        "search_p95_ms": high,
        "panel_candidates_p50_ms": panel_middle,
        "panel_candidates_p95_ms": panel_high,
    }


def main(sizes: tuple[int, ...]) -> dict[str, float]:
    """All figures for shelves of these sizes."""
    figures: dict[str, float] = {}
    before: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            found = measured(Path(folder), size)
            figures |= {f"{size}_{name}": value for name, value in found.items()}
            if before:
                for name in ("search_p50_ms", "search_p95_ms", "panel_candidates_p95_ms", "import_memory_mb"):
                    grown = name.removesuffix("_ms").removesuffix("_mb")
                    figures[f"{size}_{grown}_growth_ratio"] = found[name] / before[name]
            before = found
    return figures


if __name__ == "__main__":
    print(json.dumps(main((*SIZES, MILLION) if "--million" in sys.argv[1:] else SIZES)))
