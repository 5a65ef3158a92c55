"""``sidelight catalog rates``: exchange rates from a file, and the currency in which amounts are shown as well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop_client.cli.shell import Shell, common
from desktop_client.wording import say

if TYPE_CHECKING:
    from desktop_client.app.exchange import Exchange
    from desktop_client.commerce.prices.rates import Rates


@click.group()
def rates() -> None:
    """Exchange rates from a file of yours; Sidelight never looks them up."""


@rates.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", metavar="C", help="Show amounts in this currency as well (ISO 4217).")
@common
def import_(shell: Shell, file: Path, to: str | None) -> None:
    """Take the newest rates of FILE: the European Central Bank's eurofxref as CSV, XML or zip."""
    from desktop_client.app.parts import utc_now

    exchange = _exchange(shell)
    exchange.take(file, utc_now())
    if to is not None:
        exchange.use(to.upper())
    _print(shell, exchange)


@rates.command()
@common
def show(shell: Shell) -> None:
    """Show what is kept: the day, who made the rates, and each of them."""
    _print(shell, _exchange(shell), each=True)


@rates.command()
@click.argument("currency")
@common
def use(shell: Shell, currency: str) -> None:
    """Show amounts in CURRENCY as well, and compare by it; *off* shows and compares them as they are."""
    exchange = _exchange(shell)
    exchange.use("" if currency.lower() == "off" else currency.upper())
    _print(shell, exchange)


@rates.command()
@common
def remove(shell: Shell) -> None:
    """Forget the rates. Amounts are then shown as they are; a file can be imported again."""
    exchange = _exchange(shell)
    exchange.forget()
    _print(shell, exchange)


def _exchange(shell: Shell) -> Exchange:
    from desktop_client.app.exchange import Exchange

    return Exchange(shell.profile, shell.settings)


def _print(shell: Shell, exchange: Exchange, *, each: bool = False) -> None:
    from desktop_client.app.parts import utc_now

    kept, now = exchange.rates(), utc_now()
    if shell.json:
        shell.print_json(_document(kept, exchange, each=each))
        return
    if kept is None:
        shell.print(shell.text(say("There are no exchange rates; amounts are shown as they are.")))
        return
    about = say(
        "{source}, {day}: {count} currencies.", source=kept.source, day=str(kept.on), count=len(kept.currencies)
    )
    shell.print(shell.text(about))
    if kept.stale(now):
        shell.print(shell.text(say("They are {days} days old; there are newer ones.", days=kept.age_days(now))))
    for code, rate in kept.per_euro if each else ():
        shell.print(f"1 EUR = {rate} {code}")
    if exchange.conversion() is not None:
        words = say("Amounts are shown in {currency} as well.", currency=exchange.currency)
    else:
        words = say("Amounts are shown as they are; “sidelight catalog rates use CNY” changes that.")
    shell.print(shell.text(words))


def _document(kept: Rates | None, exchange: Exchange, *, each: bool) -> dict[str, object]:
    from desktop_client.app.parts import utc_now

    if kept is None:
        return {"rates": None, "convert_to": None}
    about: dict[str, object] = {
        "on": kept.on.isoformat(),
        "source": kept.source,
        "currencies": list(kept.currencies),
        "stale": kept.stale(utc_now()),
    }
    if each:
        about["per_euro"] = {code: str(rate) for code, rate in kept.per_euro}
    conversion = exchange.conversion()
    return {"rates": about, "convert_to": conversion.to if conversion is not None else None}
