"""What the engine bears: random damage to headers, a rough user, models that come and go.

``benchmarks/run robustness [--model FILE] [--runtime NAME]`` gives counts and ratios; any crash of this process, and
any sentence or letter that is missing, ends it. The tests do a tenth of it.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from inference.rough_handling import RoughUser, load_mutants, resident_bytes
from inference.tiny_engine import ask, driven_by, engine_in, model_file
from inference.tiny_gguf import write_model

from desktop_client.chat.turn import Turns
from desktop_client.inference.runtimes import AUTO, RUNTIMES
from desktop_client.inference.saved_states import StateFolder
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store


def mutants(folder: Path, count: int) -> dict[str, int]:
    """Load so many damaged models, then a good one."""
    good = write_model(folder / "good.gguf")
    with engine_in(folder) as engine:
        told = load_mutants(engine, folder, good.read_bytes(), random.Random(7), count)
        if told.total() != count:
            raise RuntimeError(f"{count - told.total()} damaged models without a sentence")
        engine.load(model_file(good))
        ask(engine, "Hi")
    return {f"mutants_{what}": told[what] for what in ("refused", "crashed", "loaded")}


def steps(folder: Path, count: int, model: Path | None = None) -> dict[str, int]:
    """So many steps of a user who does anything at any moment, with a model that says any byte, or a real one."""
    model = model or write_model(folder / "bytes.gguf", says=range(256))
    with (
        open_store(Profile(folder / "profile")) as store,
        engine_in(folder, states=StateFolder(folder / "states"), worth_s=0.0) as engine,
    ):
        engine.load(model_file(model))
        user = RoughUser(Turns(store.conversations, engine), store.conversations, engine, random.Random(7))
        for number in range(count):
            user.step()
            if number % 100 == 0:
                print(f"{number} of {count} steps", file=sys.stderr)
    return {f"steps_{what.replace(' ', '_')}": times for what, times in sorted(user.did.items())}


def rounds(folder: Path, count: int, model: Path | None = None) -> dict[str, float]:
    """This process's memory after so many loads and ejects ÷ after the first few."""
    good = model or write_model(folder / "good.gguf")
    sizes = []
    with engine_in(folder) as engine:
        for _ in range(count):
            engine.load(model_file(good))
            ask(engine, "Hi")
            engine.eject()
            gc.collect()
            sizes.append(resident_bytes())
    return {"memory_after_rounds_ratio": sizes[-1] / sizes[min(2, count - 1)]}


def main() -> None:
    """Print the figures; what goes wrong ends it."""
    options = argparse.ArgumentParser(description="Handle the engine roughly.")
    options.add_argument("--mutants", type=int, default=500)
    options.add_argument("--steps", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--model", type=Path, help="a real model for the steps and the rounds")
    options.add_argument("--runtime", choices=(AUTO, *RUNTIMES), default=AUTO)
    chosen = options.parse_args()
    works = (
        lambda folder: mutants(folder, chosen.mutants),
        lambda folder: steps(folder, chosen.steps, chosen.model),
        lambda folder: rounds(folder, chosen.rounds, chosen.model),
    )
    figures: dict[str, float] = {}
    for work in works:
        with tempfile.TemporaryDirectory() as folder, driven_by(chosen.runtime):
            figures |= work(Path(folder))
            print(figures, file=sys.stderr)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
