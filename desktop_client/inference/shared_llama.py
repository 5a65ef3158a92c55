"""llama.cpp's C interface in a library that was built by somebody else: the extension module of ``xllamacpp``.

That package's own interface is a server, which has neither tokens nor its memory of what was read to offer, and opens
a door to the network. But on Linux and macOS its one library shows llama.cpp's functions to everyone, so the child
drives those, by the names that ``llama_cpp`` gives them; on Windows it shows none. A library brings no header along:
what is declared here was read from llama.cpp's ``llama.h`` and is tried against what the library itself says of its
defaults, before anything is handed to it. So a version with another layout is refused, not driven blindly. Of the
structures of parameters only the beginning is declared, and far more room than the rest needs: it is handed back as it
came.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any

VERSION = "2026.10.11549"
"""The version that was tried: another one may have other functions behind the same names."""

_pointer, _int, _uint, _size, _flag = ctypes.c_void_p, ctypes.c_int32, ctypes.c_uint32, ctypes.c_size_t, ctypes.c_bool
_text, _float = ctypes.c_char_p, ctypes.c_float

_Log = ctypes.CFUNCTYPE(None, ctypes.c_int, _text, _pointer)
_Progress = ctypes.CFUNCTYPE(_flag, _float, _pointer)
_Abort = ctypes.CFUNCTYPE(_flag, _pointer)


_Fields = tuple[tuple[str, Any], ...]

_MODEL_HEAD: _Fields = (
    ("devices", _pointer),
    ("tensor_buft_overrides", _pointer),
    ("n_gpu_layers", _int),
    ("split_mode", _int),
    ("load_mode", _int),
    ("lazy_mode", _int),
    ("main_gpu", _int),
    ("tensor_split", _pointer),
    ("progress_callback", _Progress),
    ("progress_callback_user_data", _pointer),
    ("kv_overrides", _pointer),
)


_CONTEXT_HEAD: _Fields = (
    ("n_ctx", _uint),
    ("n_batch", _uint),
    ("n_ubatch", _uint),
    ("n_seq_max", _uint),
    ("n_rs_seq", _uint),
    ("n_outputs_max", _uint),
    ("n_outputs_max_per_seq", _uint),
    ("n_threads", _int),
    ("n_threads_batch", _int),
    ("ctx_type", _int),
    ("rope_scaling_type", _int),
    ("pooling_type", _int),
    ("attention_type", _int),
    ("flash_attn_type", _int),
    ("rope_freq_base", _float),
    ("rope_freq_scale", _float),
    ("yarn_ext_factor", _float),
    ("yarn_attn_factor", _float),
    ("yarn_beta_fast", _float),
    ("yarn_beta_slow", _float),
    ("yarn_orig_ctx", _uint),
    ("defrag_thold", _float),
    ("cb_eval", _pointer),
    ("cb_eval_user_data", _pointer),
    ("type_k", _int),
    ("type_v", _int),
)


class _ModelParameters(ctypes.Structure):
    """``llama_model_params``, as far as it is used."""

    _fields_ = (*_MODEL_HEAD, ("_rest", ctypes.c_uint8 * 160))


class _ContextParameters(ctypes.Structure):
    """``llama_context_params``, as far as it is used."""

    _fields_ = (*_CONTEXT_HEAD, ("_rest", ctypes.c_uint8 * 128))


class _ChainParameters(ctypes.Structure):
    _fields_ = (("no_perf", _flag),)


class _Batch(ctypes.Structure):
    """``llama_batch``."""

    _fields_ = (
        ("n_tokens", _int),
        ("token", _pointer),
        ("embd", _pointer),
        ("pos", _pointer),
        ("n_seq_id", _pointer),
        ("seq_id", _pointer),
        ("logits", _pointer),
    )


_MODEL_DEFAULTS = {
    "devices": None, "tensor_buft_overrides": None, "n_gpu_layers": -1, "split_mode": 1, "load_mode": -1,
    "main_gpu": 0, "tensor_split": None, "progress_callback_user_data": None, "kv_overrides": None,
}  # fmt: skip
_CONTEXT_DEFAULTS = {
    "n_ctx": 512, "n_batch": 2048, "n_ubatch": 512, "n_seq_max": 1, "n_rs_seq": 0,
    "n_outputs_max": 0, "n_outputs_max_per_seq": 1, "n_threads": 4, "n_threads_batch": 4,
    "rope_scaling_type": -1, "pooling_type": -1, "attention_type": -1, "flash_attn_type": -1, "yarn_ext_factor": -1.0,
    "cb_eval": None, "cb_eval_user_data": None, "type_k": 1, "type_v": 1,
}  # fmt: skip

_FUNCTIONS: Mapping[str, tuple[Any, ...]] = {
    # name: (what it returns, what it takes …)
    "llama_backend_init": (None,),
    "llama_log_set": (None, _Log, _pointer),
    "llama_model_default_params": (_ModelParameters,),
    "llama_context_default_params": (_ContextParameters,),
    "llama_sampler_chain_default_params": (_ChainParameters,),
    "llama_model_load_from_file": (_pointer, _text, _ModelParameters),
    "llama_init_from_model": (_pointer, _pointer, _ContextParameters),
    "llama_model_get_vocab": (_pointer, _pointer),
    "llama_model_meta_val_str": (_int, _pointer, _text, _text, _size),
    "llama_model_chat_template": (_text, _pointer, _text),
    "llama_model_n_ctx_train": (_int, _pointer),
    "llama_model_n_swa": (_int, _pointer),
    "llama_model_is_recurrent": (_flag, _pointer),
    "llama_model_is_hybrid": (_flag, _pointer),
    "llama_n_ctx": (_uint, _pointer),
    "llama_set_abort_callback": (None, _pointer, _Abort, _pointer),
    "llama_vocab_n_tokens": (_int, _pointer),
    "llama_vocab_bos": (_int, _pointer),
    "llama_vocab_eos": (_int, _pointer),
    "llama_vocab_get_add_bos": (_flag, _pointer),
    "llama_vocab_get_attr": (_int, _pointer, _int),
    "llama_vocab_get_text": (_text, _pointer, _int),
    "llama_vocab_is_control": (_flag, _pointer, _int),
    "llama_vocab_is_eog": (_flag, _pointer, _int),
    "llama_tokenize": (_int, _pointer, _text, _int, _pointer, _int, _flag, _flag),
    "llama_token_to_piece": (_int, _pointer, _int, _pointer, _int, _int, _flag),
    "llama_batch_get_one": (_Batch, _pointer, _int),
    "llama_decode": (_int, _pointer, _Batch),
    "llama_get_memory": (_pointer, _pointer),
    "llama_memory_clear": (None, _pointer, _flag),
    "llama_memory_can_shift": (_flag, _pointer),
    "llama_memory_seq_rm": (_flag, _pointer, _int, _int, _int),
    "llama_memory_seq_add": (None, _pointer, _int, _int, _int, _int),
    "llama_memory_seq_pos_max": (_int, _pointer, _int),
    "llama_state_seq_get_size": (_size, _pointer, _int),
    "llama_state_seq_get_data": (_size, _pointer, _pointer, _size, _int),
    "llama_state_seq_set_data": (_size, _pointer, _pointer, _size, _int),
    "llama_sampler_chain_init": (_pointer, _ChainParameters),
    "llama_sampler_chain_add": (None, _pointer, _pointer),
    "llama_sampler_free": (None, _pointer),
    "llama_sampler_sample": (_int, _pointer, _pointer, _int),
    "llama_sampler_init_greedy": (_pointer,),
    "llama_sampler_init_dist": (_pointer, _uint),
    "llama_sampler_init_top_k": (_pointer, _int),
    "llama_sampler_init_top_p": (_pointer, _float, _size),
    "llama_sampler_init_min_p": (_pointer, _float, _size),
    "llama_sampler_init_temp": (_pointer, _float),
    "llama_sampler_init_penalties": (_pointer, _int, _int, _float, _float, _float),
}


class SharedLlama:
    """The functions and values of llama.cpp that the child uses, named as in ``llama_cpp.llama_cpp``."""

    LLAMA_LOAD_MODE_NONE = 0
    LLAMA_FLASH_ATTN_TYPE_DISABLED = 0
    LLAMA_FLASH_ATTN_TYPE_ENABLED = 1
    LLAMA_TOKEN_ATTR_UNKNOWN = 1
    LLAMA_TOKEN_ATTR_CONTROL = 8
    GGML_TYPE_F16 = 1
    GGML_TYPE_Q8_0 = 8
    llama_log_callback = _Log
    llama_progress_callback = _Progress
    ggml_abort_callback = _Abort
    llama_batch = _Batch

    def __init__(self, library: Path) -> None:
        """Load the library and try what is declared here against it.

        Raises:
            OSError: it can't be loaded, lacks a function, or has another layout.
        """
        loaded = ctypes.CDLL(str(library))
        for name, (returns, *takes) in _FUNCTIONS.items():
            try:
                function = getattr(loaded, name)
            except AttributeError as error:
                raise OSError(f"{library.name} has no {name}") from error
            function.restype, function.argtypes = returns, takes
            setattr(self, name, function)
        _require(library, loaded.llama_model_default_params(), _MODEL_DEFAULTS)
        _require(library, loaded.llama_context_default_params(), _CONTEXT_DEFAULTS)


def _require(library: Path, parameters: ctypes.Structure, defaults: Mapping[str, object]) -> None:
    for name, expected in defaults.items():
        if (found := getattr(parameters, name)) != expected:
            raise OSError(f"{library.name} has another layout: {name} is {found}, not {expected}")
