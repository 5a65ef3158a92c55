"""Rows of the page of sources, made from each source's label (its manifest)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_client.commerce.asking.one_source import Kept
from desktop_client.commerce.asking.suggestion_list import Coverage, State
from desktop_client.commerce.label import manifest_lines
from desktop_client.commerce.record import Tally
from desktop_client.commerce.sending.faults import Fault, cause_of
from desktop_client.commerce.source import Manifest, Mode
from desktop_client.ui.widgets import counted
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
    """One source as its row shows it. ``last`` is what it answered last, in words.

    ``at_once`` is None where there is nothing to choose: nothing is sent, or only when the user clicks. ``key`` says in
    words how it stands with the key, as the button that opens its form; it is empty where none is used. ``asked`` says
    how often it was asked, as the record has it; ``removable``: the user added it.
    """

    id: str
    name: str
    on: bool
    send: str
    what: str
    label: LabelView
    last: str = NOTHING
    last_failed: bool = False
    at_once: bool | None = None
    switchable: bool = True
    link_out: bool = False
    key: str = ""
    asked: str = ""
    removable: bool = False


def source_row(
    manifest: Manifest,
    language: Language,
    *,
    on: bool,
    at_once: bool = False,
    last: Coverage | None = None,
    kept: Kept = Kept.NO,
    tally: Tally | None = None,
    now: datetime | None = None,
    removable: bool = False,
) -> SourceRow:
    """A row from a manifest, and from what came of the source last.

    A link-out has no switch: nothing is asked, the user's own browser goes there. Nor has a disabled connector.
    """
    link_out = manifest.mode is Mode.LINK_OUT or manifest.disabled is not None
    opens = translate("SourceRows", "Opens its own search page; this tells the platform the words.")
    return SourceRow(
        id=manifest.id,
        name=_in(manifest.name, language),
        on=on and not link_out,
        send=_send(Mode.LINK_OUT if link_out else manifest.mode, at_once=at_once),
        what=opens if link_out else _in(manifest.what_it_is, language),
        label=label_view(manifest, language),
        last=_last(_over(last, on=on), tally, language, now, keyed=bool(manifest.credential_fields)),
        last_failed=last is not None and last.state in (State.FAILED, State.TIMED_OUT),
        at_once=at_once if manifest.mode is Mode.API and on else None,
        switchable=not link_out,
        link_out=link_out or manifest.link_out is not None,
        key=key_words(kept) if manifest.credential_fields and not link_out else "",
        asked="" if tally is None else asked_words(tally),
        removable=removable,
    )


def _over(last: Coverage | None, *, on: bool) -> Coverage | None:
    """What came of it last, unless a request waited there: once the source is off, none waits any more."""
    return None if last is not None and last.state is State.WAITING and not on else last


def key_words(kept: Kept) -> str:
    """How it stands with a key, on the button that opens its form."""
    return {
        Kept.NO: translate("SourceRows", "Enter key…"),
        Kept.SESSION: translate("SourceRows", "Key held for this session…"),
        Kept.KEYRING: translate("SourceRows", "Key kept in the keyring…"),
    }[kept]


def send_words(*, at_once: bool) -> str:
    """Whether a source's requests wait for the user's *Send*."""
    return translate("SourceRows", "at once") if at_once else translate("SourceRows", "ask first")


def asked_words(tally: Tally) -> str:
    """How often a source was asked, counted in the record."""
    if tally.requests == 1:
        return translate("SourceRows", "1 request so far")
    return translate("SourceRows", "{count} requests so far").format(count=QLocale().toString(tally.requests))


def _last(last: Coverage | None, tally: Tally | None, language: Language, now: datetime | None, *, keyed: bool) -> str:
    """What it answered last in this session; where it was not asked in this one, what the record has of an earlier."""
    if last is not None:
        return last_words(last, language)
    if tally is None:
        return NOTHING
    time = _when(tally.last, now)
    if tally.outcome == "ok":
        return translate("SourceRows", "answered, {time}").format(time=time)
    if tally.outcome == "cancelled":
        return translate("SourceRows", "cancelled, {time}").format(time=time)
    if tally.outcome in set(Fault):
        why = cause_of(Fault(tally.outcome), keyed=keyed).in_language(language)
        return translate("SourceRows", "failed, {time}: {why}").format(time=time, why=why)
    return translate("SourceRows", "asked, {time}").format(time=time)


def _when(at: datetime, now: datetime | None) -> str:
    """The time of a day, with the day before it unless that is today."""
    here = at.astimezone()
    time = f"{here:%H:%M}"
    if now is not None and here.date() == now.astimezone().date():
        return time
    return f"{here:%Y-%m-%d} {time}"


def last_words(last: Coverage, language: Language) -> str:
    """What a source answered last: how many offers, how fast and when, or what went wrong and when."""
    time = "" if last.at is None else f"{last.at.astimezone():%H:%M}"
    took = _duration(last.took_s or 0.0)
    match last.state:
        case State.OK:
            words = translate("SourceRows", "{offers} in {took}, {time}")
            return words.format(offers=counted.offers(last.count), took=took, time=time).rstrip(", ，")
        case State.EMPTY:
            return translate("SourceRows", "no offers in {took}, {time}").format(took=took, time=time).rstrip(", ，")
        case State.FAILED:
            why = "" if last.error is None else last.error.in_language(language)
            return translate("SourceRows", "failed, {time}: {why}").format(time=time, why=why).rstrip(": ：")
        case State.TIMED_OUT:
            return translate("SourceRows", "timed out, {time}").format(time=time)
        case State.CANCELLED:
            return translate("SourceRows", "cancelled, {time}").format(time=time)
        case State.NOT_SENT:
            return translate("SourceRows", "not sent, {time}").format(time=time)
        case State.WAITING:
            return translate("SourceRows", "waits for your Send")
        case _:
            return NOTHING


def _duration(seconds: float) -> str:
    if seconds < 10:
        return translate("SourceRows", "{count} ms").format(count=QLocale().toString(round(1000 * seconds)))
    return translate("SourceRows", "{count} s").format(count=QLocale().toString(seconds, "f", 1))


def label_view(manifest: Manifest, language: Language) -> LabelView:
    """The label as the user reads it."""
    title = translate("SourceRows", "Label: {source}").format(source=_in(manifest.name, language))
    return LabelView(title, manifest_lines(manifest, language))


def _send(mode: Mode, *, at_once: bool) -> str:
    return {
        Mode.OFFLINE: NOTHING,
        Mode.API: send_words(at_once=at_once),
        Mode.PAGE: translate("SourceRows", "on click"),
        Mode.LINK_OUT: translate("SourceRows", "link-out"),
    }[mode]


def _in(pair: Mapping[str, str], language: Language) -> str:
    return pair.get(language) or pair.get("en", "")
