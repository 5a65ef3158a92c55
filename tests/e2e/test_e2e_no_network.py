"""Off means off, and on means once: the whole command in a network of its own, its system calls traced.

The shop is a source in a package of somebody else's, on a server of this computer.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from e2e.driving import command
from inference.tiny_gguf import write_model
from standins.own_network import Seen, connects, install_corner_shop, run_alone, traced

SETTINGS = """
[commerce]
on = {on}
at_once = ["corner-shop"]
[commerce.sources]
corner-shop = {shop}
"""


def ask(folder: Path, *, on: bool, shop: bool, wanted: bool = False) -> tuple[Seen, list[str]]:
    """Ask a real engine one question; ``on`` and ``shop`` are the switches, ``wanted`` is ``--shop``."""
    profile, model, log = folder / "profile", folder / "tiny.gguf", folder / "trace"
    profile.mkdir()
    (profile / "settings.toml").write_text(SETTINGS.format(on=str(on).lower(), shop=str(shop).lower()))
    write_model(model)
    words = command(
        "ask", "What kind of face mask suits sensitive skin?", "--model", str(model), "--max-tokens", "5", "--json",
        "--profile", str(profile), *(["--shop"] if wanted else []),
    )  # fmt: skip
    seen = run_alone(*traced(log), *words, environment=install_corner_shop(folder / "packages"))
    assert seen.status == 0, seen.stderr[-1000:]
    return seen, connects(log)


@pytest.mark.parametrize(
    ("on", "shop", "wanted"),
    [(False, True, False), (True, False, False), (False, False, True)],
    ids=["commerce off", "the source off", "asked for once, the source off"],
)
def test_what_is_off_makes_no_network_call(tmp_path: Path, on: bool, shop: bool, wanted: bool) -> None:
    seen, calls = ask(tmp_path, on=on, shop=shop, wanted=wanted)
    assert (seen.packets, seen.accepted, calls) == (0, 0, [])
    panel = json.loads(seen.stdout)["panel"]
    if on or wanted:
        assert {source["id"]: source["state"] for source in panel["sources"]}["corner-shop"] == "off"
    else:
        assert panel is None


def test_what_is_on_is_asked_once_and_nobody_else_is(tmp_path: Path) -> None:
    """Shows that the ways of counting above would have seen it."""
    seen, calls = ask(tmp_path, on=True, shop=True)
    assert seen.packets > 0
    assert seen.accepted == 1
    assert len(calls) == 1
    assert "127.0.0.1" in calls[0]
    [request] = seen.requests
    assert request.startswith("GET /search?q=face%20mask")
    sources = json.loads(seen.stdout)["panel"]["sources"]
    assert [(source["state"], source["count"]) for source in sources if source["id"] == "corner-shop"] == [("ok", 1)]
