"""Sentences of other rooms in the language of the interface, for widgets that show the same words as files do."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop_client.wording import Language, Sentence, language_of_locale


def language() -> Language:
    """The interface's language: that of Qt's default locale, which is set once at the start."""
    return language_of_locale(QLocale().name())


def spoken(sentence: Sentence) -> str:
    """A sentence in that language."""
    return sentence.in_language(language())
