"""Where the parts are put together, for the command line (``parts``) and the window (``window``)."""

from desktop_client.app.parts import Parts
from desktop_client.app.switchboard import SwitchesOf

__all__ = ["Parts", "SwitchesOf"]
