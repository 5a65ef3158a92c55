"""The shipped weights are what the sentences in training/ give, byte for byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop_client.commerce.reading.features import features
from desktop_client.commerce.reading.linear import model
from desktop_client.commerce.reading.message import receive

TRAINING = Path(__file__).parents[2] / "training"


@pytest.mark.e2e
@pytest.mark.timeout(600)  # a minute and a half of the processor, which other tests may share
def test_weights_can_be_rebuilt() -> None:
    done = subprocess.run([sys.executable, str(TRAINING / "train.py"), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["intent", "health", "crisis", "minors", "hints", "barred"])
def test_weights_are_whole_and_named_by_language(name: str) -> None:
    weights = model(name).weights
    assert all(isinstance(weight, int) and weight for weight in weights.values())
    assert {feature.partition(":")[0] for feature in weights} == {"en", "zh"}


def test_a_verdict_can_be_explained() -> None:
    message = receive("where can i buy cheap headphones")
    spoke = dict(model("intent").explain(features(message)))
    assert spoke["en:lists:where"] > 0
    assert spoke["en:lists:goods"] > 0
