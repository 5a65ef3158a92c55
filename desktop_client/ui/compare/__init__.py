"""Pinned offers side by side."""
