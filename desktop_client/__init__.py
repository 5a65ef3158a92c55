"""Sidelight: a desktop chat client whose shopping suggestions stand apart and can be checked."""

__version__ = "0.1.0"
