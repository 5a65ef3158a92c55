"""Why the panel stays empty beside some messages, in words (promise P14)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_client.commerce.need import Silence

translate = QCoreApplication.translate


def silence_words(silence: Silence) -> str:
    """One or two sentences: what the message is about, and that nothing is sold beside it."""
    match silence:
        case Silence.HEALTH:
            return translate("Silence", "This is a question about health. Beside it nothing is offered for sale.")
        case Silence.CRISIS:
            return translate(
                "Silence",
                "This message sounds as if somebody is in distress. Nothing is offered for sale here. Please talk to "
                "someone you trust, or call an emergency or crisis line where you live.",
            )
        case Silence.MINORS:
            return translate("Silence", "This message seems to be by or about a child. Nothing is offered to children.")
        case Silence.MEDICINE:
            return translate(
                "Silence", "This is about medicines. Sidelight never offers any; ask a pharmacist or doctor."
            )
        case Silence.MEDICAL_DEVICE:
            return translate("Silence", "This is about medical devices. Sidelight never offers any.")
        case Silence.HEALTH_FOOD:
            return translate("Silence", "This is about food sold for its effect on health. Sidelight never offers any.")
        case Silence.TOBACCO:
            return translate("Silence", "This is about tobacco or vaping. Sidelight never offers any.")
        case Silence.WEAPON:
            return translate("Silence", "This is about weapons. Sidelight never offers any.")
