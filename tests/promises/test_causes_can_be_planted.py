"""The list of planted causes holds: whatever it plants is still there, and whatever has to turn red still exists.

``tools/plant_causes.py`` plants them.
"""

from __future__ import annotations

import ast
from collections import Counter

import pytest
from promises.planted import FOLDER, ROOT, Cause, causes

CAUSES = causes()


def test_every_promise_has_several() -> None:
    counted = Counter(cause.promise for cause in CAUSES)
    assert list(counted) == [f"P{number}" for number in range(1, 21)]
    assert min(counted.values()) >= 2


def test_no_two_are_the_same() -> None:
    assert len({(cause.file, cause.find, cause.put) for cause in CAUSES}) == len(CAUSES)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: f"{cause.promise}: {cause.why}")
def test_a_cause_can_be_planted_and_its_test_exists(cause: Cause) -> None:
    planted = cause.planted_in((ROOT / cause.file).read_text(encoding="utf-8"))
    ast.parse(planted)
    file, _, name = cause.test.partition("::")
    assert file.startswith(f"test_p{int(cause.promise[1:]):02}_")
    tests = ast.parse((FOLDER / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tests) if isinstance(node, ast.FunctionDef)}
    assert cause.says
