"""Failures that the user is told in one sentence, with one next step."""

from __future__ import annotations

import errno

from desktop_client.wording import Language, Sentence, say

_REASONS = {
    errno.ENOENT: say("No such file or directory"),
    errno.EACCES: say("Permission denied"),
    errno.EPERM: say("Operation not permitted"),
    errno.EISDIR: say("Is a directory"),
    errno.ENOTDIR: say("Not a directory"),
    errno.EEXIST: say("File exists"),
    errno.ENOSPC: say("No space left on device"),
    errno.EDQUOT: say("Disk quota exceeded"),
    errno.EROFS: say("Read-only file system"),
    errno.ENAMETOOLONG: say("File name too long"),
    errno.EIO: say("Input/output error"),
}
"""What the system says in English, whatever the language of the window."""


def reason(error: OSError) -> Sentence | str:
    """Why the system refused, to stand in a sentence."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


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
