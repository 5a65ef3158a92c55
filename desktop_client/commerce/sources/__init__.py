"""One module a platform, found by the entry-point group ``sidelight.sources``."""
