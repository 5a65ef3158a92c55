"""The demo of the documents: every platform can be asked in it, and nothing of it leaves this computer."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from standins.mall import Mall

from desktop_client.app.parts import utc_now
from desktop_client.commerce.asking.suggestion_list import State
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.paths import Profile

DEMO = Path(__file__).parents[2] / "tools" / "demo.py"


def test_in_the_demo_all_is_off_and_whoever_is_switched_on_answers(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("demo", DEMO)
    assert spec is not None
    assert spec.loader is not None
    demo = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(demo)
    with Mall(tmp_path, utc_now) as mall, demo.DemoParts(Profile(tmp_path / "profile"), mall) as parts:
        demo.prepare(parts)
        asked = [source.manifest for source in parts.registry.sources if source.manifest.hosts]
        assert not any(parts.switches().is_on(manifest.id) for manifest in asked)
        able = [manifest.id for manifest in asked if manifest.disabled is None]
        for source_id in able:
            parts.switchboard.switch_source(source_id, on=True)
            parts.switchboard.send_at_once(source_id, at_once=True)
        listed = parts.suggestions().suggest(ShoppingNeed("face mask"))
    came = {coverage.source_id: coverage.state for coverage in listed.coverage if coverage.source_id in able}
    assert len(came) == 14
    assert came.pop("openfacts") is State.NOT_SENT, "it takes nothing but barcodes"
    assert set(came.values()) == {State.OK}, came
