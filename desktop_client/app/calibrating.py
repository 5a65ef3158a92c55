"""Measuring how a model runs best on this computer."""

from __future__ import annotations

import threading
from collections.abc import Callable

from desktop_client import paths
from desktop_client import settings as options
from desktop_client.app.parts import Parts
from desktop_client.inference import calibration
from desktop_client.inference.engine import ModelFile
from desktop_client.inference.local import LocalEngine, cores, default_threads
from desktop_client.inference.tuning import Tuned, Tuning


def calibrate(parts: Parts, model: ModelFile, progress: Callable[[int, int], None], cancel: threading.Event) -> Tuned:
    """Measure how a model runs best here, and run it so from the next load on. Takes a minute or so.

    Raises:
        SidelightError: the model can't be run, or ``cancel`` was set; what held before holds.
    """
    notes, runtime = paths.cache() / "crashed-models.json", parts.settings.get(options.RUNTIME)

    def engine(tuning: Tuning) -> LocalEngine:
        return LocalEngine(notes, runtime=runtime, tuning=tuning, template_of=parts.template_of)

    measure = calibration.measure_with(engine, model, cancel)
    tuned = calibration.calibrate(
        measure, cores=cores(), usual_threads=default_threads(), progress=progress, cancel=cancel
    )
    parts.tunings.keep(model.sha256, tuned)
    return tuned
