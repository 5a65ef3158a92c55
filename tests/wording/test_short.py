"""Foreign titles in sentences of ours are cut, by the room that they take and not by their letters."""

from __future__ import annotations

import pytest

from desktop_client.wording.short import in_short


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Blue kettle", "Blue kettle"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("面" * 30, "面" * 30),
        ("面" * 31, "面" * 29 + "…"),
        ("two\n lines  of it", "two lines of it"),
        ("", ""),
    ],
)
def test_what_is_too_wide_ends_with_an_ellipsis(title: str, short: str) -> None:
    assert in_short(title) == short


def test_a_title_of_a_megabyte_is_not_read_to_its_end() -> None:
    assert len(in_short("best cheap " * 100_000)) <= 60
