"""SQLite: opening, migrations and repositories. The only room that knows SQL."""
