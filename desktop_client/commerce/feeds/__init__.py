"""Readers of product feed files: bytes in, offers and per-row errors out."""
