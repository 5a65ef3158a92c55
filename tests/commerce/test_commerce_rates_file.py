"""Files of exchange rates: the bank's own are read, all else is refused in a sentence; what was imported is kept."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from standins.offers import NOW
from standins.rates import CSV, RATES

from desktop_client.app.exchange import Exchange
from desktop_client.cli import main
from desktop_client.commerce.prices.rates_file import KeptRates, RatesError, read_rates
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.settings import Settings

XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>
<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender><Cube>{days}</Cube></gesmes:Envelope>"""
DAY = (
    "<Cube time='{day}'><Cube currency='USD' rate='{usd}'/><Cube currency='CNY' rate='8.2000'/>"
    "<Cube currency='JPY' rate='180.00'/></Cube>"
)
DAILY = XML.format(days=DAY.format(day="2026-11-20", usd="1.2500"))
HIST = XML.format(days=DAY.format(day="2026-11-20", usd="1.2500") + DAY.format(day="2026-11-19", usd="9"))
HIST_CSV = "Date,USD,CNY,JPY,CYP,\n2026-11-19,9,8,170,N/A,\n2026-11-20,1.2500,8.2000,180.00,N/A,\n"


def _zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as into:
        for name, text in files.items():
            into.writestr(name.replace("_", "."), text)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        DAILY.encode(),
        HIST.encode(),
        CSV.encode(),
        CSV.replace("\n", "\r\n").encode("utf-8-sig"),
        HIST_CSV.encode(),
        _zipped(eurofxref_csv=CSV),
        _zipped(eurofxref_xml=DAILY, readme_txt="x"),
    ],
)
def test_the_newest_rates_of_the_bank_s_own_files(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "eurofxref"
    file.write_bytes(data)
    assert read_rates(file, NOW) == RATES


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"id,title\n1,Mug\n",
        b"Date,USD\n",
        b"Date,USD\n2026-11-20,N/A\n",
        b"Date,USD\nyesterday,1.1\n",
        b"Date,USD\n2026-13-20,1.1\n",
        b"Date,USD\n2026-11-20,-1\n",
        b"Date,USD\n2026-11-20,0\n",
        b"Date,USD\n2026-11-20,1e99\n",
        b"Date,USD\n2026-11-20,NaN\n",
        b"Date,USD\n2027-11-20,1.1\n",
        b"<html></html>",
        b"<html>",
        b"\xff\xfe\x00\x01",
        b"PK\x03\x04 broken",
        _zipped(a_csv=CSV, b_csv=CSV),
        b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        b'Date,USD\n"' + b"x" * 200_000,
    ],
)
def test_what_has_no_rates_is_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "eurofxref"
    file.write_bytes(data)
    with pytest.raises(RatesError) as told:
        read_rates(file, NOW)
    assert told.value.cause.in_language("zh") != str(told.value.cause)
    assert "eurofxref" in str(told.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RatesError, match="can't be read"):
        read_rates(tmp_path / "none.csv", NOW)


def test_what_was_imported_is_kept(tmp_path: Path) -> None:
    kept = KeptRates(tmp_path / "deep/rates.json")
    assert kept.load() is None
    kept.save(RATES)
    assert kept.load() == RATES
    assert (kept.remove(), kept.remove(), kept.load()) == (True, False, None)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "sidelight-rates", "on": "x", "per_euro": {}}', "\x00"])
def test_a_damaged_file_is_told_and_converts_nothing(tmp_path: Path, text: str) -> None:
    profile = Profile(tmp_path)
    profile.rates.write_text(text)
    settings = Settings(profile.settings)
    exchange = Exchange(profile, settings)
    with pytest.raises(SidelightError, match="damaged"):
        exchange.rates()
    with pytest.raises(SidelightError, match="damaged"):
        exchange.use("CNY")
    assert exchange.conversion() is None


def test_the_command_line(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    file = tmp_path / "eurofxref.zip"
    file.write_bytes(_zipped(eurofxref_csv=HIST_CSV.replace("2026-", "2024-")))

    def said(*words: str) -> dict:
        assert main(["catalog", "rates", *words, "--json", "--profile", str(tmp_path)]) == 0
        return json.loads(capsys.readouterr().out)

    assert said("show") == {"rates": None, "convert_to": None}
    taken = said("import", str(file), "--to", "cny")
    assert taken["convert_to"] == "CNY"
    assert taken["rates"]["on"] == "2024-11-20"
    assert taken["rates"]["stale"] is True
    assert said("show")["rates"]["per_euro"] == {"CNY": "8.2000", "JPY": "180.00", "USD": "1.2500"}
    assert main(["catalog", "rates", "show", "--profile", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "1 EUR = 8.2000 CNY" in printed
    assert "days old; there are newer ones" in printed
    assert said("use", "off")["convert_to"] is None
    assert said("remove") == {"rates": None, "convert_to": None}
    assert main(["catalog", "rates", "import", str(tmp_path / "none"), "--profile", str(tmp_path)]) == 1
    assert "can't be read" in capsys.readouterr().err
