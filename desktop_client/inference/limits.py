"""How long the engine's process may be silent before it counts as hung.

One that says nothing at all, or lives without working (:mod:`.pulse`), is over after ``still_s``. One that works has
limits that are generous, since a kill by mistake costs an answer: a slow old machine that is busy with something else
must pass. They grow with what there is to do, measured by the bytes that have to be read.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, and the slowest speeds that still count as alive."""

    start_s: float = 30.0
    """From the start of the process to its first word."""
    load_s: float = 60.0
    load_bytes_per_s: float = 10e6
    still_s: float = 5.0
    """Without a sign of life, or with signs of life alone where there is something to compute."""
    template_s: float = 5.0
    """For the template and the tokenizer, while loading, too."""
    template_bytes_per_s: float = 20e3
    gap_s: float = 60.0
    """For one step: a batch of the prompt, or a token."""
    gap_bytes_per_s: float = 50e6
    token_bytes_per_s: float = 0.5e9
    stop_s: float = 5.0
    """From asking to stop until it has stopped."""

    def load(self, model_bytes: int) -> float:
        """From one sign of life to the next while loading."""
        return self.load_s + model_bytes / self.load_bytes_per_s

    def template(self, prompt_bytes: int) -> float:
        """From messages to tokens."""
        return self.template_s + prompt_bytes / self.template_bytes_per_s

    def gap(self, model_bytes: int) -> float:
        """From one event to the next while computing."""
        return self.gap_s + model_bytes / self.gap_bytes_per_s

    def first_token(self, prompt_bytes: int, model_bytes: int) -> float:
        """From the request to the first token; a prompt has at most one token a byte and is read in batches."""
        batches = 2 + prompt_bytes / 256
        return self.template(prompt_bytes) + batches * self.gap(model_bytes)

    def total(self, prompt_bytes: int, model_bytes: int, max_tokens: int) -> float:
        """From the request to the end of the answer."""
        token = 1.0 + model_bytes / self.token_bytes_per_s
        return self.first_token(prompt_bytes, model_bytes) + self.gap(model_bytes) + max(0, max_tokens) * token
