"""Weights of any GPT-2 shape from an integer hash: server/engine/golden/seeded-weights.ts makes the same bits.

A 32-bit hash of tensor and element gives a uniform number of 24 bits; one multiplication and one addition in float64
and one rounding to float32 follow. No logarithm or cosine, whose last bits differ between libraries.
"""

import math
import zlib

import numpy as np


def tensors(shape: dict, seed: int) -> dict[str, np.ndarray]:
    """All tensors by openai-community/gpt2's names. `shape`: n_layer, n_head, n_embd, n_inner, n_positions, vocab_size."""
    return {name: values(name, seed, dims, *spread(name, dims)) for name, dims in dimensions(shape).items()}


def dimensions(shape: dict) -> dict[str, tuple[int, ...]]:
    """Shape of each tensor, in the file's order."""
    d, inner = shape["n_embd"], shape["n_inner"]
    result = {"wte.weight": (shape["vocab_size"], d), "wpe.weight": (shape["n_positions"], d)}
    for layer in range(shape["n_layer"]):
        block = {
            "ln_1.weight": (d,),
            "ln_1.bias": (d,),
            "attn.c_attn.weight": (d, 3 * d),
            "attn.c_attn.bias": (3 * d,),
            "attn.c_proj.weight": (d, d),
            "attn.c_proj.bias": (d,),
            "ln_2.weight": (d,),
            "ln_2.bias": (d,),
            "mlp.c_fc.weight": (d, inner),
            "mlp.c_fc.bias": (inner,),
            "mlp.c_proj.weight": (inner, d),
            "mlp.c_proj.bias": (d,),
        }
        result |= {f"h.{layer}.{name}": dims for name, dims in block.items()}
    return result | {"ln_f.weight": (d,), "ln_f.bias": (d,)}


def spread(name: str, dims: tuple[int, ...]) -> tuple[float, float]:
    """(centre, half width) of a tensor's uniform numbers: every gain, bias and norm is non-trivial."""
    if name.startswith("wte"):
        return 0.0, 0.25
    if name.startswith("wpe"):
        return 0.0, 0.125
    if ".ln_" in name or name.startswith("ln_f"):
        return (1.0, 0.25) if name.endswith("weight") else (0.0, 0.25)
    if name.endswith("bias"):
        return 0.0, 0.125
    # Standard deviation 1 / sqrt(fan in): a sum over the inputs keeps their size.
    return 0.0, math.sqrt(3 / dims[0])


def values(name: str, seed: int, dims: tuple[int, ...], centre: float, half: float) -> np.ndarray:
    """One tensor, float32, row-major."""
    count = math.prod(dims)
    key = np.uint32(mix(np.array([zlib.crc32(name.encode()) ^ seed], dtype=np.uint32))[0])
    hashed = mix(np.arange(count, dtype=np.uint32) ^ key)
    uniform = (hashed >> np.uint32(8)).astype(np.float64) / 2**23 - 1
    return (centre + half * uniform).astype(np.float32).reshape(dims)


def mix(h: np.ndarray) -> np.ndarray:
    """MurmurHash3's finaliser on uint32."""
    with np.errstate(over="ignore"):
        h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))
