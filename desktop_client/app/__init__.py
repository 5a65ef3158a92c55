"""Where the parts are put together, for the command line (``parts``) and the window (``window``)."""

from desktop_client.app.parts import Answered, Considered, Parts, SwitchesOf

__all__ = ["Answered", "Considered", "Parts", "SwitchesOf"]
