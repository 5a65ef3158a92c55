"""Needs, offers and lists as files: JSON, a table, and the evidence from which a list can be made again (P6)."""
