"""Answers in Markdown, in both languages."""

from __future__ import annotations

from pathlib import Path


def _answers_in(name: str) -> list[str]:
    text = Path(__file__).with_name(f"markdown_answers_{name}.txt").read_text("utf-8")
    return [answer.strip("\n") for answer in text.split("%%%%\n")]


WRITTEN = _answers_in("written")
"""Written by hand: every shape that Markdown has, and how models get them wrong."""

SAID = _answers_in("said")
"""What SmolLM2-135M and Qwen2.5-Coder-1.5B said to everyday questions, cut where the tokens ended."""
