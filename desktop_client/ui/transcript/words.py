"""The transcript's own words in the language of the interface."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_client.ui.transcript.entry import Words


def words() -> Words:
    """The words in the language that is chosen now."""
    translate = QCoreApplication.translate
    return Words(
        page=translate("TranscriptView", "Conversation"),
        you=translate("TranscriptView", "You"),
        assistant=translate("TranscriptView", "Assistant"),
        system=translate("TranscriptView", "System"),
        copy=translate("TranscriptView", "Copy"),
        copy_answer=translate("TranscriptView", "Copy answer"),
        copy_question=translate("TranscriptView", "Copy question"),
        copy_code=translate("TranscriptView", "Copy code"),
        edit=translate("TranscriptView", "Edit"),
        edit_question=translate("TranscriptView", "Edit question"),
        edit_answer=translate("TranscriptView", "Edit answer"),
        regenerate=translate("TranscriptView", "Regenerate"),
        regenerate_answer=translate("TranscriptView", "Regenerate answer"),
        answer=translate("TranscriptView", "Answer"),
        answer_question=translate("TranscriptView", "Answer this question"),
        go_on=translate("TranscriptView", "Continue"),
        go_on_answer=translate("TranscriptView", "Continue the answer"),
        details=translate("TranscriptView", "Details"),
        details_answer=translate("TranscriptView", "Details of the answer"),
        previous=translate("TranscriptView", "Previous version"),
        next=translate("TranscriptView", "Next version"),
        show_rest=translate("TranscriptView", "Show more ({count} characters are left)"),
        code=translate("TranscriptView", "code"),
        reasoning=translate("TranscriptView", "Reasoning"),
        show_reasoning=translate("TranscriptView", "Show the reasoning, {count} characters"),
        hide_reasoning=translate("TranscriptView", "Hide the reasoning"),
        thinking=translate("TranscriptView", "Thinking… {count} characters"),
        reading=translate("TranscriptView", "Reading… {done} of {total}"),
        waiting=translate("TranscriptView", "Waiting for the model…"),
        edited=translate("TranscriptView", "Edited by you."),
        stopped=translate("TranscriptView", "Stopped. What was written is kept."),
        stopped_early=translate("TranscriptView", "Stopped before the first word."),
        too_long=translate("TranscriptView", "The answer ends here because it reached its length limit."),
        interrupted=translate("TranscriptView", "Interrupted. What was written is kept."),
        interrupted_because=translate("TranscriptView", "Interrupted: {reason}"),
    )
