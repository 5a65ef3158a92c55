"""What the operating system says of a fault, in the language of the interface; its own words are English."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

from desktop_client.wording import Sentence, say

_KNOWN: Final[Mapping[int, Sentence]] = {
    errno.ENOENT: say("No such file or directory"),
    errno.EACCES: say("Permission denied"),
    errno.EPERM: say("Operation not permitted"),
    errno.EISDIR: say("Is a directory"),
    errno.ENOTDIR: say("Not a directory"),
    errno.ENOSPC: say("No space left on device"),
    errno.EDQUOT: say("Disk quota exceeded"),
    errno.EROFS: say("Read-only file system"),
    errno.EIO: say("Input/output error"),
    errno.EFBIG: say("File too large"),
    errno.ENAMETOOLONG: say("File name too long"),
    errno.EEXIST: say("File exists"),
    errno.EMFILE: say("Too many open files"),
}


def fault_words(error: Exception) -> Sentence | str:
    """Why the system could not do it; as it says so itself where that is rare."""
    known = _KNOWN.get(error.errno or 0) if isinstance(error, OSError) else None
    return known or getattr(error, "strerror", None) or str(error) or type(error).__name__
