"""The program that owns llama.cpp: ``python -m desktop_client.inference.worker MODEL.gguf``, started by the engine.

It reads a stranger's file with a large C++ library, so it runs apart from the window, holds no secret, and closes
itself in before it imports that library. This is the only module that does.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
import types
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from desktop_client.inference import sandbox, shared_llama
from desktop_client.inference.kv_memory import KvMemory
from desktop_client.inference.model import Facts, Over, ReadSoFar
from desktop_client.inference.prompt_lookup import MOST, PromptLookup
from desktop_client.inference.runtimes import AUTO, LLAMA_CPP_PYTHON, TRY_OUT, XLLAMACPP, Runtime
from desktop_client.inference.tuning import Tuning
from desktop_client.inference.vocabulary import LlamaVocabulary
from desktop_client.inference.wire import FaultError

_PENALIZED_TOKENS = 64
_RANDOM_SEED = 0xFFFFFFFF
_ABORTED = 2
_COMPLAINTS = (3, 4)  # GGML_LOG_LEVEL_WARN and _ERROR


def open_runtime(wanted: str) -> Runtime:
    """The runtime of this name, or with ``auto`` the first that can be loaded.

    Raises:
        FaultError: ``no_runtime`` if there is none, ``other_runtime`` if it is the one that was asked for by name.
    """
    if wanted != AUTO:
        try:
            return _OPENERS[wanted]()
        except _CANT_BE_LOADED as error:
            raise FaultError("other_runtime", name=wanted, why=str(error)) from error
    for opener in _OPENERS.values():
        try:
            return opener()
        except _CANT_BE_LOADED as error:
            sys.stderr.write(f"{error}\n")
    raise FaultError("no_runtime")


def _llama_cpp_python() -> Runtime:
    """llama_cpp's binding alone: its package would import numpy, Jinja and diskcache, six times as slow."""
    package = types.ModuleType("llama_cpp")
    package.__path__ = [str(_folder_of("llama_cpp"))]
    sys.modules.setdefault("llama_cpp", package)
    import llama_cpp.llama_cpp as llama

    return Runtime(LLAMA_CPP_PYTHON, version(LLAMA_CPP_PYTHON), llama)


def _xllamacpp() -> Runtime:
    """The library alone: importing the package would start its server's module."""
    folder = _folder_of("xllamacpp")
    if (found := version(XLLAMACPP)) != shared_llama.VERSION:
        raise ImportError(f"xllamacpp {found} is not the one that was tried, {shared_llama.VERSION}")
    library = next((file for file in sorted(folder.glob("xllamacpp*")) if file.suffix in (".so", ".pyd")), None)
    if library is None:
        raise ImportError(f"xllamacpp has no library in {folder}")
    return Runtime(XLLAMACPP, found, shared_llama.SharedLlama(library))


def _folder_of(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ImportError(f"{package} is not installed")
    return Path(found.submodule_search_locations[0])


_CANT_BE_LOADED = (OSError, RuntimeError, ImportError)
_OPENERS: Mapping[str, Callable[[], Runtime]] = {LLAMA_CPP_PYTHON: _llama_cpp_python, XLLAMACPP: _xllamacpp}


class LlamaModel:
    """One model and its memory of what it has read, which is used again as far as a prompt allows."""

    def __init__(
        self, runtime: Runtime, path: Path, context_tokens: int, tuning: Tuning, progress: Callable[[float], None]
    ) -> None:
        """Load the file.

        Raises:
            FaultError: ``bad_model`` or ``no_memory``.
        """
        self._llama = llama = runtime.llama
        self._build = runtime.build
        self._log: deque[str] = deque(maxlen=20)
        self._keep_log = llama.llama_log_callback(self._hear_complaint)
        llama.llama_log_set(self._keep_log, None)
        llama.llama_backend_init()
        self._model = self._open(path, progress)
        self._context = self._begin(context_tokens, tuning)
        self._tuning = tuning
        self._kv = KvMemory(llama, self._context)
        self.vocabulary = LlamaVocabulary(llama, self._model)
        self.facts = self._read_facts()
        self._batch: Any = (ctypes.c_int32 * tuning.batch)()
        self._no_scores = ctypes.cast((ctypes.c_int8 * tuning.batch)(), dict(llama.llama_batch._fields_)["logits"])
        self._known: dict[int, bytes] = {}
        self._token_and_guesses = (ctypes.c_int32 * (1 + MOST))()
        self._all_scores = (ctypes.c_int8 * (1 + MOST))(*[1] * (1 + MOST))
        self._batches = [self._batch_of(1 + guesses) for guesses in range(1 + MOST)]
        self._at_a_time = self._tokens_at_a_time()
        # The C library's atoi is the abort callback: it reads "0" or "1" at the address it is given. A callback in
        # Python would be entered some 600 times a token, 1.5 % of a small model's time, and wait for Python's lock.
        self._stop = ctypes.create_string_buffer(b"0")
        c_library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
        self._asked_to_stop = ctypes.cast(c_library.atoi, llama.ggml_abort_callback)
        llama.llama_set_abort_callback(self._context, self._asked_to_stop, ctypes.cast(self._stop, ctypes.c_void_p))

    def _open(self, path: Path, progress: Callable[[float], None]) -> int:
        llama = self._llama

        def report(share: float, _data: object) -> bool:
            progress(share)
            return True

        keep_report = llama.llama_progress_callback(report)
        wanted = llama.llama_model_default_params()
        # Read, not mapped: mapped weights that are repacked for the CPU are in memory twice, a file that changes or
        # shrinks under a mapping changes the answers or kills the process, and loading takes no longer (measured).
        wanted.load_mode = llama.LLAMA_LOAD_MODE_NONE
        wanted.progress_callback = keep_report
        model: int | None = llama.llama_model_load_from_file(os.fsencode(path), wanted)
        if not model:
            raise self._refusal("bad_model")
        return model

    def _begin(self, context_tokens: int, tuning: Tuning) -> int:
        llama = self._llama
        wanted = llama.llama_context_default_params()
        wanted.n_ctx = context_tokens
        wanted.n_batch = wanted.n_ubatch = tuning.batch
        wanted.n_outputs_max = 1 + MOST
        wanted.n_threads = wanted.n_threads_batch = tuning.threads
        # Usually off: on CPUs it makes prompts a quarter faster and answers at some depth half as fast (measured).
        flash = tuning.flash_attention
        wanted.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_ENABLED if flash else llama.LLAMA_FLASH_ATTN_TYPE_DISABLED
        wanted.type_k = wanted.type_v = llama.GGML_TYPE_Q8_0 if tuning.kv_type == "q8_0" else llama.GGML_TYPE_F16
        context: int | None = llama.llama_init_from_model(self._model, wanted)
        if not context:
            raise self._refusal("no_memory")
        return context

    def _batch_of(self, tokens: int) -> Any:
        """The first so many of the token that is sure and the guesses after it, each to be scored."""
        batch = self._llama.llama_batch_get_one(self._token_and_guesses, tokens)
        batch.logits = ctypes.cast(self._all_scores, dict(self._llama.llama_batch._fields_)["logits"])
        return batch

    def _tokens_at_a_time(self) -> int:
        """More than one only where the memory can give back what was guessed wrong: all of it, and at once."""
        llama, model = self._llama, self._model
        fixed = llama.llama_model_is_recurrent(model) or llama.llama_model_is_hybrid(model)
        return 1 if fixed or llama.llama_model_n_swa(model) else 1 + MOST

    def _hear_complaint(self, level: int, text: bytes, _data: object) -> None:
        if level in _COMPLAINTS:
            self._log.append(text.decode(errors="replace"))

    def _refusal(self, code: str) -> FaultError:
        said = "".join(self._log)
        out_of_memory = any(sign in said for sign in ("unable to allocate", "failed to allocate", "bad_alloc"))
        sys.stderr.write(said)
        return FaultError("no_memory" if out_of_memory else code)

    def _read_facts(self) -> Facts:
        llama, vocabulary = self._llama, self.vocabulary
        architecture = ctypes.create_string_buffer(128)
        llama.llama_model_meta_val_str(self._model, b"general.architecture", architecture, len(architecture))
        template: bytes | None = llama.llama_model_chat_template(self._model, None)
        return Facts(
            architecture=architecture.value.decode(errors="replace"),
            context_tokens=llama.llama_n_ctx(self._context),
            trained_context_tokens=llama.llama_model_n_ctx_train(self._model),
            template=template.decode(errors="replace") if template else None,
            bos=vocabulary.text(llama.llama_vocab_bos(vocabulary.handle)),
            eos=vocabulary.text(llama.llama_vocab_eos(vocabulary.handle)),
            build=", ".join(filter(None, (self._build, self._tuning.words))),
        )

    def stop(self) -> None:
        """End what is being computed, in any thread: noticed within one operation of the graph."""
        self._stop[0] = b"1"

    def go(self) -> None:
        """Forget an earlier :meth:`stop`."""
        self._stop[0] = b"0"

    def save(self) -> bytes:
        """See :class:`.model.Model`."""
        return self._kv.save()

    def restore(self, data: bytes) -> int:
        """See :class:`.model.Model`."""
        return self._kv.restore(data)

    def answer(
        self, prompt: list[int], sampling: dict[str, float], *, may_move: bool
    ) -> Iterator[ReadSoFar | bytes | Over]:
        """See :class:`.model.Model`."""
        reused = self._kv.keep_for(prompt, may_move=may_move)
        moved = self._kv.moved
        yield ReadSoFar(reused, reused, moved)
        # The last token goes alone. In a batch with others its figures come out a little different, and then the same
        # request with the same seed would get another answer when the prompt is found in the cache.
        step = self._tuning.batch
        ends = [*range(reused + step, len(prompt) - 1, step), len(prompt) - 1, len(prompt)]
        for end in ends:
            part = prompt[len(self._kv.held) : end]
            if part and not self._evaluate(part, scored=end == len(prompt)):
                yield ReadSoFar(len(self._kv.held), reused, moved)
                yield Over("stopped")
                return
            yield ReadSoFar(end, reused, moved)
        sampler = self._sampler(sampling)
        try:
            yield from self._write(sampler, int(sampling["max_tokens"]))
        finally:
            self._llama.llama_sampler_free(sampler)

    def _write(self, sampler: int, max_tokens: int) -> Iterator[bytes | Over]:
        """One token after the other. This loop is the speed of an answer: nothing in it that need not be.

        The weights have gone through the processor's caches in between, so whatever is touched here comes from memory:
        a call takes some ten times as long as in a loop of its own.

        What seems to be said once more is evaluated ahead, and counts as far as the sampler draws the same. ``held`` is
        what is sure, ``guesses`` what was evaluated after it, ``at`` which of the last scores are the next token's.
        """
        llama, context, held, stop, known = self._llama, self._context, self._kv.held, self._stop, self._known
        sample, decode, tokens = llama.llama_sampler_sample, llama.llama_decode, self._token_and_guesses
        lookup, at = PromptLookup(held), -1
        guesses: list[int] = []
        left = min(max_tokens, self.facts.context_tokens - len(held))
        try:
            while left > 0:
                if stop[0] != b"0":
                    yield Over("stopped")
                    return
                token = sample(sampler, context, at)
                written = known.get(token)
                if written is None:
                    if llama.llama_vocab_is_eog(self.vocabulary.handle, token):
                        yield Over("end")
                        return
                    written = known[token] = self.vocabulary.written(token)
                yield written
                left -= 1
                lookup.add(token)
                if guesses and guesses[0] == token:
                    del guesses[0]
                    at += 1
                elif left:
                    if guesses:
                        self._kv.drop_after_held()
                    room = self.facts.context_tokens - len(held)
                    guesses = lookup.guess(min(self._at_a_time, left, room) - 1)
                    tokens[: 1 + len(guesses)] = [token, *guesses]
                    if (result := decode(context, self._batches[len(guesses)])) != 0:
                        guesses = []
                        self._forget_unsure(result)
                        yield Over("stopped")
                        return
                    at = 0
                else:
                    break
                held.append(token)
            yield Over("length")
        finally:
            if guesses:
                self._kv.drop_after_held()

    def _evaluate(self, tokens: list[int], *, scored: bool) -> bool:
        """Read more of the prompt; False if it was stopped. ``scored`` if the next token is to be drawn after it.

        Raises:
            FaultError: llama.cpp failed.
        """
        llama = self._llama
        self._batch[: len(tokens)] = tokens
        batch = llama.llama_batch_get_one(self._batch, len(tokens))
        if not scored:
            # llama.cpp would score the whole vocabulary after each batch: a fifth of a token's time with a small model.
            batch.logits = self._no_scores
        result = _ABORTED if self._stop[0] != b"0" else llama.llama_decode(self._context, batch)
        if result != 0:
            self._forget_unsure(result)
            return False
        self._kv.held += tokens
        return True

    def _forget_unsure(self, result: int) -> None:
        """After an evaluation that did not end well: keep only what is surely in memory."""
        self._kv.drop_after_held()
        if result != _ABORTED:
            raise self._refusal("failed")

    def _sampler(self, sampling: dict[str, float]) -> int:
        """llama.cpp's chain for these settings.

        Repetition is penalised within the answer, not against the prompt. The penalty only lowers, and at most so many
        tokens, so looking at that many more than ``top_k`` gives the same choice as the whole vocabulary, much faster.
        """
        llama = self._llama
        chain: int = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        greedy = sampling["temperature"] == 0
        top_k = 1 if greedy else max(0, int(sampling["top_k"]))
        penalty = sampling["repeat_penalty"]
        links = []
        if penalty != 1:
            if top_k and penalty > 1:
                links.append(llama.llama_sampler_init_top_k(top_k + _PENALIZED_TOKENS))
            links.append(llama.llama_sampler_init_penalties(self.vocabulary.size, _PENALIZED_TOKENS, penalty, 0.0, 0.0))
        if top_k:
            links.append(llama.llama_sampler_init_top_k(top_k))
        if greedy:
            links.append(llama.llama_sampler_init_greedy())
        else:
            seed = int(sampling["seed"]) & _RANDOM_SEED
            links += [
                llama.llama_sampler_init_top_p(sampling["top_p"], 1),
                llama.llama_sampler_init_min_p(sampling["min_p"], 1),
                llama.llama_sampler_init_temp(sampling["temperature"]),
                # That one number means "draw a seed", which nobody asked for.
                llama.llama_sampler_init_dist(0 if seed == _RANDOM_SEED else seed),
            ]
        for link in links:
            llama.llama_sampler_chain_add(chain, link)
        return chain


def load(
    runtime: str, path: Path, context_tokens: int, tuning: Tuning, progress: Callable[[float], None]
) -> LlamaModel:
    """Load a model with llama.cpp; see :data:`.model.Loader`."""
    return LlamaModel(open_runtime(runtime), path, context_tokens, tuning, progress)


def _try_out(name: str) -> None:
    try:
        runtime = open_runtime(name)
    except FaultError as fault:
        sys.exit(str(fault.values.get("why", fault.code)))
    runtime.llama.llama_backend_init()
    sys.stdout.write(f"{runtime.build}\n")


def main(arguments: Sequence[str]) -> None:
    """Serve the parent on the standard streams until it closes them; reads the one file that is named."""
    if arguments[0] == TRY_OUT:
        _try_out(arguments[1])
        return
    # Whatever else writes to standard output or reads from standard input must not reach the parent's pipes.
    commands = os.fdopen(os.dup(0), "rb")
    events = os.dup(1)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    locks = sandbox.close_in([Path(arguments[0])])
    from desktop_client.inference.serving import Server

    server = Server(commands, events, load)
    server.say(event="hello", pid=os.getpid(), locks=locks)
    server.serve()


if __name__ == "__main__":
    main(sys.argv[1:])
