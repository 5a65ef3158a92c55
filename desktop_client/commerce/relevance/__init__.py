"""Searching the shelf: which offers a text is about, the best first. A search, not a suggestion: docs/search.md."""

from desktop_client.commerce.relevance.order import Statistics, by_relevance
from desktop_client.commerce.relevance.query import SearchQuery, read_query

__all__ = ["SearchQuery", "Statistics", "by_relevance", "read_query"]
