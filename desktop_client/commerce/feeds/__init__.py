"""Readers of product feed files: bytes in, offers and per-row errors out.

>>> with read_feed(path, now=now) as reading:
...     for found in reading:  # FeedRow or FeedError
"""

from desktop_client.commerce.feeds.feed import FeedError, FeedFormat, FeedNote, FeedRefusedError, FeedRow
from desktop_client.commerce.feeds.reading import FeedReading, read_feed

__all__ = ["FeedError", "FeedFormat", "FeedNote", "FeedReading", "FeedRefusedError", "FeedRow", "read_feed"]
