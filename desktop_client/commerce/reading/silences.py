"""Why nothing is offered beside some messages, in words (promise P14): in the panel as on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop_client.commerce.need import Silence
from desktop_client.wording import Sentence, say

WORDS: Final[Mapping[Silence, Sentence]] = {
    Silence.HEALTH: say("This is a question about health. Beside it nothing is offered for sale."),
    Silence.CRISIS: say(
        "This message sounds as if somebody is in distress. Nothing is offered for sale here. Please talk to someone "
        "you trust, or call an emergency or crisis line where you live."
    ),
    Silence.MINORS: say("This message seems to be by or about a child. Nothing is offered to children."),
    Silence.MEDICINE: say("This is about medicines. Sidelight never offers any; ask a pharmacist or doctor."),
    Silence.MEDICAL_DEVICE: say("This is about medical devices. Sidelight never offers any."),
    Silence.HEALTH_FOOD: say("This is about food sold for its effect on health. Sidelight never offers any."),
    Silence.TOBACCO: say("This is about tobacco or vaping. Sidelight never offers any."),
    Silence.WEAPON: say("This is about weapons. Sidelight never offers any."),
}
"""One or two sentences: what the message is about, and that nothing is sold beside it."""
