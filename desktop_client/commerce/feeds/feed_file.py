"""A feed's file on disk and what lies in it: the file itself, what gzip packed, or the files of a ZIP archive.

Everything that an archive says of itself may be a lie. So its directory is read up to a bound, what comes out is
counted while it comes, and an archive in an archive is not opened at all.
"""

from __future__ import annotations

import gzip
import io
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Final, Self, cast

from desktop_client.commerce.feeds.feed import FeedRefusedError
from desktop_client.commerce.meaning.values import plain
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.wording import say
from desktop_client.wording.system import fault_words

Progress = Callable[[int, int], None]
"""Called with the bytes of the file read so far and in all."""

FAULTS: Final = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, UnicodeError)
"""What reading a file, packed or not, may raise."""

_DIRECTORY_FAULTS: Final = (*FAULTS, struct.error, ValueError, OverflowError)

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_ARCHIVES: Final = (
    (_GZIP, 0, "gzip"), (_ZIP[0], 0, "ZIP"), (_ZIP[1], 0, "ZIP"), (b"BZh", 0, "bzip2"), (b"\xfd7zXZ\0", 0, "xz"),
    (b"7z\xbc\xaf\x27\x1c", 0, "7z"), (b"Rar!\x1a\x07", 0, "RAR"), (b"\x28\xb5\x2f\xfd", 0, "zstd"),
    (b"ustar", 257, "tar"),
)  # fmt: skip
"""How packed files begin, where that stands, and what people call them."""
_LOOKED_AT: Final = 512

_BESIDE: Final = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
"""What systems put into archives by themselves."""
_OFFICE: Final = "[Content_Types].xml"
"""The file that says of a ZIP archive that it is a spreadsheet or another document (ECMA-376, part 2)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to where an archive is unpacked; beyond that it is refused.

    ``ratio`` is how many times its size a file may become, from ``ratio_from`` bytes on; ``unpacked`` how many bytes in
    all; ``entries`` how many files an archive may hold, and ``directory`` how many bytes the list of them.
    """

    ratio: int = 200
    ratio_from: int = 64 * 1024 * 1024
    unpacked: int = 8 * 1024**3
    entries: int = 200
    directory: int = 1024 * 1024


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One file to read as a feed, under its name in the archive; ``packed`` is its size there in bytes."""

    name: str
    packed: int
    entry: zipfile.ZipInfo | None = None


class FeedFile:
    """A feed's file, open. A context manager.

    Raises:
        FeedRefusedError: it can't be opened, is packed in a way that isn't read, or is an archive beyond the limits.
    """

    def __init__(
        self,
        path: Path,
        on_progress: Progress | None = None,
        cancel: threading.Event | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self.path = path
        self._on_progress = on_progress
        self._cancel = cancel
        self._limits = limits
        self._archive: zipfile.ZipFile | None = None
        self._stream: BinaryIO | None = None
        self._part: Part | None = None
        self._read_before = self._unpacked_before = 0
        try:
            self._file = _Counted(path.open("rb"), limits.directory)
        except OSError as fault:
            raise self.unreadable(fault) from fault
        try:
            self.size = path.stat().st_size
            self.packing = self._packing()
            self.parts = self._parts()
        except _DIRECTORY_FAULTS as fault:
            self.close()
            raise self.unreadable(fault) from fault
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; reading on is a fault."""
        if self._archive is not None:
            self._archive.close()
        self._file.close()

    def open(self, part: Part) -> BinaryIO:
        """The unpacked bytes of a part, from its beginning. Parts are read one after another.

        Raises:
            OSError, zipfile.BadZipFile and the like (:data:`FAULTS`): they can't be read.
        """
        self._part = part
        self._file.begin()
        if self._archive is not None and part.entry is not None:
            self._stream = cast("BinaryIO", self._archive.open(part.entry))
        elif self.packing == "gzip":
            self._stream = cast("BinaryIO", gzip.GzipFile(fileobj=self._file))
        else:
            self._stream = self._file.plain()
        return self._stream

    def finish(self) -> None:
        """The part at hand is done with; :meth:`count` says whether it was read."""
        if self._stream is not None and self.packing:
            self._stream.close()
        self._part = self._stream = None

    def count(self) -> None:
        """The part at hand was read to its end: that much of the file is done."""
        if self._part is not None and self._stream is not None:
            self._read_before += self._part.packed
            self._unpacked_before += self._stream.tell()

    def check(self) -> None:
        """Tell the progress, and end here if it was cancelled or the file unpacks beyond reason.

        Raises:
            Cancelled: the reader was told to stop.
            FeedRefusedError: it is made to unpack into more than any disk holds.
        """
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled
        here = 0 if self._part is None else min(self._file.since_begin, self._part.packed)
        if self.packing and self._part is not None and self._stream is not None:
            self._bound(self._unpacked_before + self._stream.tell(), self._read_before + here)
        if self._on_progress is not None:
            self._on_progress(min(self._read_before + here, self.size), self.size)

    def _bound(self, unpacked: int, packed: int) -> None:
        """Refuse what unpacks into too much.

        Raises:
            FeedRefusedError: it does.
        """
        limits = self._limits
        if unpacked > limits.ratio_from and unpacked > limits.ratio * packed:
            raise FeedRefusedError(
                say("{file} unpacks to more than {ratio} times its size.", file=self.path.name, ratio=limits.ratio),
                say("Unpack it yourself if you trust it."),
            )
        if unpacked > limits.unpacked:
            raise FeedRefusedError(
                say("{file} unpacks to more than {limit} GB.", file=self.path.name, limit=limits.unpacked // 1024**3),
                say("Unpack it yourself if you trust it."),
            )

    def unreadable(self, fault: Exception) -> FeedRefusedError:
        """What to say of a fault of the disk or of the packing."""
        return FeedRefusedError(
            say("The feed {file} can't be read: {why}.", file=self.path.name, why=fault_words(fault)),
            say("Check the file and try again."),
        )

    def _packing(self) -> str:
        """``gzip``, ``zip`` or nothing.

        Raises:
            FeedRefusedError: it is packed in another way.
        """
        head = self._file.read(_LOOKED_AT)
        self._file.seek(0)
        kind = _kind(head)
        if kind is None or kind in ("gzip", "ZIP"):
            return (kind or "").lower()
        raise FeedRefusedError(
            say("{file} is packed as {kind}, which isn't read here.", file=self.path.name, kind=kind),
            say("Unpack it, or pack it as gzip or ZIP."),
        )

    def _parts(self) -> tuple[Part, ...]:
        parts = self._entries() if self.packing == "zip" else (Part(self.path.name, self.size),)
        if not self.packing:
            return parts
        for part in parts:
            with self.open(part) as stream:
                kind = _kind(stream.read(_LOOKED_AT))
            if kind is not None:
                raise FeedRefusedError(
                    say("{file} has another archive in it ({name}).", file=self.path.name, name=part.name),
                    say("Unpack it, and import the files that are feeds."),
                )
        self._part = self._stream = None
        return parts

    def _entries(self) -> tuple[Part, ...]:
        """The files of a ZIP archive that may be feeds."""
        self._archive = archive = zipfile.ZipFile(cast("BinaryIO", self._file))
        entries = archive.infolist()
        if any(entry.filename == _OFFICE for entry in entries):
            raise FeedRefusedError(
                say("{file} is a spreadsheet or another office document.", file=self.path.name),
                say("Save the sheet as CSV and import that."),
            )
        found = [entry for entry in entries if not entry.is_dir() and not _is_beside(entry.filename)]
        if len(found) > self._limits.entries:
            raise FeedRefusedError(
                say("{file} holds more than {limit} files.", file=self.path.name, limit=self._limits.entries),
                say("Unpack it, and import the files that are feeds."),
            )
        for entry in found:
            self._readable(entry)
        self._bound(sum(entry.file_size for entry in found), self.size)
        return tuple(Part(plain(entry.filename, 120), entry.compress_size, entry) for entry in found)

    def _readable(self, entry: zipfile.ZipInfo) -> None:
        """Refuse what is locked or packed in a rare way.

        Raises:
            FeedRefusedError: it is.
        """
        if entry.flag_bits & 1:
            raise FeedRefusedError(
                say("{name} in {file} has a password.", name=plain(entry.filename, 120), file=self.path.name),
                say("Unpack it, and import the files that are feeds."),
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FeedRefusedError(
                say(
                    "{name} in {file} is packed in a way that isn't read here.",
                    name=plain(entry.filename, 120),
                    file=self.path.name,
                ),
                say("Unpack it, or pack it as gzip or ZIP."),
            )


def _kind(head: bytes) -> str | None:
    """What a file is packed as, by how it begins."""
    return next((kind for mark, at, kind in _ARCHIVES if head.startswith(mark, at)), None)


def _is_beside(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not parts or parts[-1].startswith(".") or not _BESIDE.isdisjoint(parts)


class _Counted(io.BufferedIOBase):
    """A file that counts what is read of it, and hands out no more at once than the list of an archive may have.

    zipfile asks for an archive's whole list of files at once, however long the archive says that it is.
    """

    def __init__(self, file: BinaryIO, most: int) -> None:
        super().__init__()
        self._file = file
        self._most = most
        self._begun = 0
        self._taken = 0
        self._is_plain = False

    def begin(self) -> None:
        """Count from here; the file stands at its beginning."""
        self._file.seek(0)
        self._taken = 0
        self._is_plain = False

    def plain(self) -> BinaryIO:
        """The file itself, without a detour for each read: where it stands is what was read."""
        self._is_plain = True
        return self._file

    @property
    def since_begin(self) -> int:
        """Bytes read since :meth:`begin`."""
        return self._file.tell() if self._is_plain and not self._file.closed else self._taken

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            size = self._most
        if size > self._most:
            raise zipfile.BadZipFile(f"its list of files has {size} bytes")
        found = self._file.read(size)
        self._taken += len(found)
        return found

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()
