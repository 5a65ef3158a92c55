"""Rows of the page of sources, made from each source's label (its manifest)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_client.commerce.sources.source import Manifest, Mode
from desktop_client.wording import Language

NOTHING = "–"
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class LabelView:
    """A source's label: headings with their texts."""

    title: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source as its row shows it. ``last`` is what it answered last, in words."""

    id: str
    name: str
    on: bool
    send: str
    what: str
    label: LabelView
    last: str = NOTHING
    last_failed: bool = False
    switchable: bool = True
    link_out: bool = False


def source_row(
    manifest: Manifest, language: Language, *, on: bool, last: str = NOTHING, last_failed: bool = False
) -> SourceRow:
    """A row from a manifest. A link-out has no switch: nothing is asked, the user's own browser goes there.

    Nor has a connector that is disabled.
    """
    link_out = manifest.mode is Mode.LINK_OUT or manifest.disabled is not None
    opens = translate("SourceRows", "Opens its own search page; this tells the platform the words.")
    return SourceRow(
        id=manifest.id,
        name=_in(manifest.name, language),
        on=on and not link_out,
        send=_send(manifest.mode),
        what=opens if link_out else _in(manifest.what_it_is, language),
        label=label_view(manifest, language),
        last=last,
        last_failed=last_failed,
        switchable=not link_out,
        link_out=link_out or manifest.link_out is not None,
    )


def label_view(manifest: Manifest, language: Language) -> LabelView:
    """The label as the user reads it."""
    parts = [
        (translate("SourceRows", "What it is"), manifest.what_it_is),
        (translate("SourceRows", "Leaves your computer"), manifest.leaves_this_computer),
        (translate("SourceRows", "How it orders"), manifest.how_it_orders),
        (translate("SourceRows", "Who gets paid"), manifest.who_gets_paid),
        (translate("SourceRows", "Prices may be kept"), manifest.prices_may_be_kept),
    ]
    if manifest.not_known:
        parts.append((translate("SourceRows", "Not known"), manifest.not_known))
    if manifest.disabled:
        parts.append((translate("SourceRows", "Why it is disabled"), manifest.disabled))
    title = translate("SourceRows", "Label: {source}").format(source=_in(manifest.name, language))
    return LabelView(title, tuple((heading, _in(text, language)) for heading, text in parts))


def _send(mode: Mode) -> str:
    return {
        Mode.OFFLINE: NOTHING,
        Mode.API: translate("SourceRows", "ask first"),
        Mode.PAGE: translate("SourceRows", "on click"),
        Mode.LINK_OUT: translate("SourceRows", "link-out"),
    }[mode]


def _in(pair: Mapping[str, str], language: Language) -> str:
    return pair.get(language) or pair.get("en", "")
