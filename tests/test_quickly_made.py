"""What is made quickly is the same frozen dataclass as before."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import msgspec
import pytest

from desktop_client.quickly_made import quickly_made


@quickly_made
@dataclass(frozen=True, slots=True)
class Made:
    """With every kind of default."""

    name: str
    size: int = 7
    parts: list[str] = field(default_factory=list)
    none: str | None = None


def test_it_has_what_it_is_given_and_defaults_for_the_rest() -> None:
    assert Made("a") == Made("a", 7, [], None) == Made(name="a", none=None, size=7)
    assert (Made("a", 8).size, Made("a", parts=["b"]).parts, Made("a", none="n").none) == (8, ["b"], "n")
    with pytest.raises(TypeError, match=r"Made\.__init__\(\) missing 1 required positional argument: 'name'"):
        Made()  # type: ignore[call-arg]


def test_what_a_factory_makes_belongs_to_one_alone() -> None:
    assert Made("a").parts is not Made("a").parts


def test_it_is_frozen_and_of_its_own_class() -> None:
    made = Made("a")
    assert type(made) is Made
    with pytest.raises(FrozenInstanceError):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.size  # type: ignore[misc]
    assert not hasattr(made, "__dict__")


def test_it_goes_through_copies_replacing_and_json() -> None:
    made = Made("a", 3, ["b"], "n")
    for again in (copy.deepcopy(made), pickle.loads(pickle.dumps(made)), replace(made, size=3)):
        assert again == made
        assert type(again) is Made
    assert msgspec.json.decode(msgspec.json.encode(made), type=Made) == made
    assert msgspec.json.decode(b'{"name": "a"}', type=Made) == Made("a")
