"""Exchange: the rates that the user imported, and the currency in which amounts are to be shown as well."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_client import settings as options
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.wording import say

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_client.commerce.prices.rates import Conversion, Rates


class Exchange:
    """The rates of one profile. Nothing here looks anything up: a file comes in by ``take``, and that is all."""

    def __init__(self, profile: Profile, settings: Settings) -> None:
        self._path, self._settings = profile.rates, settings
        self._read: tuple[tuple[int, int] | None, Rates | None] = (None, None)

    def rates(self) -> Rates | None:
        """The rates that are kept; None where none are. Read again only when the file has changed.

        Raises:
            SidelightError: the file is damaged.
        """
        from desktop_client.commerce.prices.rates_file import KeptRates

        try:
            found = self._path.stat()
        except OSError:
            return None
        stamp = (found.st_mtime_ns, found.st_size)
        if self._read[0] != stamp:
            self._read = (stamp, KeptRates(self._path).load())
        return self._read[1]

    @property
    def currency(self) -> str:
        """The currency that the user chose; empty for none."""
        return self._settings.get(options.CONVERT_TO)

    def conversion(self) -> Conversion | None:
        """How amounts in other currencies are to be shown and compared; None unless the user asked for it."""
        from desktop_client.commerce.prices.rates import Conversion

        currency, rates = self.currency, None
        with suppress(SidelightError):
            rates = self.rates() if currency else None
        return Conversion(currency, rates) if rates is not None and currency in rates.currencies else None

    def compared_by(self) -> Rates | None:
        """The rates by which lists compare amounts in different currencies."""
        conversion = self.conversion()
        return conversion.rates if conversion is not None else None

    def take(self, file: Path, now: datetime) -> Rates:
        """Take the newest rates of a file in place of those that are kept. Blocks. ``now`` is aware.

        Raises:
            SidelightError: there are none in it, or they can't be kept.
        """
        from desktop_client.commerce.prices.rates_file import read_rates

        rates = read_rates(file, now)
        self.keep(rates)
        return rates

    def keep(self, rates: Rates) -> None:
        """Keep these rates in place of those that are kept.

        Raises:
            SidelightError: the disk says no.
        """
        from desktop_client.commerce.prices.rates_file import KeptRates

        KeptRates(self._path).save(rates)

    def use(self, currency: str) -> None:
        """Choose the currency in which amounts are shown as well; empty for none.

        Raises:
            SidelightError: the rates don't have it, or the setting can't be kept.
        """
        rates = self.rates() if currency else None
        if currency and (rates is None or currency not in rates.currencies):
            raise SidelightError(
                say("There is no rate for {currency}.", currency=currency),
                say("Import rates first: sidelight catalog rates import FILE.")
                if rates is None
                else say("There are rates for {currencies}.", currencies=", ".join(rates.currencies)),
            )
        self._settings.set(options.CONVERT_TO, currency)

    def forget(self) -> bool:
        """Remove the rates; whether there were any. The chosen currency stays for the next file.

        Raises:
            SidelightError: the disk says no.
        """
        from desktop_client.commerce.prices.rates_file import KeptRates

        return KeptRates(self._path).remove()
