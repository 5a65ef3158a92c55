"""Rebuild the weights in desktop_client/commerce/reading/data/ from the sentences in this folder.

    python training/train.py            write the *.json of all models
    python training/train.py --check    exit 1 if the shipped weights are not what the sentences give

The result is the same byte for byte on every machine: variants are drawn with a fixed hash, the classifiers are linear
support vector machines (squared hinge, dual coordinate descent, Hsieh et al. 2008) in plain IEEE arithmetic without
library calls whose last digit may differ, and weights are rounded to whole numbers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import fsum, sqrt
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from desktop_client.commerce.reading.clues import clues  # noqa: E402
from desktop_client.commerce.reading.features import features  # noqa: E402
from desktop_client.commerce.reading.lists import read_lists  # noqa: E402
from desktop_client.commerce.reading.message import receive  # noqa: E402
from desktop_client.commerce.reading.parts import parts  # noqa: E402

TARGET = HERE.parent / "desktop_client" / "commerce" / "reading" / "data"
LANGUAGES = ("en", "zh")
ROUNDS = 12
SCALE = 1000
"""Weights are in thousandths."""
RARE = 2
"""Features seen in fewer sentences are left out."""
MESSAGES = "messages"
"""What the names of pages begin with whose lines stand as people wrote them, without templates."""


@dataclass(frozen=True)
class Recipe:
    """One model: its sentences for and against, and how it is trained."""

    name: str
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    penalty: float
    """C of the support vector machine: small, since the sentences are written and not sampled."""
    false_alarm_cost: float
    """How much dearer a sentence wrongly taken is than one wrongly left."""
    least_weight: int
    draws: int = 2
    """Variants drawn for each one that a template asks for."""
    unread: tuple[str, ...] = ()
    """Lists of cues, or edges, that the model does not look at."""
    whole: float = 1.0
    """How much more than a template's a sentence counts that stands as it was written."""


EDGES = ("first", "last")
"""Features of the first and the last clause, which only the intent is read from."""
OF_LISTS = ("lists", "pair", "same", *EDGES)
"""Features that name the lists of the cues they were made of."""
OF_SHOPPING = ("occasion", "trait", "worn", "amiss", "capacity", "used", "supply", "limit", "picking", "slang")
"""Lists of cues that only the intent is read from."""
OF_GOODS = ("things", "head", "bare", "bare+things", "bare+head", "bare+last")
"""Features of the goods that are named: who knows no such thing yet must not be taken for one who hints at another."""
INTENT = "intent"
SHOPPERS = ("intent/shopping", "intent/messages.shopping")
OTHERS = ("intent/other", "intent/messages.other")
HEALTH = ("silence/health", "silence/messages.health")
CRISIS = ("silence/crisis", "silence/messages.crisis")
MINORS = ("silence/messages.minors",)
ORDINARY = ("silence/ordinary", "silence/messages.ordinary", "silence/messages.adults")
KINDS = ("weapon", "tobacco", "medicine", "medical_device", "health_food")
RECIPES = (
    Recipe(
        INTENT,
        SHOPPERS,
        OTHERS,
        penalty=0.5,
        false_alarm_cost=3.0,
        least_weight=60,
        unread=("body", "ailing", "care", "kin", "violence", "despair", "death"),
    ),
    Recipe(
        "health",
        HEALTH,
        (*ORDINARY, "silence/things", *SHOPPERS, *OTHERS),
        penalty=0.5,
        false_alarm_cost=1.0,
        least_weight=80,
        unread=(*EDGES, *OF_SHOPPING),
        whole=3.0,
    ),
    Recipe(
        "crisis",
        CRISIS,
        (*ORDINARY, *HEALTH, *SHOPPERS, *OTHERS),
        penalty=0.5,
        false_alarm_cost=0.7,
        least_weight=100,
        unread=(*EDGES, *OF_SHOPPING),
        whole=3.0,
    ),
    Recipe(
        "minors",
        MINORS,
        (*ORDINARY, "silence/things", *SHOPPERS, *OTHERS),
        penalty=0.5,
        false_alarm_cost=1.0,
        least_weight=90,
        unread=(*EDGES, *OF_SHOPPING, *OF_GOODS),
        whole=3.0,
    ),
    Recipe(
        "hints",
        (*CRISIS, *HEALTH, *MINORS, *(f"silence/messages.{kind}" for kind in KINDS)),
        (*ORDINARY, "silence/things", *SHOPPERS, *OTHERS),
        penalty=0.5,
        false_alarm_cost=1.2,
        least_weight=270,
        unread=(*EDGES, *OF_SHOPPING, *OF_GOODS),
        whole=3.0,
    ),
)

Sample = tuple[frozenset[str], int, float]
"""Features, the verdict (+1, -1) and what it counts."""


class Draw:
    """Numbers that look drawn and are the same everywhere: a hash of the seed and a counter."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = 0

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1."""
        self._count += 1
        digest = hashlib.blake2b(f"{self._seed}/{self._count}".encode(), digest_size=8).digest()
        return int.from_bytes(digest) % n


def slots(language: str) -> dict[str, list[str]]:
    """Fillers by slot name, the product words included."""
    filled: dict[str, list[str]] = {}
    for folder in ("intent", "silence"):
        current = ""
        for line in (HERE / folder / f"slots.{language}.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                current = line.strip("[]")
            elif line and not line.startswith("#"):
                filled.setdefault(current, []).extend(w.strip() for w in line.split(";"))
    for name, phrases in read_lists(f"goods.{language}.txt").items():
        filled.setdefault(name, list(phrases))
    few = len(filled["goods"]) // 4
    filled["thing"] = filled["goods"] + (filled["weak"] * few)[:few] + (filled["food"] * few)[: few // 2]
    return filled


def variants(template: str, count: int, filled: dict[str, list[str]]) -> Iterator[str]:
    """``count`` sentences of a template."""
    for i in range(count):
        draw = Draw(f"{template}#{i}")
        text = template
        while group := re.search(r"\(([^()]*)\)", text):
            options = group[1].split("|")
            text = text[: group.start()] + options[draw.below(len(options))] + text[group.end() :]
        while slot := re.search(r"\{(\w+)\}", text):
            options = filled[slot[1]]
            text = text[: slot.start()] + options[draw.below(len(options))] + text[slot.end() :]
        yield " ".join(text.split())


def sentences(page: str, language: str, draws: int) -> Iterator[str]:
    """All sentences of one file, without repeats."""
    if Path(page).name.startswith(MESSAGES):
        written = (HERE / f"{page}.{language}.txt").read_text(encoding="utf-8").splitlines()
        yield from (line for line in written if not line.startswith("#"))
        return
    filled = slots(language)
    seen: set[str] = set()
    for line in (HERE / f"{page}.{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        count, template = 1, line
        if starred := re.match(r"\*(\d+) (.*)", line):
            count, template = int(starred[1]), starred[2]
        elif re.fullmatch(r"\{\w+\}", line):
            count = 40
        for text in variants(template, count * draws, filled):
            if text not in seen:
                seen.add(text)
                yield text


def samples(recipe: Recipe, language: str) -> list[Sample]:
    """Every sentence that is read in its language; every seventh also with half its goods left unknown."""
    made: list[Sample] = []
    for pages, verdict in ((recipe.in_favour, 1), (recipe.against, -1)):
        for page in pages:
            written = list(sentences(page, language, recipe.draws))
            weight = recipe.whole if Path(page).name.startswith(MESSAGES) else 1.0
            joined = [f"{a} {b}" for a, b in zip(written[::5], written[2::5], strict=False)] if verdict < 0 else []
            for i, text in enumerate(written + joined):
                message = receive(text)
                if message.language != language:
                    continue
                learned = [features(message)]
                if i % 7 == 0:
                    half = [s for j, s in enumerate(message.goods) if "goods" not in s.lists or j % 2]
                    learned.append(features(message, half))
                if recipe.name != INTENT:
                    learned = [clues(message, names) for names in learned]
                made += [(names, verdict, weight) for names in learned]
    return made


BARRED = Recipe("barred", (), (), penalty=1.0, false_alarm_cost=2.0, least_weight=250)
"""Words of the lists of what is not sold, against ordinary goods, each alone and in a shopper's sentence."""


def wanted(phrases: Iterable[str], language: str) -> Iterator[str]:
    """Each phrase by itself, and in place of the goods of one of the shoppers' sentences."""
    page = (HERE / f"intent/shopping.{language}.txt").read_text(encoding="utf-8").splitlines()
    templates = [re.sub(r"^\*\d+ ", "", line) for line in page if "{goods}" in line or "{thing}" in line]
    filled = slots(language)
    draw = Draw("wanted")
    for phrase in phrases:
        yield phrase
        template = re.sub(r"\{(goods|thing)\}", "{wanted}", templates[draw.below(len(templates))])
        yield from variants(template, 1, filled | {"wanted": [phrase]})


def things(language: str) -> list[tuple[frozenset[str], str]]:
    """The parts of barred and ordinary things, with what they are; the empty kind is ordinary."""
    lists, goods = read_lists(f"sensitive.{language}.txt"), read_lists(f"goods.{language}.txt")
    ordinary = [phrase for name in ("goods", "food", "weak") for phrase in goods[name]] + list(lists["ordinary"])
    made = [(parts(receive(text)), kind) for kind in KINDS for text in wanted(lists[kind], language)]
    made += [
        (parts(receive(text)), kind) for kind in KINDS for text in sentences(f"silence/messages.{kind}", language, 1)
    ]
    made += [(parts(receive(text)), "") for text in wanted(ordinary, language)]
    for page in ("silence/things", *ORDINARY, *SHOPPERS, *OTHERS):
        made += [(parts(receive(text)), "") for text in sentences(page, language, 1)]
    return [(names, kind) for names, kind in made if names and all(name.startswith(language) for name in names)]


def leanings(made: list[tuple[frozenset[str], str]], weights: dict[str, int]) -> dict[str, str]:
    """The kind of thing that each feature in favour stood for most often."""
    counted: dict[str, dict[str, int]] = {}
    for names, kind in made:
        for name in names if kind else ():
            if weights.get(name, 0) > 0:
                kinds = counted.setdefault(name, {})
                kinds[kind] = kinds.get(kind, 0) + 1
    return {name: max(kinds, key=lambda kind: kinds[kind]) for name, kinds in counted.items()}


def is_about(name: str, lists: tuple[str, ...]) -> bool:
    """Whether a feature tells of one of the lists, ``en:lists:body``, ``en:pair:body+kin``, or of all at an edge."""
    _, kind, *rest = name.split(":")
    return kind in lists or (kind in OF_LISTS and not set(lists).isdisjoint(rest[0].split("+")))


def train(recipe: Recipe, made: list[Sample]) -> dict[str, float]:
    """A linear support vector machine with squared hinge loss; the bias has the empty name."""
    seen: dict[str, int] = {}
    for names, _, _ in made:
        for name in names:
            seen[name] = seen.get(name, 0) + 1
    kept = sorted(n for n, c in seen.items() if c >= RARE and not is_about(n, recipe.unread))
    index = {name: i for i, name in enumerate(kept)}
    rows = [sorted(index[n] for n in names if n in index) for names, _, _ in made]
    shares = [1 / sqrt(len(names)) for names, _, _ in made]
    signs = [verdict for _, verdict, _ in made]
    weighs = {s: fsum(weight for _, verdict, weight in made if verdict == s) for s in (1, -1)}
    balance = {s: fsum(weighs.values()) / (2 * max(1, weighs[s])) for s in (1, -1)}
    cost = {1: recipe.penalty * balance[1], -1: recipe.penalty * balance[-1] * recipe.false_alarm_cost}
    weights = [0.0] * len(index)
    bias, alpha = 0.0, [0.0] * len(rows)
    order = list(range(len(rows)))
    for turn in range(ROUNDS):
        draw = Draw(f"round {turn}")
        for i in range(len(order) - 1, 0, -1):
            j = draw.below(i + 1)
            order[i], order[j] = order[j], order[i]
        for i in order:
            row, sign, share = rows[i], signs[i], shares[i]
            margin = 0.0  # not sum(): newer Pythons add floats differently
            for k in row:
                margin += weights[k]
            slack = 1 / (2 * cost[sign] * made[i][2])
            gradient = sign * (margin * share + bias) - 1 + slack * alpha[i]
            new = max(alpha[i] - gradient / (share * share * len(row) + 1 + slack), 0.0)
            step = (new - alpha[i]) * sign
            if step:
                alpha[i] = new
                bias += step
                for k in row:
                    weights[k] += step * share
    return {"": bias, **{name: weights[i] for name, i in index.items()}}


def build(recipe: Recipe) -> str:
    """The weights file of a recipe."""
    weights: dict[str, int] = {}
    thresholds: dict[str, int] = {}
    leans: dict[str, str] = {}
    for language in LANGUAGES:
        kinds = things(language) if recipe is BARRED else []
        made = [(names, 1 if kind else -1, 1.0) for names, kind in kinds] or samples(recipe, language)
        learned = train(recipe, made)
        thresholds[language] = -round(learned.pop("") * SCALE)
        whole = {name: round(value * SCALE) for name, value in learned.items()}
        weights |= {name: value for name, value in whole.items() if abs(value) >= recipe.least_weight}
        leans |= leanings(kinds, weights)
        print(recipe.name, language, len(made), "sentences", file=sys.stderr)
    rows = [f"  {json.dumps(name, ensure_ascii=False)}: {value}" for name, value in sorted(weights.items())]
    page = '{"thresholds": ' + json.dumps(thresholds) + ',\n "weights": {\n' + ",\n".join(rows) + "\n}"
    if leans:
        rows = [f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(kind)}" for name, kind in sorted(leans.items())]
        page += ',\n "leanings": {\n' + ",\n".join(rows) + "\n}"
    return page + "}\n"


def main() -> int:
    """Write the weights, or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    for recipe in (*RECIPES, BARRED):
        target, built = TARGET / f"{recipe.name}.json", build(recipe)
        if not check:
            target.write_text(built, encoding="utf-8")
        elif target.read_text(encoding="utf-8") != built:
            print(f"{target.name} is not what the sentences give", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
