"""Frozen dataclasses that are made a million at a time.

A frozen dataclass sets each of its fields through ``object.__setattr__``, which takes four times as long as setting
them. Here one is an unfrozen twin of itself while its fields are set, and then what it is for good.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

T = TypeVar("T")


def quickly_made(cls: type[T]) -> type[T]:
    """Let a frozen dataclass with slots, and without ``__post_init__``, be made as quickly as one that isn't frozen."""
    twin = type(cls.__name__, (), {"__slots__": cls.__slots__})  # type: ignore[attr-defined]
    known: dict[str, Any] = {"_as": object.__setattr__, "_twin": twin, "_own": cls, "_absent": MISSING}
    parameters: list[str] = []
    body = ["_as(self, '__class__', _twin)"]
    for one in fields(cls):  # type: ignore[arg-type]
        parameters.append(f"{one.name}{_default(one, known)}")
        made = one.default_factory is not MISSING
        body.append(f"self.{one.name} = {_made(one.name) if made else one.name}")
    body.append("self.__class__ = _own")
    code = f"def __init__(self, {', '.join(parameters)}):\n    " + "\n    ".join(body)
    exec(code, known)  # noqa: S102 - names of our own classes' fields, as ``dataclasses`` itself does it
    known["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = known["__init__"]  # type: ignore[method-assign]
    return cls


def _default(one: Field[Any], known: dict[str, Any]) -> str:
    """How a parameter ends; what its default is stands in ``known``."""
    if one.default_factory is not MISSING:
        known[f"_make_{one.name}"] = one.default_factory
        return "=_absent"
    if one.default is MISSING:
        return ""
    known[f"_default_{one.name}"] = one.default
    return f"=_default_{one.name}"


def _made(name: str) -> str:
    return f"_make_{name}() if {name} is _absent else {name}"
