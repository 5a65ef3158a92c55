"""The source against a recorded answer: no network, no server."""

from datetime import UTC, datetime

from sidelight_corner import CornerSource

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.sending.request import Response
from desktop_client.commerce.source import Query
from desktop_client.commerce.sources.context import SourceContext

ANSWER = b'{"rows": [{"id": "7", "title": "Oat mask", "cents": 990}, {"id": "8", "title": "Clay mask"}]}'


def test_request_and_offers() -> None:
    """What is sent is the words; what comes is shown as it came, and a missing price is unknown."""
    context = SourceContext(shelf=None, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    search = CornerSource(context).search(Query(ShoppingNeed("face mask"), 20))
    request = next(search)
    assert request.url == "https://api.corner.example/search?q=face%20mask&rows=20"
    try:
        search.send(Response(200, {"content-type": "application/json"}, ANSWER))
    except StopIteration as answered:
        first, second = answered.value.offers
    assert (first.title, first.price.minor) == ("Oat mask", 990)
    assert second.price is None
