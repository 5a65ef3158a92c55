"""Failures that the user is told in one sentence, with one next step."""

from __future__ import annotations

from desktop_client.wording import Language, Sentence


class SidelightError(Exception):
    """Something that was asked for failed. Carries the cause and one next step, both as sentences.

    The command line prints it on one line and ends with status 1; the window shows both parts.
    Anything else that is raised is a programming fault and is reported as one.
    """

    def __init__(self, cause: Sentence, next_step: Sentence | None = None) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.next_step = next_step

    def in_language(self, language: Language) -> str:
        """Cause and next step as one line in the given language."""
        parts = [self.cause, self.next_step] if self.next_step else [self.cause]
        return (" " if language == "en" else "").join(part.in_language(language) for part in parts)

    def __str__(self) -> str:
        return self.in_language("en")
