"""The catalogue says what it must of every model, and nothing it can't."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from desktop_client.errors import SidelightError
from desktop_client.inference.catalogue import UrlOrigin, WheelOrigin, catalogue, parse

ROOT = Path(__file__).parents[2]
LICENCES = {"Apache-2.0", "MIT", "LicenseRef-Gemma-Terms", "LicenseRef-Llama-3.2", "LicenseRef-LFM-1.0"}
PAGE = (ROOT / "models" / "catalogue.toml").read_text(encoding="utf-8")


def test_the_starter_speaks_both_languages_and_comes_over_the_package_index() -> None:
    starter = catalogue().starter()
    assert starter.id == "qwen2.5-coder-1.5b"
    assert set(starter.languages) == {"en", "zh"}
    assert isinstance(starter.origin, WheelOrigin)
    assert len(starter.origin.parts) == 22
    assert str(starter.comes_from()) == "the Python package index"


def test_every_model_says_where_its_digest_and_its_memory_figure_come_from() -> None:
    for entry in catalogue().model:
        assert len(entry.origin_of_digest) > 20, entry.id
        assert len(entry.memory_basis) > 20, entry.id
        assert entry.memory_bytes > entry.bytes, entry.id
        assert entry.licence in LICENCES, entry.id
        assert re.search("[一-鿿]", entry.about.zh), entry.id
        assert entry.about.in_language("en") != entry.about.in_language("zh")


def test_there_is_a_choice_for_small_and_large_machines_in_both_languages() -> None:
    every = catalogue().model
    assert len(every) >= 12
    chinese = [entry.memory(8192) for entry in every if "zh" in entry.languages]
    assert min(chinese) < 1_500_000_000
    assert sum(memory < 4_500_000_000 for memory in chinese) >= 5
    assert all(entry.sha256 in PAGE and entry.file.endswith(".gguf") for entry in every)


def test_a_longer_context_takes_more_memory_where_that_is_known() -> None:
    starter, unknown = catalogue().starter(), catalogue().entry("gemma-4-e2b")
    assert starter.memory(2048) == starter.memory_bytes
    assert starter.memory(8192) == starter.memory_bytes + 6144 * 28_672
    assert unknown.memory(8192) == unknown.memory(2048) == unknown.memory_bytes


def test_wheels_hold_about_as_much_as_the_model_and_addresses_name_a_revision() -> None:
    for entry in catalogue().model:
        if isinstance(entry.origin, UrlOrigin):
            assert re.match(r"https://[^/]+/.+/resolve/[0-9a-f]{40}/", entry.origin.url), entry.id
            assert entry.origin.url.endswith(entry.file)
            assert str(entry.comes_from()).startswith("the model hub ")
        else:
            size = sum(part.bytes for part in entry.origin.parts)
            assert 0.8 < size / entry.bytes < 1.05, entry.id
            assert len({part.sha256 for part in entry.origin.parts}) == len(entry.origin.parts)


def test_an_unknown_name_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(SidelightError, match=r"no model called gpt.*qwen2\.5-coder-1\.5b"):
        catalogue().entry("gpt")
    assert catalogue().entry("smollm2").file.startswith("SmolLM2")


def test_a_digest_names_its_model() -> None:
    starter = catalogue().starter()
    assert catalogue().with_digest(starter.sha256) == starter
    assert catalogue().with_digest("0" * 64) is None


@pytest.mark.parametrize(
    ("change", "into"),
    [
        ('id = "smollm2"', 'id = "qwen2.5-coder-0.5b"'),
        ("starter = true", ""),
        ('licence = "Apache-2.0"', 'license = "Apache-2.0"'),
        ('file = "SmolLM2', 'file = "../SmolLM2'),
        ("bytes = 98_362_432", "bytes = -1"),
        ('sha256 = "b179', 'sha256 = "B179'),
        ('kind = "url"', 'kind = "torrent"'),
        ('url = "https://', 'url = "ftp://'),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(change: str, into: str) -> None:
    assert change in PAGE
    with pytest.raises((msgspec.ValidationError, ValueError)):
        parse(PAGE.replace(change, into, 1))


def test_the_wheel_of_sidelight_carries_the_catalogue_under_the_name_that_is_read() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {
        "models/catalogue.toml": "desktop_client/models_catalogue.toml",
        "models/chat_templates.toml": "desktop_client/models_chat_templates.toml",
    }
