"""Choosing, fetching and checking a model."""
