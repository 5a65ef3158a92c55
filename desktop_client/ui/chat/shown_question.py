"""A question as the transcript shows it: what was typed, and a line for each file that went with it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_client.chat.attachment import parted


def shown_text(text: str) -> str:
    """The text for the transcript; the model reads the attachments whole."""
    words, attachments = parted(text)
    if not attachments:
        return text
    line = QCoreApplication.translate("ShownQuestion", "Attached: {file} ({count} characters)")
    number = QLocale().toString
    lines = [line.format(file=one.name, count=number(len(one.text))) for one in attachments]
    return "\n".join([words, "", *lines] if words.strip() else lines)
