"""What an answer says of itself: the line below it, and the details on demand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_client.chat.conversation import Message, Provenance


def footer(message: Message) -> str:
    """Speed and first token of an answer, for the line below it; empty while there is nothing to say."""
    timing = message.provenance.timing if message.provenance else None
    if timing is None or not timing.tokens:
        return ""
    locale = QLocale()
    words = QCoreApplication.translate("Provenance", "{speed} tokens/s · first token {first} s")
    return words.format(
        speed=locale.toString(timing.tokens_per_s, "f", 1), first=locale.toString(timing.first_token_s, "f", 1)
    )


def provenance_text(provenance: Provenance) -> str:
    """Everything that is needed to ask for the answer again, a line each."""
    sampling, timing = provenance.sampling, provenance.timing
    translate = QCoreApplication.translate
    if provenance.by_hand:
        lines = [translate("Provenance", "You edited this answer by hand.")]
        if provenance.model_name:
            before = translate("Provenance", "The version before was made by {name}.")
            lines.append(before.format(name=provenance.model_name))
        return "\n".join(lines)
    lines = [
        translate("Provenance", "Model: {name}").format(name=provenance.model_name),
        translate("Provenance", "Model file SHA-256: {digest}").format(digest=provenance.model_sha256),
        translate("Provenance", "Template SHA-256: {digest}").format(digest=provenance.template_sha256),
        translate("Provenance", "Request SHA-256: {digest}").format(digest=provenance.request_sha256),
        translate("Provenance", "Seed: {seed} · temperature {temperature} · top-p {top_p} · top-k {top_k}").format(
            seed=sampling.seed, temperature=sampling.temperature, top_p=sampling.top_p, top_k=sampling.top_k
        ),
    ]
    if provenance.build:
        lines.append(translate("Provenance", "Engine: {build}").format(build=provenance.build))
    if provenance.continued_from:
        words = translate("Provenance", "The first {count} characters were there before; the rest goes on from them")
        lines.append(words.format(count=provenance.continued_from))
    if timing is not None:
        lines.append(
            translate("Provenance", "Prompt: {prompt} tokens, {evaluated} of them evaluated").format(
                prompt=timing.prompt_tokens, evaluated=timing.evaluated_tokens
            )
        )
        if timing.moved_tokens:
            lines.append(
                translate("Provenance", "{moved} tokens were read while older turns stood before them").format(
                    moved=timing.moved_tokens
                )
            )
        lines.append(
            translate("Provenance", "Answer: {tokens} tokens at {speed:.1f} tokens/s").format(
                tokens=timing.tokens, speed=timing.tokens_per_s
            )
        )
    return "\n".join(lines)
