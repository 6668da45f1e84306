"""Golden arrays from TransformerLens: `python models/reference/make_golden.py <case> ...`.

Cases: odd-shape, gpt2-small-shape (both of seeded weights), patchbay-mini (its own files), and those of architectures.py. Writes
golden/<case>.json: logit differences per prompt for each sweep kind and direction, by TransformerLens' own
`patching.get_act_patch_*`, float32 on the CPU; arrays as base64 of little-endian float32. patching_functions.py names the function of
each kind.

HEAD_PATTERN_DEST_SRC of gpt2-small-shape is a sample, with the indices of its cells (row-major in [layer, head, dest, src]):
`random.Random(SEED).sample` of SAMPLED cells among those with src <= dest, in ascending order; the other entries of a pattern
are 0 in every run.

The case `metrics` writes golden/metrics.json: all metrics, see golden_metrics.py.

The case `family` writes golden/family.json: logits of distilgpt2's and gpt2-medium's shapes, their seeded weights rounded
to float16 and bfloat16.
"""

import base64
import json
import os
import random
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import GPT2Config

import architectures
import golden_metrics
import seeded_weights
from lens import gpt2_from_tensors, hooked
from patching_functions import FUNCTIONS

HERE = Path(__file__).resolve().parent
# `npm run test:reference` computes the arrays again elsewhere.
GOLDEN = Path(os.environ.get("GOLDEN_DIR") or HERE / "golden")
SHAPES = {
    "odd-shape": dict(n_layer=3, n_head=5, n_embd=60, n_inner=100, n_positions=32, vocab_size=211),
    "gpt2-small-shape": dict(n_layer=12, n_head=12, n_embd=768, n_inner=3072, n_positions=1024, vocab_size=50257),
}
# Sizes of GPT-2's family, and how the numbers of each are rounded.
FAMILY = {
    "distilgpt2": (dict(SHAPES["gpt2-small-shape"], n_layer=6), torch.float16),
    "gpt2-medium": (dict(SHAPES["gpt2-small-shape"], n_layer=24, n_head=16, n_embd=1024, n_inner=4096), torch.bfloat16),
}
SEED = 7
# Cells of a sweep that is too large to compute and to keep.
SAMPLED = 500
IOI_FORMATS = [
    "When John and Mary went to the shops, {} gave the bag to",
    "When Tom and James went to the park, {} gave the ball to",
    "When Dan and Sid went to the shops, {} gave an apple to",
    "After Martin and Amy went to the park, {} gave a drink to",
]
IOI_NAMES = [(" Mary", " John"), (" Tom", " James"), (" Dan", " Sid"), (" Martin", " Amy")]
FACTS = ("The White House is where the", "The Haunted House is where the", " president", " ghosts")


def main() -> None:
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    for case in sys.argv[1:]:
        if case == "family":
            family()
            continue
        if case == "metrics":
            metrics()
            continue
        if case == "patchbay-mini":
            lens, sets = bundled()
        elif case in architectures.ARCHITECTURES:
            lens, sets = free(case)
        else:
            lens, sets = seeded(case)
        golden = {
            "case": case,
            "versions": {name: version(name) for name in ("torch", "transformer_lens", "transformers")},
            "shape": SHAPES.get(case),
            **({"architecture": architectures.ARCHITECTURES[case]} if case in architectures.ARCHITECTURES else {}),
            "seed": None if case == "patchbay-mini" else SEED,
            "sets": [experiment(lens, case, name, pairs) for name, pairs in sets.items()],
        }
        path = GOLDEN / f"{case}.json"
        path.write_text(json.dumps(golden, indent=1) + "\n")
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)


def seeded(case: str):
    """A model of seeded weights, and sets of random prompts."""
    shape = SHAPES[case]
    tensors = seeded_weights.tensors(shape, SEED)
    lens = hooked(gpt2_from_tensors({k: torch.from_numpy(v) for k, v in tensors.items()}, GPT2Config(**shape, activation_function="gelu_new")))
    rng = random.Random(SEED)
    if case == "odd-shape":
        # First difference at several positions; in the second set at the very first token, as without BOS.
        sets = {"late": prompts(rng, shape, 4, 9, [5, 3, 7, 3]), "first": prompts(rng, shape, 3, 6, [0, 2, 1]), "one": prompts(rng, shape, 1, 7, [4])}
    else:
        sets = {"notebook": prompts(rng, shape, 8, 16, [11] * 8)}
    return lens, {name: with_answers(lens, pairs) for name, pairs in sets.items()}


def free(case: str):
    """A model whose heads together are not as wide as the residual stream, and a set of random prompts."""
    sizes = architectures.ARCHITECTURES[case]
    lens = architectures.hooked(sizes, SEED)
    pairs = prompts(random.Random(SEED), {"vocab_size": sizes["dVocab"]}, 3, 7, [2, 5, 6])
    return lens, {"random": with_answers(lens, pairs)}


def family() -> None:
    """Logits of one pair of prompts for each member."""
    members = {}
    for name, (shape, rounding) in FAMILY.items():
        tensors = {k: torch.from_numpy(v).to(rounding).float() for k, v in seeded_weights.tensors(shape, SEED).items()}
        lens = hooked(gpt2_from_tensors(tensors, GPT2Config(**shape, activation_function="gelu_new")))
        (pair,) = with_answers(lens, prompts(random.Random(SEED), shape, 1, 16, [11]))
        last = {side: lens(torch.tensor([pair[side]]))[0, -1] for side in ("clean", "corrupted")}
        members[name] = {
            "shape": shape,
            "rounding": str(rounding).removeprefix("torch."),
            "pair": pair,
            "baseline": {side: float(row[pair["correct"]] - row[pair["incorrect"]]) for side, row in last.items()},
            "top10": {"ids": last["clean"].topk(10).indices.tolist(), "logits": last["clean"].topk(10).values.tolist()},
        }
        print(name, flush=True)
    versions = {name: version(name) for name in ("torch", "transformer_lens", "transformers")}
    path = GOLDEN / "family.json"
    path.write_text(json.dumps({"versions": versions, "seed": SEED, "models": members}, indent=1) + "\n")


def metrics() -> None:
    """All metrics of a few sweeps, with answers of one token and of sets."""
    odd, odd_sets = seeded("odd-shape")
    mini, mini_sets = bundled()
    late = odd_sets["late"]
    measured = {
        ("odd-shape", "late"): (odd, late),
        ("odd-shape", "one"): (odd, odd_sets["one"]),
        ("odd-shape", "sets, MEAN"): (odd, golden_metrics.with_sets(late, "MEAN", SHAPES["odd-shape"]["vocab_size"])),
        ("odd-shape", "sets, LOGSUMEXP"): (odd, golden_metrics.with_sets(late, "LOGSUMEXP", SHAPES["odd-shape"]["vocab_size"])),
        ("patchbay-mini", "ioi"): (mini, mini_sets["ioi"]),
    }
    sets = [{"case": case, "name": name} | golden_metrics.measure(lens, pairs, packed) for (case, name), (lens, pairs) in measured.items()]
    versions = {name: version(name) for name in ("torch", "transformer_lens", "transformers")}
    path = GOLDEN / "metrics.json"
    path.write_text(json.dumps({"versions": versions, "seed": SEED, "shapes": {"odd-shape": SHAPES["odd-shape"]}, "sets": sets}, indent=1) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)


def prompts(rng: random.Random, shape: dict, count: int, length: int, firsts: list[int]) -> list[dict]:
    """Pairs that differ in one token, at the given positions."""
    pairs = []
    for first in firsts[:count]:
        clean = [rng.randrange(shape["vocab_size"]) for _ in range(length)]
        corrupted = clean.copy()
        corrupted[first] = (clean[first] + 1 + rng.randrange(shape["vocab_size"] - 1)) % shape["vocab_size"]
        pairs.append({"clean": clean, "corrupted": corrupted})
    return pairs


def with_answers(lens, pairs: list[dict]) -> list[dict]:
    """Answers that the two prompts of a pair tell apart most."""
    for pair in pairs:
        change = lens(torch.tensor([pair["clean"]]))[0, -1] - lens(torch.tensor([pair["corrupted"]]))[0, -1]
        pair |= {"correct": int(change.argmax()), "incorrect": int(change.argmin())}
        assert change.max() - change.min() > 1, "the gap is too small to test anything"
    return pairs


def bundled():
    """models/patchbay-mini, and the notebook's two experiments."""
    directory = HERE.parent / "patchbay-mini"
    config = GPT2Config.from_json_file(directory / "config.json")
    lens = hooked(gpt2_from_tensors(load_file(directory / "model.safetensors"), config))
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))

    def pair(clean: str, corrupted: str, correct: str, incorrect: str) -> dict:
        prompt = lambda text: [config.bos_token_id, *tokenizer.encode(text).ids]
        (correct_id,), (incorrect_id,) = tokenizer.encode(correct).ids, tokenizer.encode(incorrect).ids
        texts = {"clean": clean, "corrupted": corrupted, "correct": correct, "incorrect": incorrect}
        return {"texts": texts, "clean": prompt(clean), "corrupted": prompt(corrupted), "correct": correct_id, "incorrect": incorrect_id}

    ioi = []
    for form, (first, second) in zip(IOI_FORMATS, IOI_NAMES):
        ioi.append(pair(form.format(second), form.format(first), first, second))
        ioi.append(pair(form.format(first), form.format(second), second, first))
    return lens, {"ioi": ioi, "facts": [pair(*FACTS)]}


def experiment(lens, case: str, name: str, pairs: list[dict]) -> dict:
    """Everything that is compared for one set of pairs."""
    sides = {side: torch.tensor([pair[side] for pair in pairs]) for side in ("clean", "corrupted")}
    answers = torch.tensor([[pair["correct"], pair["incorrect"]] for pair in pairs])
    runs = {side: lens.run_with_cache(tokens) for side, tokens in sides.items()}

    def logit_diffs(logits: torch.Tensor) -> torch.Tensor:
        picked = logits[:, -1].gather(-1, answers)
        return picked[:, 0] - picked[:, 1]

    # By-position sweeps of the large shape are hours; `npm run bench -- --peer` compares samples of them.
    functions = {k: f for k, f in FUNCTIONS.items() if case != "gpt2-small-shape" or not k.endswith("BY_POS")}
    directions = ["DENOISING"] if case == "gpt2-small-shape" else ["DENOISING", "NOISING"]
    sweeps = {}
    for direction in directions:
        base, source = ("corrupted", "clean") if direction == "DENOISING" else ("clean", "corrupted")
        sweeps[direction] = {
            kind: sweep(function, lens, sides[base], runs[source][1], logit_diffs, sampled_shape(kind, case, lens, sides[base]))
            for kind, function in functions.items()
        }
        print(case, name, direction, flush=True)
    clean_logits, clean_cache = runs["clean"]
    last = clean_logits[:, -1]
    layer = lens.cfg.n_layers // 2
    more = ("q", "k") if case in architectures.ARCHITECTURES else ()
    return {
        "name": name,
        "pairs": pairs,
        "baseline": {side: packed(logit_diffs(runs[side][0])) for side in sides},
        "sweeps": sweeps,
        "top10": [{"ids": row.topk(10).indices.tolist(), "logits": packed(row.topk(10).values), "probabilities": packed(row.softmax(-1).topk(10).values)} for row in last],
        "layer": layer,
        "pattern": packed(clean_cache["pattern", layer].mean(0)),
        "residPre": packed(clean_cache["resid_pre", layer][0]),
        "v": packed(clean_cache["v", layer][0]),
        "z": packed(clean_cache["z", layer][0]),
    } | {activation: packed(clean_cache[activation, layer][0]) for activation in more}


def sampled_shape(kind: str, case: str, lens, base: torch.Tensor) -> list[int] | None:
    """The shape of a sweep of which a sample is computed; None for a sweep that is computed whole."""
    if kind != "HEAD_PATTERN_DEST_SRC" or case != "gpt2-small-shape":
        return None
    return [lens.cfg.n_layers, lens.cfg.n_heads, base.shape[1], base.shape[1]]


def sweep(function, lens, base: torch.Tensor, source_cache, logit_diffs, sampled: list[int] | None) -> dict:
    """One of TransformerLens' sweeps; its metric is the mean, and what each prompt gave is noted on the way."""
    noted = []

    def metric(logits: torch.Tensor) -> torch.Tensor:
        noted.append(logit_diffs(logits))
        return noted[-1].mean()

    if sampled is None:
        shape = list(function(lens, base, source_cache, metric).shape)
        cells = range(int(np.prod(shape)))
    else:
        shape = sampled
        entries = [cell for cell in range(int(np.prod(shape))) if cell % shape[3] <= cell // shape[3] % shape[2]]
        cells = sorted(random.Random(SEED).sample(entries, SAMPLED))
        indices = pd.DataFrame(np.stack(np.unravel_index(cells, shape), axis=1))
        function(lens, base, source_cache, metric, index_axis_names=None, index_df=indices)
    per_prompt = torch.stack(noted).T.contiguous()
    assert per_prompt.shape == (len(base), len(cells)), (per_prompt.shape, shape)
    return {"shape": shape} | ({} if sampled is None else {"cells": cells}) | {"values": packed(per_prompt)}


def packed(values: torch.Tensor) -> str:
    return base64.b64encode(values.contiguous().numpy().astype("<f4").tobytes()).decode()


if __name__ == "__main__":
    main()
