"""Programs that stand in for the engine's process and misbehave. Each is a command for :class:`LocalEngine`."""

from __future__ import annotations

import sys

_BEGIN = """
import json, os, sys, time
def say(**event): print(json.dumps(event), flush=True)
def heard(): return json.loads(sys.stdin.readline())
def wait(): sys.stdin.read()
say(event="hello", locks=[])
"""
_LOADED = """
say(id=heard()["id"], event="loaded", architecture="odd", context_tokens=99, trained_context_tokens=99,
    template_sha256="", build="")
"""


def child(script: str) -> list[str]:
    """A child that says hello and then does this."""
    return [sys.executable, "-c", _BEGIN + script]


def loaded_child(script: str) -> list[str]:
    """A child that pretends to have loaded the model and then does this; ``command`` is what it is asked first."""
    return child(_LOADED + 'command = heard(); number = command["id"]\n' + script)
