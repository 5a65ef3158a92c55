"""The engine: as fast as llama.cpp's own benchmark on the same file and threads, its cache never wasted, quick to stop.

``python benchmarks/engine.py`` prints one flat JSON object. The two programs stay loaded and take turns of a second or
so, since other work on the machine slows both; a ratio is the median over pairs of processes, ours divided by theirs.
``processor_ratio`` is the same by processor time (Linux only): it holds on a machine that is busy, too. Figures are of
what the window sees: a token counts when it has come through the pipe. ``--runtime`` chooses the build of llama.cpp,
``--beside`` compares it with the other one. Keys begin with the model's name; ``generation_ratio``, ``prompt_ratio``
and ``evaluated_ratio`` are the worst of them. Models that are not in the models folder are left out.
"""

from __future__ import annotations

import argparse
import json
import sys

from engine_figures.asking import Chat, started_engine
from engine_figures.reading_again import dropped_blocks, switching, ten_turns
from engine_figures.speed import Setting, beside_llama_bench, beside_runtime

from desktop_client import paths
from desktop_client.inference.engine import ModelFile
from desktop_client.inference.local import default_threads
from desktop_client.inference.runtimes import AUTO, RUNTIMES

MODELS = {"smollm2": "smollm2-135m", "starter": "qwen2.5-coder-1.5b"}
STOPS = 20


def measure(setting: Setting) -> dict[str, float]:
    """All figures of one model."""
    with started_engine(setting.runtime, setting.threads, keeps=True) as engine:
        chat = Chat(engine, setting.file)
        read_again = {
            "ten_turns_ratio": ten_turns(chat),
            "dropped_block_ratio": dropped_blocks(chat),
            "switching_ratio": switching(chat),
        }
        stops = sorted(chat.stopped(after) for after in range(1, STOPS + 1))
        beside_model_mb = chat.beside_model_mb()
    return {
        "load_s": chat.info.load_s,
        "beside_model_mb": beside_model_mb,
        **read_again,
        "evaluated_ratio": max(read_again.values()),
        "stop_p95_ms": stops[int(len(stops) * 0.95) - 1] * 1000,
        **beside_llama_bench(setting),
    }


def models() -> dict[str, ModelFile]:
    """Those of the two that are here."""
    here = sorted(paths.shared_models().glob("*.gguf"))
    named = {name: next((p for p in here if p.name.lower().startswith(start)), None) for name, start in MODELS.items()}
    # The digest is the engine's to compare with a request's, not to check: any will do.
    return {name: ModelFile(p, p.stem, "00" * 32, p.stat().st_size) for name, p in named.items() if p}


def main() -> None:
    """Print the figures of the models that are here."""
    options = argparse.ArgumentParser(description="Measure the engine beside llama-bench.")
    options.add_argument("--runtime", choices=(AUTO, *RUNTIMES), default=AUTO)
    options.add_argument(
        "--beside", choices=RUNTIMES, help="only compare --runtime with this one, in turn: ratios of its speeds"
    )
    options.add_argument("--threads", type=int, default=default_threads())
    options.add_argument("--pairs", type=int, default=5)
    options.add_argument("--turns", type=int, default=8, help="how often the processes of a pair take turns")
    options.add_argument("--tokens", type=int, default=32, help="how many are generated in a turn")
    options.add_argument("--model", choices=MODELS, action="append", help="only this one")
    chosen = options.parse_args()
    found = {name: file for name, file in models().items() if name in (chosen.model or MODELS)}
    if not found:
        sys.exit(f"No model to measure is in {paths.shared_models()}. Get one with: sidelight models download")
    figures: dict[str, float] = {}
    for name, file in found.items():
        setting = Setting(chosen.runtime, file, chosen.threads, chosen.pairs, chosen.turns, chosen.tokens)
        measured = beside_runtime(setting, chosen.beside) if chosen.beside else measure(setting)
        figures |= {f"{name}_{key}": value for key, value in measured.items()}
    if not chosen.beside:
        for ratio, worst in (("generation_ratio", min), ("prompt_ratio", min), ("evaluated_ratio", max)):
            figures[ratio] = worst(figures[f"{name}_{ratio}"] for name in found)
        figures["threads"] = chosen.threads
    print(json.dumps({key: round(value, 4) for key, value in figures.items()}, indent=2))


if __name__ == "__main__":
    main()
