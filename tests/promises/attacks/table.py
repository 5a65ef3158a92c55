"""``docs/attacks.md``: what every attack gains.

``PYTHONPATH=.:tests python -m promises.attacks.table`` writes the page; with ``--check`` it compares, and ends with
exit status 1 where the page is not what the code gives.
"""

from __future__ import annotations

import sys
from pathlib import Path

from promises.attacks.attack import Attack
from promises.attacks.trials import ATTACKS, NEEDS, SELLERS, Trial, every_trial

from desktop_client.commerce.ranking import Order

PAGE = Path(__file__).parents[3] / "docs" / "attacks.md"

HEAD = f"""# What attacks on the order gain

Made by `python -m promises.attacks.table` from `tests/promises/attacks/`; a test compares. Every attack rewrites one
honest offer, on three shelves (the sample shelf; stand-in masks; the sample shelf as a plain feed without attributes),
for {len(NEEDS)} needs in English and Chinese, each time as up to {SELLERS} sellers drawn by lot. The seller knows the
need and the row that stands first.

*Gain* is in places, the most of all trials, for needs in English and in Chinese; an offer outside of the list stands
one past its end. *@1* and *@3* are how many trials brought an offer to the first place, or among the first three, where
it had not been. *ΣΔ²* is the sum of squared places moved, up or down. *Limit* is what the rule allows: nothing, one
place, or as much as an honest offer that says the same. The order is relevance, unit price where it says so. In every
other order no free text moves anything; the tests of P4 hold that.
"""

REST = {
    "wishes claimed in the title": """
Only on a feed that states no attributes: there a title is all there is, and counts half. It stands below every offer
that states the wish.""",
    "missing words put into the title": """
A title that says to be what is looked for can't be told from the title of one that is. It stands below offers whose
kind, brand, model or attributes say so too. Where no attribute tells a hiking backpack from a school bag, the title
has to.""",
    "the need as title": """
The same lie, with nothing beside it.""",
    "the first row's title copied": """
The same lie, copied. It brings the words of that title and not its attributes, so on shelves with attributes none of
the wishes.""",
    "false, well-formed attributes": """
A false statement in the form of a true one. No rule that looks at one offer can know; the card says where it is
stated, and whoever states it can be held to it.""",
    "attributes withdrawn, all said in the title": """
An offer that withdraws its attributes to let the title speak gets half for a wish, and stands below all that state
it.""",
    "a false pack count that nothing contradicts": """
A pack count stated once is taken at its word; the card shows it beside the unit price.""",
}
"""A sentence for each attack that still gains."""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, states in (("Shelves whose offers state attributes", True), ("A plain feed, without attributes", False)):
        parts.append(f"\n## {title}\n\n{_table(every_trial(states=states))}\n")
    parts.append(f"\n## What still gains, and why\n\n{_rest()}")
    return "".join(parts)


def _table(trials: tuple[Trial, ...]) -> str:
    rows = [_row(attack, [trial for trial in trials if trial.attack is attack]) for attack in ATTACKS]
    return "\n".join((*_COLUMNS, *rows))


_COLUMNS = (
    "| attack | writes | limit | trials | gain en, zh | @1 en, zh | @3 en, zh | ΣΔ² en, zh |",
    "|---|---|---|---|---|---|---|---|",
)


def _row(attack: Attack, trials: list[Trial]) -> str:
    en, zh = ([trial for trial in trials if trial.need.language == language] for language in ("en", "zh"))
    name = attack.name if attack.order is Order.RELEVANCE else f"{attack.name} (unit price)"
    cells = (
        name,
        ", ".join(attack.controls).replace("_", " "),
        trials[0].limit.value,
        f"{len(en)}, {len(zh)}",
        *(f"{of(en)}, {of(zh)}" for of in (_gain, _first, _first_three, _squares)),
    )
    return f"| {' | '.join(cells)} |"


def _gain(trials: list[Trial]) -> int:
    return max(0, *(trial.gain for trial in trials))


def _first(trials: list[Trial]) -> int:
    return sum(trial.entered(1) for trial in trials)


def _first_three(trials: list[Trial]) -> int:
    return sum(trial.entered(3) for trial in trials)


def _squares(trials: list[Trial]) -> int:
    return sum(trial.gain**2 for trial in trials)


def _rest() -> str:
    return "\n\n".join(f"**{name[0].upper()}{name[1:]}.**{why}" for name, why in REST.items()) + "\n"


def main(arguments: list[str]) -> int:
    made = page()
    if "--check" not in arguments:
        PAGE.write_text(made, encoding="utf-8")
        return 0
    if PAGE.read_text(encoding="utf-8") == made:
        return 0
    print(f"{PAGE} is not what the code gives: run this without --check.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
