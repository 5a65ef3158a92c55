"""The sources: all of them on, each platform a stand-in on this computer that takes 300 ms for every answer.

``python benchmarks/sources.py`` prints one flat JSON object; times are in milliseconds. Everything on the way is the
real thing: registry, keys (in a keyring that lasts for the session), gate, encryption, record, and the panel on screen.
Needs a display; ``QT_QPA_PLATFORM=offscreen`` will do.
"""

from __future__ import annotations

import json
import multiprocessing
import ssl
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, thread_time

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from PySide6.QtCore import QElapsedTimer, Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from standins.mall import CASES, Mall  # noqa: E402

from desktop_client.app import Parts, pauses  # noqa: E402
from desktop_client.app.keys import KeysOfProfile  # noqa: E402
from desktop_client.app.parts import utc_now  # noqa: E402
from desktop_client.commerce.asking.preparing import prepare  # noqa: E402
from desktop_client.commerce.asking.suggestion_list import State, SuggestionList  # noqa: E402
from desktop_client.commerce.gate import Gate  # noqa: E402
from desktop_client.commerce.need import ShoppingNeed  # noqa: E402
from desktop_client.commerce.sending.wire import connect, system_certificates  # noqa: E402
from desktop_client.commerce.sources.shared.ucp.merchants import read_merchant  # noqa: E402
from desktop_client.commerce.suggestions import Outside, Suggestions  # noqa: E402
from desktop_client.paths import Profile  # noqa: E402
from desktop_client.secrets import Secrets  # noqa: E402
from desktop_client.settings import Settings  # noqa: E402
from desktop_client.ui.bridge import Bridge  # noqa: E402
from desktop_client.ui.panel.current_list import CurrentList, Presented  # noqa: E402
from desktop_client.ui.panel.panel import SuggestionPanel  # noqa: E402
from desktop_client.ui.panel.presenter import panel_view  # noqa: E402

LATENCY_S = 0.3
ROUNDS = 10
NEED = ShoppingNeed("face mask")
SLOW, BROKEN = "etsy", "jd"
"""What stalls and what breaks off in the rounds that are about the others."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Where each host leads, the address of the merchant that speaks UCP, and the keys that are taken."""

    places: dict[str, tuple[str, int]]
    merchant: str
    keys: dict[str, dict[str, str]]


def _keep_open(folder: str, ends: Connection, fault: str) -> None:
    """In a process of its own: what the stand-ins do must not count as the program's work."""
    with Mall(Path(folder), utc_now, LATENCY_S) as mall:
        if fault == "slow":
            mall.platforms[SLOW].latency_s = 3.0
        elif fault == "broken":
            mall.platforms[BROKEN].breaks_off = True
        keys = {source_id: case.credentials for source_id, case in CASES.items()}
        ends.send(Opened(mall.places, mall.merchants["ucp"].origin, keys))
        ends.recv()


@contextmanager
def opened(folder: Path, fault: str = "") -> Iterator[Opened]:
    """All stand-ins, as long as the block runs."""
    process_of = multiprocessing.get_context("spawn")
    here, there = process_of.Pipe()
    process = process_of.Process(target=_keep_open, args=(str(folder), there, fault))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("close")
        process.join(10)


class Desk:
    """A profile with everything on and at once, and a gate to the stand-ins."""

    def __init__(self, folder: Path, mall: Opened) -> None:
        self.parts = Parts(Profile(folder / "profile"), Settings(folder / "profile/settings.toml"))
        self.parts.add_merchant(read_merchant("ucp", mall.merchant))
        self.parts.keys = KeysOfProfile(self.parts.settings, lambda: Secrets(None, "benchmark"))
        self.ids = [s.manifest.id for s in self.parts.registry.sources if s.manifest.disabled is None]
        for source_id, key in mall.keys.items():
            self.parts.keys.keep(self.parts.registry.manifest(source_id), key)
        for source_id in self.ids:
            self.parts.switchboard.switch_source(source_id, on=True)
            self.parts.switchboard.send_at_once(source_id, True)
        self._folder, self._places = folder, mall.places
        self._ports = dict(mall.places.values())

    def suggestions(self) -> Suggestions:
        """As a newly started program makes them: nothing is known yet, no token, no certificate."""
        self.parts.__dict__.pop("registry", None)
        switches = self.parts.switches()
        record = self.parts.store.record
        gate = Gate(
            switches,
            record,
            clock=utc_now,
            resolve=lambda host, _: (self._places[host][0] if host in self._places else host,),
            connect=lambda address, port: connect("127.0.0.1", self._ports.get(address, port)),
            certificates=self._certificates,
        )
        return Suggestions(
            self.parts.registry.sources, switches, utc_now, outside=Outside(gate, self.parts.keys, record)
        )

    def _certificates(self) -> ssl.SSLContext:
        trusted = system_certificates()
        trusted.load_verify_locations(self._folder / "authority.pem")
        return trusted


def asked(suggestions: Suggestions) -> tuple[dict[str, float], SuggestionList]:
    """When what was there, in milliseconds after the question, and the list."""
    began = perf_counter()
    when: dict[str, float] = {}

    def update(listed: SuggestionList) -> None:
        now = (perf_counter() - began) * 1000
        if any(row.offer.source_id != "shelf" for row in listed.rows):
            when.setdefault("cards", now)
        for coverage in listed.coverage:
            if coverage.state is not State.ASKED:
                when.setdefault(coverage.source_id, now)

    listed = suggestions.suggest(NEED, update)
    when["all"] = (perf_counter() - began) * 1000
    return when, listed


def all_well(desk: Desk) -> dict[str, float]:
    """A round in a new program, and rounds in one that has asked before."""
    suggestions = desk.suggestions()
    cold, listed = asked(suggestions)
    # One source takes nothing but barcodes, and is not asked for a face mask.
    well = (State.OK, State.NOT_SENT)
    failed = {c.source_id: str(c.error or c.state) for c in listed.coverage if c.state not in well}
    failed.pop("amazon", None)
    if failed:
        raise SystemExit(f"not all stand-ins answered: {failed}")
    warm = [asked(suggestions)[0] for _ in range(ROUNDS)]
    return {
        "sources": len(desk.ids),
        # A token or a profile is asked for before the first search: two answers of 300 ms.
        "cold_first_cards_ms": cold["cards"],
        "cold_all_ms": cold["all"],
        "cold_after_slowest_ms": cold["all"] - 2 * LATENCY_S * 1000,
        "first_cards_ms": statistics.median(round_["cards"] for round_ in warm),
        "first_cards_max_ms": max(round_["cards"] for round_ in warm),
        "all_max_ms": max(round_["all"] for round_ in warm),
        "after_slowest_max_ms": max(round_["all"] for round_ in warm) - LATENCY_S * 1000,
    }


def beside(desk: Desk, fault: str, culprit: str) -> dict[str, float]:
    """When the last of the others was in while one of them is slow, or breaks off."""
    suggestions = desk.suggestions()
    asked(suggestions)
    rounds = [asked(suggestions)[0] for _ in range(2)]
    others = [at for when in rounds for name, at in when.items() if name not in {culprit, "all", "cards"}]
    return {f"others_beside_{fault}_max_ms": max(others)}


def gaps(desk: Desk, every_ms: int = 5) -> dict[str, float]:
    """How late a timer of 5 ms is while lists come in and are shown, and how long the window's thread computes between
    two of its ticks (processor time, which other programs don't lengthen), in milliseconds; as the window has it.
    """
    pauses.shorten_turns()
    pauses.set_aside()
    bridge, panel = Bridge(), SuggestionPanel()
    panel.resize(372, 1000)
    panel.show()
    current = CurrentList(
        desk.suggestions(), lambda *_: None, bridge, lambda listed, _: panel_view(listed, utc_now(), "en")
    )
    # The window stands there long before the first list.
    QApplication.processEvents()
    late: list[float] = []
    busy: list[float] = []
    computed = thread_time()
    shown: list[float] = []
    left = ROUNDS
    clock, timer, shows = QElapsedTimer(), QTimer(), QElapsedTimer()

    def show(what: Presented) -> None:
        shows.start()
        panel.show_state(what.view)
        shown.append(shows.nsecsElapsed() / 1e6)

    def tick() -> None:
        nonlocal computed
        before, computed = computed, thread_time()
        busy.append((computed - before) * 1000)
        late.append(clock.nsecsElapsed() / 1e6 - every_ms)
        clock.restart()

    def again() -> None:
        nonlocal left
        left -= 1
        if left:
            current.search(ShoppingNeed(f"face mask {left}"))
        else:
            QApplication.exit()

    current.changed.connect(show)
    current.settled.connect(again)
    current.failed.connect(lambda error: sys.exit(f"a list broke: {error}"))
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(every_ms)
    timer.timeout.connect(tick)
    clock.start()
    timer.start()
    current.search(NEED)
    QApplication.exec()
    timer.stop()
    bridge.close()
    late.sort()
    busy.sort()
    return {
        "ui_gap_p99_ms": late[int(len(late) * 0.99)],
        "ui_gap_max_ms": late[-1],
        "ui_busy_p99_ms": busy[int(len(busy) * 0.99)],
        "ui_busy_max_ms": busy[-1],
        "lists_shown": len(shown),
        "show_max_ms": max(shown),
    }


def measure() -> dict[str, float]:
    """All figures, rounded to hundredths."""
    # As the window does a second after its start.
    prepare()
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for fault, culprit in (("", ""), ("slow", SLOW), ("broken", BROKEN)):
            folder = Path(name, fault or "well")
            folder.mkdir()
            with opened(folder, fault) as mall:
                desk = Desk(folder, mall)
                with desk.parts:
                    if fault:
                        found |= beside(desk, fault, culprit)
                    else:
                        found |= all_well(desk)
                        found |= gaps(desk)
    return {key: round(value, 2) for key, value in found.items()}


if __name__ == "__main__":
    app = QApplication(sys.argv)
    print(json.dumps(measure(), indent=2))
