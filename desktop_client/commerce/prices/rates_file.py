"""Files with rates: those that the European Central Bank publishes, and the one in which Sidelight keeps what it took.

Read are ``eurofxref-daily.xml``, ``eurofxref-hist.xml`` and ``-hist-90d.xml`` (elements ``Cube`` with ``time`` around
such with ``currency`` and ``rate``), ``eurofxref.csv`` (``20 November 2026``) and ``eurofxref-hist.csv``
(``2026-11-20``, ``N/A`` where there is no rate), also as the zip that the bank packs them into. Of many days the newest
is taken. See www.ecb.europa.eu, euro foreign exchange reference rates.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from desktop_client.commerce.prices.rates import EURO, Rates
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, say
from desktop_client.wording.system import fault_words
from desktop_client.wording.unreadable import unreadable_words

ECB = "ECB"
LARGEST = 64 * 1024 * 1024
"""Bytes of a file, unpacked; the bank's longest has about 7 million."""
FORMAT = "sidelight-rates"

_CODE = re.compile(r"[A-Z]{3}")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DAY = re.compile(r"(\d{1,2}) ([A-Za-z]+) (\d{4})")

_NO_RATES = (
    ParseError, DefusedXmlException, UnicodeDecodeError, csv.Error, zipfile.BadZipFile, NotImplementedError,
    RuntimeError, zlib.error, EOFError,
)  # fmt: skip
"""What reading another kind of file ends in; a zip with a password is a ``RuntimeError``."""


class RatesError(SidelightError):
    """A file has no rates that can be used."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(
            why, say("Use eurofxref.zip, eurofxref.csv or eurofxref-daily.xml of the European Central Bank.")
        )


def read_rates(path: Path, now: datetime) -> Rates:
    """The newest rates in a file of the European Central Bank. ``now`` is aware.

    Raises:
        RatesError: it can't be read, or holds no rates.
    """
    try:
        data = _unpacked(path)
        days = _in_xml(data) if data.lstrip()[:1] == b"<" else _in_csv(data.decode("utf-8-sig"))
        newest = max(days, key=lambda found: found[0], default=None)
    except OSError as error:
        raise RatesError(say("{file} can't be read: {why}.", file=path.name, why=fault_words(error))) from error
    except (
        ParseError,
        DefusedXmlException,
        UnicodeDecodeError,
        csv.Error,
        zipfile.BadZipFile,
        NotImplementedError,
    ) as error:
        why = unreadable_words(error)
        raise RatesError(say("{file} is no file with rates: {why}.", file=path.name, why=why)) from error
    if newest is None:
        raise RatesError(say("There are no rates in {file}.", file=path.name))
    day, rates = newest
    if day > now.astimezone(UTC).date() + timedelta(days=1):
        raise RatesError(
            say("The rates in {file} are of a day that is yet to come: {day}.", file=path.name, day=str(day))
        )
    return Rates(day, ECB, tuple(sorted(rates.items())))


class KeptRates:
    """The rates that were imported, as a file of the profile."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Rates | None:
        """What is kept; None where nothing is.

        Raises:
            RatesError: the file is damaged.
        """
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise _damaged(self._path) from error
        try:
            kept = json.loads(text)
            per_euro = {str(code): _rate(str(rate)) for code, rate in kept["per_euro"].items()}
            day = date.fromisoformat(kept["on"])
            if kept["format"] != FORMAT or not per_euro or not all(per_euro.values()):
                raise ValueError("not ours")
            rates = {code: rate for code, rate in per_euro.items() if rate is not None and _CODE.fullmatch(code)}
            return Rates(day, str(kept["source"])[:40], tuple(sorted(rates.items())))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _damaged(self._path) from error

    def save(self, rates: Rates) -> None:
        """Keep rates in place of those that were kept.

        Raises:
            RatesError: the disk says no.
        """
        document = {
            "format": FORMAT,
            "on": rates.on.isoformat(),
            "source": rates.source,
            "per_euro": {code: str(rate) for code, rate in rates.per_euro},
        }
        beside = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(document, indent=1), encoding="utf-8")
            beside.replace(self._path)
        except OSError as error:
            raise RatesError(say("The rates can't be kept: {why}.", why=fault_words(error))) from error

    def remove(self) -> bool:
        """Forget what is kept; whether there was anything.

        Raises:
            RatesError: the disk says no.
        """
        try:
            self._path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise RatesError(say("The rates can't be removed: {why}.", why=fault_words(error))) from error
        return True


def _damaged(path: Path) -> RatesError:
    return RatesError(say("The rates that were kept in {file} are damaged; import them again.", file=path.name))


def _unpacked(path: Path) -> bytes:
    """The file, or the only one in a zip."""
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [info for info in packed.infolist() if info.filename.lower().endswith((".csv", ".xml"))]
            if len(names) != 1:
                raise RatesError(say("There is not exactly one file with rates in {file}.", file=path.name))
            with packed.open(names[0]) as inside:
                data = inside.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise RatesError(say("{file} is too large to be a file with rates.", file=path.name))
    return data


def _in_xml(data: bytes) -> Iterator[tuple[date, dict[str, Decimal]]]:
    """Days and their rates; the day stands on the element around them."""
    rates: dict[str, Decimal] = {}
    for _, element in iterparse(io.BytesIO(data), events=("end",), forbid_dtd=True):
        if element.tag.rpartition("}")[2] != "Cube":
            continue
        rate = _rate(element.get("rate", ""))
        if rate is not None and _CODE.fullmatch(element.get("currency", "")):
            rates[element.get("currency", "")] = rate
        elif "time" in element.attrib:
            day = _day(element.get("time", ""))
            if day is not None and rates:
                yield day, _without_euro(rates)
            rates = {}
            element.clear()


def _in_csv(text: str) -> Iterator[tuple[date, dict[str, Decimal]]]:
    lines = csv.reader(io.StringIO(text, newline=""))
    codes = [cell.strip() for cell in next(lines, [])]
    if not codes or codes[0].lower() != "date":
        return
    for line in lines:
        day = _day(line[0].strip()) if line else None
        pairs = ((code, _rate(cell.strip())) for code, cell in zip(codes[1:], line[1:], strict=False))
        rates = {code: rate for code, rate in pairs if rate is not None and _CODE.fullmatch(code)}
        if day is not None and rates:
            yield day, _without_euro(rates)


def _without_euro(rates: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {code: rate for code, rate in rates.items() if code != EURO}


def _rate(text: str) -> Decimal | None:
    """A rate that something may be worth; None for ``N/A`` and the like."""
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return None
    return rate if rate.is_finite() and rate > 0 and -12 <= rate.adjusted() <= 12 and len(text) < 40 else None


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    written = _DAY.fullmatch(text)
    if written is None or written[2].lower() not in _MONTHS:
        return None
    with suppress(ValueError):
        return date(int(written[3]), _MONTHS.index(written[2].lower()) + 1, int(written[1]))
    return None
