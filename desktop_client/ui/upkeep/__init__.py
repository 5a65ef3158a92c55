"""Backups, the check of the database, and what to do when it is damaged."""
