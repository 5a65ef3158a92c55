"""The panel as JSON: the label first, then the need, what came of every source, and the offers with their reasons."""

from __future__ import annotations

from desktop_client.commerce.codec import Json, need_to_json, row_to_json
from desktop_client.commerce.label import WE_EARN_NOTHING, both, header
from desktop_client.commerce.need import ShoppingNeed, Silence
from desktop_client.commerce.ranking import RULE_VERSION, Ranked
from desktop_client.commerce.suggestions import Coverage, SuggestionList
from desktop_client.wording import Language


def panel_to_json(listed: SuggestionList, language: Language = "en") -> Json:
    """A list as ``ask --json`` prints it. Sources that may not be mixed with others stand under ``groups``."""
    common, *alone = listed.groups
    return _panel(
        need=listed.need,
        silent=None,
        sources=[_source(coverage, language) for coverage in listed.coverage],
        offers=_rows(common.ranked, language),
        groups=[{"source_id": g.source_id, "offers": _rows(g.ranked, language), "cut": g.ranked.cut} for g in alone],
        cut=common.ranked.cut,
        blocked={silence.value: count for silence, count in listed.blocked.items()},
    )


def empty_panel(need: ShoppingNeed | None = None, silent: Silence | None = None) -> Json:
    """A panel that was asked nothing: the message was not shopping, or ``silent`` says why nothing is offered."""
    return _panel(need=need, silent=silent, sources=[], offers=[], groups=[], cut=0, blocked={})


def _panel(
    *,
    need: ShoppingNeed | None,
    silent: Silence | None,
    sources: list[Json],
    offers: list[Json],
    groups: list[Json],
    cut: int,
    blocked: dict[str, int],
) -> Json:
    return {
        "label": header(),
        "we_earn": both(WE_EARN_NOTHING),
        "need": None if need is None else need_to_json(need),
        "silent": None if silent is None else silent.value,
        "sources": sources,
        "offers": offers,
        "groups": groups,
        "cut": cut,
        "blocked": blocked,
        "rule_version": RULE_VERSION,
    }


def _rows(ranked: Ranked, language: Language) -> list[Json]:
    return [row_to_json(row, language) for row in ranked.rows]


def _source(coverage: Coverage, language: Language) -> Json:
    return {
        "id": coverage.source_id,
        "name": coverage.name[language],
        "state": coverage.state.value,
        "count": coverage.count,
        "error": None if coverage.error is None else coverage.error.in_language(language),
        "disclosures": list(coverage.disclosures),
    }
