"""Imports that PySide does not read along.

Once PySide is loaded it reads the source of every module that is imported, to see whether it may ask for Qt's names in
another spelling (``from __feature__ import snake_case``), and keeps it in memory. No module here asks, and of some
seven hundred that is a tenth of a start. Importing this module ends it: before those that import much.
"""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401 - brings what is changed here

_feature = sys.modules.get("shibokensupport.feature")
# A PySide that asks in another way goes on reading: slower, and nothing else.
if _feature is not None and hasattr(_feature, "_mod_uses_pyside"):
    vars(_feature)["_mod_uses_pyside"] = lambda _: False
