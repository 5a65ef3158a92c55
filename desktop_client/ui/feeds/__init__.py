"""Feeds in the window: what is on the shelf, taking a file in, taking a feed off again."""
