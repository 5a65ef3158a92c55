"""Pinned offers side by side, from the snapshots alone: the shortlist, its table, what the user arranged in it."""
