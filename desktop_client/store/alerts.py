"""Price alerts on disk."""

from __future__ import annotations

from datetime import datetime

import msgspec

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Key, Offer
from desktop_client.commerce.prices.alerts import PriceAlert
from desktop_client.store.database import Clock, Database

_ALL = "SELECT source_id, offer_id, title, minor, currency, exponent, met, met_at FROM price_alerts ORDER BY id"


class AlertStore:
    """Implements ``Alerts``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def alerts(self) -> tuple[PriceAlert, ...]:
        """All, the newest last."""
        rows = self._database.read(lambda db: db.execute(_ALL).fetchall())
        return tuple(_alert(*row) for row in rows)

    def watch(self, offer: Offer, at_most: Money) -> None:
        """Want to be told of an offer; takes the place of an alert on it, whether that was met or not."""
        row = (*offer.key, offer.title, at_most.minor, at_most.currency, at_most.exponent, self._clock().isoformat())
        self._database.write(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO price_alerts "
                "(source_id, offer_id, title, minor, currency, exponent, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        )

    def unwatch(self, key: Key) -> None:
        """Want to be told no more."""
        self._database.write(
            lambda db: db.execute("DELETE FROM price_alerts WHERE source_id = ? AND offer_id = ?", key)
        )

    def was_met(self, alert: PriceAlert, price: Money) -> bool:
        """Note that the user is told of this alert; False where they were already, or where it is another by now."""
        met, at_most = msgspec.json.encode(price).decode(), alert.at_most
        changed: int = self._database.write(
            lambda db: (
                db.execute(
                    "UPDATE price_alerts SET met = ?, met_at = ? WHERE source_id = ? AND offer_id = ? "
                    "AND met IS NULL AND minor = ? AND currency = ? AND exponent = ?",
                    (met, self._clock().isoformat(), *alert.key, at_most.minor, at_most.currency, at_most.exponent),
                ).rowcount
            )
        )
        return changed > 0


_MONEY = msgspec.json.Decoder(Money)


def _alert(
    source: str, own: str, title: str, minor: int, currency: str, exponent: int, met: str | None, met_at: str | None
) -> PriceAlert:
    return PriceAlert(
        (source, own),
        title,
        Money(minor, currency, exponent),
        _MONEY.decode(met) if met else None,
        datetime.fromisoformat(met_at) if met_at else None,
    )
