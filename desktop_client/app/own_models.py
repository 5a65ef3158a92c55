"""Models of the user's own: files that nobody fetched, taken into the models folder or used where they are."""

from __future__ import annotations

from pathlib import Path

from desktop_client import settings as options
from desktop_client.app.parts import Parts
from desktop_client.inference.digests import Report
from desktop_client.inference.gguf_check import require_sound
from desktop_client.inference.library import InstalledModel
from desktop_client.inference.taking_in import require_gguf


def add_model(parts: Parts, file: Path, report: Report | None = None, *, in_place: bool) -> InstalledModel:
    """Use a GGUF file from now on: where it is, or from the models folder, where its bytes get a second name or are
    copied; ``report`` gets bytes done and in all.

    Raises:
        SidelightError: it is no model that can be used, a different file has its name already, or the disk refuses.
    """
    path = file.expanduser().absolute()
    require_gguf(path, any_name=in_place)
    require_sound(path)
    if not in_place:
        return parts.library.add(path, report)
    parts.settings.change(options.IN_PLACE, lambda names: [*(name for name in names if name != str(path)), str(path)])
    return next(model for model in parts.library.installed() if model.path.resolve() == path.resolve())
