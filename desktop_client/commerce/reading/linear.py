"""A linear model whose every feature has a name that can be read.

A verdict is the sign of a sum of whole numbers from ``data/*.json``; ``training/train.py`` rebuilds them from sentences
written for this project.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import sqrt


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in thousandths by feature name, and what the sum has to pass, by language."""

    weights: Mapping[str, int]
    thresholds: Mapping[str, int]
    leanings: Mapping[str, str]
    """What a feature most often stood for, where a model holds several kinds of thing together."""

    def score(self, names: frozenset[str], language: str) -> int:
        """What speaks in favour, by the root of the number of features, less what is needed: above 0 is yes."""
        total = sum(map(self.weights.__getitem__, names & self.weights.keys()))
        return round(total / sqrt(max(1, len(names)))) - self.thresholds[language]

    def leaning(self, names: frozenset[str]) -> str:
        """Which kind of thing speaks loudest in these features, empty where none does."""
        votes: dict[str, int] = {}
        for name in sorted(names & self.leanings.keys()):
            votes[self.leanings[name]] = votes.get(self.leanings[name], 0) + self.weights[name]
        return max(votes, key=lambda kind: votes[kind], default="")

    def explain(self, names: frozenset[str]) -> list[tuple[str, int]]:
        """The features that spoke, heaviest first."""
        spoke = [(name, self.weights[name]) for name in names if name in self.weights]
        return sorted(spoke, key=lambda part: (-abs(part[1]), part[0]))


@cache
def model(name: str) -> Model:
    """The shipped weights: ``intent``, ``health``, ``crisis``, ``minors``, ``hints`` or ``barred``."""
    page = resources.files(__package__).joinpath(f"data/{name}.json").read_text(encoding="utf-8")
    read = json.loads(page)
    return Model(read["weights"], read["thresholds"], read.get("leanings", {}))
