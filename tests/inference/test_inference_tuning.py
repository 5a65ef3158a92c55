"""How a model is run is measured, kept and used; what cannot be is left out."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from inference.tiny_engine import ask, engine_in, model_file
from inference.tiny_gguf import write_model

from desktop_client.inference.calibration import CalibrationCancelledError, Measured, calibrate, measure_with
from desktop_client.inference.engine import EngineError
from desktop_client.inference.local import LocalEngine
from desktop_client.inference.runtimes import AUTO, LLAMA_CPP_PYTHON, XLLAMACPP, installed
from desktop_client.inference.tuning import Tuned, Tuning, TuningBook
from desktop_client.wording import say

FOUND = Tuned(Tuning(threads=3, batch=512, flash_attention=True, kv_type="q8_0"), 100.0, 10.0, 4)


class Machine:
    """Runs models at speeds that follow from the tuning; ``load`` is other work on it, run by run."""

    def __init__(self, load: list[float] | None = None, **faster: float) -> None:
        self.faster, self.load = faster, load or []
        self.ran: list[Tuning] = []

    def __call__(self, tuning: Tuning) -> Measured:
        self.ran.append(tuning)
        speed = 10.0 / (self.load.pop(0) if self.load else 1.0)
        speed *= self.faster.get(f"threads_{tuning.threads}", 1.0)
        speed *= self.faster.get("flash", 0.5) if tuning.flash_attention else 1.0
        speed *= self.faster.get("q8_0", 0.5) if tuning.kv_type != "f16" else 1.0
        speed *= self.faster.get("batch_512", 1.0) if tuning.batch == 512 else 1.0
        if speed < 0:
            raise EngineError(say("There is not enough memory for {file}.", file="x"))
        return Measured(10 * speed, speed)


def best_of(machine: Machine) -> Tuning:
    return calibrate(machine, cores=4, usual_threads=3).tuning


def test_the_usual_stays_where_nothing_is_better() -> None:
    assert best_of(Machine()) == Tuning(threads=3)


def test_each_gain_is_taken_on_top_of_the_last() -> None:
    machine = Machine(threads_4=1.5, flash=1.2, q8_0=1.1, batch_512=1.2)
    assert best_of(machine) == Tuning(threads=4, batch=512, flash_attention=True, kv_type="q8_0")


def test_a_gain_within_chance_is_none() -> None:
    assert best_of(Machine(threads_4=1.04)) == Tuning(threads=3)


def test_what_cannot_be_run_is_left_out() -> None:
    assert best_of(Machine(flash=-1.0, batch_512=1.3)) == Tuning(threads=3, batch=512)


def test_keys_and_values_are_not_made_small_without_flash_attention() -> None:
    machine = Machine(q8_0=9.0)
    best_of(machine)
    assert all(tuning.is_sound for tuning in machine.ran)


def test_other_work_that_comes_and_goes_does_not_choose() -> None:
    """While the first runs were made something else was busy: each candidate then looks fast beside them."""
    assert best_of(Machine(load=[3.0, 3.0, 2.9])) == Tuning(threads=3)
    quiet_later = Machine(load=[3.0] + [1.0] * 20)
    assert best_of(quiet_later) == Tuning(threads=3)


def test_the_figures_are_those_of_the_best() -> None:
    tuned = calibrate(Machine(threads_4=2.0), cores=4, usual_threads=3)
    assert (tuned.generation_per_s, tuned.prompt_per_s, tuned.cores) == (20.0, 200.0, 4)


def test_it_tells_how_far_it_is_and_can_be_cancelled() -> None:
    told: list[tuple[int, int]] = []
    cancel = threading.Event()

    def progress(done: int, steps: int) -> None:
        told.append((done, steps))
        if done == 2:
            cancel.set()

    with pytest.raises(CalibrationCancelledError):
        calibrate(Machine(), cores=4, usual_threads=3, progress=progress, cancel=cancel)
    assert told == [(0, 7), (1, 7), (2, 7)]


def test_what_was_found_is_kept_per_model_and_can_be_forgotten(tmp_path: Path) -> None:
    book = TuningBook(tmp_path / "new" / "tunings.json", cores=4, build=lambda: "b")
    assert book.get("aa") is None
    book.keep("aa", FOUND)
    book.keep("bb", replace(FOUND, tuning=Tuning()))
    again = TuningBook(tmp_path / "new" / "tunings.json", cores=4, build=lambda: "b")
    assert again.get("aa") == FOUND
    again.forget("aa")
    assert again.get("aa") is None
    assert again.get("bb") is not None


def test_a_measurement_counts_for_as_many_cores_as_it_was_made_with(tmp_path: Path) -> None:
    TuningBook(tmp_path / "t.json", cores=4, build=lambda: "b").keep("aa", FOUND)
    assert TuningBook(tmp_path / "t.json", cores=2, build=lambda: "b").get("aa") is None


def test_a_measurement_counts_for_the_build_it_was_made_with_and_each_keeps_its_own(tmp_path: Path) -> None:
    one, other = (
        TuningBook(tmp_path / "t.json", cores=4, build=lambda build=build: build) for build in ("one", "other")
    )
    one.keep("aa", FOUND)
    assert other.get("aa") is None
    other.keep("aa", replace(FOUND, tuning=Tuning(threads=1)))
    assert one.get("aa") == FOUND
    other.forget("aa")
    assert one.get("aa") == FOUND


def test_another_compilation_or_another_wish_is_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "llama_cpp_python-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: llama-cpp-python\nVersion: 1.0\n")
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    found = set()
    for record in ("llama.so,sha256=aa,1\n", "llama.so,sha256=bb,1\n"):
        (folder / "RECORD").write_text(record)
        assert installed(LLAMA_CPP_PYTHON) == installed(LLAMA_CPP_PYTHON)
        found |= {installed(LLAMA_CPP_PYTHON), installed(AUTO)}
    found.add(installed(XLLAMACPP))
    assert len(found) == 5


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", '{"aa b": 1}', '{"aa b": {"tuning": {}}}', '{"aa b": {"tuning": {"threads": 1, "surprise": 2}}}',
        '{"aa b": {"tuning": {"batch": 7}, "prompt_per_s": 1, "generation_per_s": 1, "cores": 4}}',
        '{"aa b": {"tuning": {"kv_type": "q8_0"}, "prompt_per_s": 1, "generation_per_s": 1, "cores": 4}}',
    ],
)  # fmt: skip
def test_notes_that_make_no_sense_are_as_good_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.json").write_text(text)
    assert TuningBook(tmp_path / "t.json", cores=4, build=lambda: "b").get("aa") is None


def test_the_engine_runs_a_model_as_it_was_found_best_and_says_so(tiny: Path, tmp_path: Path) -> None:
    book = TuningBook(tmp_path / "tunings.json", cores=4, build=lambda: "b")
    model = model_file(tiny)
    with engine_in(tmp_path, tunings=book) as engine:
        usual = engine.load(model).build
        want = ask(engine, "Hi", max_tokens=8)[0]
    book.keep(model.sha256, replace(FOUND, tuning=Tuning(threads=1, batch=512, flash_attention=True)))
    with engine_in(tmp_path, tunings=book) as engine:
        assert engine.load(model).build == f"{usual}, batch 512, flash attention"
        assert ask(engine, "Hi", max_tokens=8)[0] == want
        assert ask(engine, "x" * 700, max_tokens=2)[1].timing.evaluated_tokens > 700


def test_a_way_in_which_the_model_cannot_be_run_is_refused_in_words(tiny: Path, tmp_path: Path) -> None:
    # Its keys are too short for blocks of 32.
    tuning = Tuning(flash_attention=True, kv_type="q8_0")
    with engine_in(tmp_path, tuning=tuning) as engine, pytest.raises(EngineError):
        engine.load(model_file(tiny))


def test_a_real_model_is_measured(tmp_path: Path) -> None:
    model = model_file(write_model(tmp_path / "wide.gguf", width=128, blocks=2))
    measure = measure_with(lambda tuning: LocalEngine(tmp_path / "notes.json", tuning=tuning), model)
    found = measure(Tuning(threads=1))
    assert found.prompt_per_s > 0
    assert found.generation_per_s > 0


def test_a_run_is_ended_in_the_middle_when_it_is_called_off(tmp_path: Path) -> None:
    model = model_file(write_model(tmp_path / "wide.gguf", width=128, blocks=2))
    cancel = threading.Event()
    cancel.set()
    measure = measure_with(lambda tuning: LocalEngine(tmp_path / "notes.json", tuning=tuning), model, cancel)
    with pytest.raises(CalibrationCancelledError):
        measure(Tuning(threads=1))
