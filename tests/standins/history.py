"""A price history in which nothing was ever seen."""

from __future__ import annotations

from desktop_client.commerce.prices.history import PriceSeen


class NoHistory:
    """Nothing was seen before."""

    def prices(self, key: tuple[str, str]) -> tuple[PriceSeen, ...]:
        return ()

    def prices_of(self, keys) -> dict[tuple[str, str], tuple[PriceSeen, ...]]:
        return dict.fromkeys(keys, ())
