"""Changes to JSON that a hostile or broken platform could make, for tests that draw them at random."""

from __future__ import annotations

import copy

from hypothesis import strategies as st

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(value: object, at: tuple = ()) -> list[tuple]:
    """The path of every value in a document, its own included."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, item in inside for place in places(item, (*at, key)))]


def changed(value: object, place: tuple, new: object) -> object:
    """The document with something else in one place."""
    if not place:
        return new
    copied = copy.copy(value)
    copied[place[0]] = changed(value[place[0]], place[1:], new)  # type: ignore[index]
    return copied
