"""Small PDF files written by hand: with text, without, locked, and hostile."""

from __future__ import annotations

import zlib
from pathlib import Path

from pypdf import PdfReader, PdfWriter


def objects_to_pdf(*bodies: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s>>\nstream\n" % (len(data), extra) + data + b"\nendstream"


def pdf_of(content: bytes, extra: bytes = b"") -> bytes:
    """One page with this content stream and a font called F1."""
    return objects_to_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        stream(content, extra),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def with_words(words: str) -> bytes:
    return pdf_of(b"BT /F1 12 Tf 72 720 Td (" + words.encode("latin-1") + b") Tj ET")


def without_words() -> bytes:
    return pdf_of(b"0 0 100 100 re f")


def bomb(size: int = 600_000_000) -> bytes:
    """A page whose content unpacks to so many bytes."""
    packer = zlib.compressobj(9)
    block = b"(aaaaaaaaaaaaaaaa) Tj " * 50_000
    packed = b"".join(packer.compress(block) for _ in range(size // len(block)))
    return pdf_of(packed + packer.flush(), b"/Filter /FlateDecode ")


def locked(path: Path, words: str) -> Path:
    source = path.with_suffix(".open.pdf")
    source.write_bytes(with_words(words))
    writer = PdfWriter()
    writer.append(PdfReader(source))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(path)
    return path


def loop() -> bytes:
    """Pages that contain themselves."""
    return objects_to_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>",
    )
