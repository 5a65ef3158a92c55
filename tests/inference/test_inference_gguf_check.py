"""A file is looked at before it is loaded: what it is, what it needs, and in plain words what is wrong with it."""

from __future__ import annotations

import contextlib
import os
import random
import sys
from pathlib import Path

import gguf
import pytest
from inference.tiny_engine import engine_in, model_file
from inference.tiny_gguf import write_model

from desktop_client.inference import gguf_header
from desktop_client.inference.architectures import CHAT_ARCHITECTURES, OTHER_ARCHITECTURES
from desktop_client.inference.engine import EngineError
from desktop_client.inference.ggml_types import TENSOR_TYPES, file_type_name
from desktop_client.inference.gguf_check import LEAST_CONTEXT, check
from desktop_client.inference.wire import FaultError


def test_a_good_file_is_described(tiny: Path) -> None:
    report = check(tiny, available=1 << 40)
    assert report.ok
    assert (report.problem, report.next_step) == (None, None)
    assert (report.architecture, report.name, report.quantization) == ("llama", "Tiny random llama", "F32")
    assert (report.context_tokens, report.usable_context_tokens) == (2048, 2048)
    assert report.size == report.expected_size == tiny.stat().st_size
    assert report.template


def test_what_is_said_of_sizes_agrees_with_the_gguf_library(tiny: Path) -> None:
    read = gguf.GGUFReader(tiny)
    assert check(tiny).tensor_bytes == sum(int(tensor.n_bytes) for tensor in read.tensors)


def test_number_formats_are_those_of_the_gguf_library() -> None:
    theirs = {int(kind): (kind.name, *sizes) for kind, sizes in gguf.constants.GGML_QUANT_SIZES.items()}
    assert theirs == TENSOR_TYPES
    assert file_type_name(15) == "Q4_K_M"
    assert file_type_name(b"15") is None


def test_architectures_of_the_gguf_library_are_known() -> None:
    assert set(gguf.constants.MODEL_ARCH_NAMES.values()) - {"mmproj"} <= CHAT_ARCHITECTURES | OTHER_ARCHITECTURES
    assert not CHAT_ARCHITECTURES & OTHER_ARCHITECTURES


def test_the_context_shrinks_to_the_memory_there_is(tmp_path: Path) -> None:
    path = write_model(tmp_path / "wide.gguf", width=256, context=65536)
    plenty = check(path, available=1 << 40)
    assert plenty.memory_bytes is not None
    assert plenty.usable_context_tokens == 8192
    less = check(path, available=plenty.memory_bytes - 1)
    assert less.ok
    assert less.usable_context_tokens == 4096
    wanted = check(path, context_tokens=65536, available=1 << 40)
    assert wanted.usable_context_tokens == 65536


def test_a_model_for_which_memory_is_too_small_is_refused(tmp_path: Path) -> None:
    report = check(write_model(tmp_path / "tiny.gguf", context=4096), available=5_000_000)
    assert not report.ok
    assert report.usable_context_tokens == LEAST_CONTEXT
    assert str(report.problem) == "tiny.gguf needs about 0.1 GB of memory, and 0.0 GB are free."
    assert report.next_step is not None


def test_a_file_that_may_not_be_read_is_said_so(tiny: Path, tmp_path: Path) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        pytest.skip("root may read everything")
    path = tmp_path / "secret.gguf"
    path.write_bytes(tiny.read_bytes())
    path.chmod(0)
    assert "can't be read" in str(check(path).problem)


def test_a_check_that_takes_too_long_is_a_problem(tiny: Path) -> None:
    report = check(tiny, limit_s=0.0)
    assert not report.ok
    assert "could not be checked" in str(report.problem)


def test_names_in_other_scripts_and_with_odd_characters_work(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "模型 -x 'a' $b\n.gguf"
    path.write_bytes(tiny.read_bytes())
    assert check(path).ok


def test_a_bad_file_does_not_cost_the_model_that_is_loaded(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.gguf").write_bytes(b"")
    with engine_in(tmp_path) as engine:
        engine.load(model_file(tiny))
        number = engine.process_id
        with pytest.raises(EngineError):
            engine.load(model_file(tmp_path / "empty.gguf"))
        assert engine.process_id == number


@pytest.mark.parametrize("seed", range(4))
def test_no_damage_upsets_the_reader(tiny: Path, tmp_path: Path, seed: int) -> None:
    """Facts or a fault, whatever the bytes; anything else would be raised here."""
    dice = random.Random(seed)
    good = tiny.read_bytes()
    end_of_header = good.index(b"output.weight") + 60
    path = tmp_path / "mutant.gguf"
    for _ in range(150):
        data = bytearray(good)
        for _ in range(dice.choice((1, 1, 1, 4, 16))):
            data[dice.randrange(4, end_of_header)] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
        path.write_bytes(data[: dice.choice((len(data), len(data), dice.randrange(len(data))))])
        with contextlib.suppress(FaultError):
            gguf_header.read(path)


@pytest.mark.skipif(sys.platform != "linux", reason="the reader closes itself in on Linux")
def test_the_reader_gets_none_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_client.inference.child import environment

    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("LD_PRELOAD", "evil.so")
    monkeypatch.setenv("PYTHONSTARTUP", "/evil.py")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    given = environment()
    assert given["LANG"] == "zh_CN.UTF-8"
    assert not {"OPENAI_API_KEY", "LD_PRELOAD", "PYTHONSTARTUP", "HOME", "USER"} & set(given)
