"""Noise on embeddings and steering vectors, computed by TransformerLens' hooks: `python models/reference/make_tracing.py`.

Writes golden/tracing.json: for odd-shape and patchbay-mini, on the prompt pairs of their own golden files, the logit
difference of each prompt:

- Noise: the corrupted run is the clean prompts with noise added at `hook_embed` at chosen positions. Its standard deviation is a
  multiple of that of all entries of the model's token embedding as its file has it. Each number comes from a hash of seed, sample, pair, position
  and index (see `noise`). Patches are applied in each sample's run, and results are averaged over samples.
- Steering: a vector is added to an activation of the base run, at given positions and heads.
"""

import json
import random
import sys

import numpy as np
import torch
from safetensors.torch import load_file

import make_golden
from make_golden import GOLDEN, packed
import seeded_weights
from make_interventions import HEAD_SITES, HOOKS, Lab, index, load
from seeded_weights import mix

SEED = 13
SITES = ("RESID_PRE", "RESID_MID", "RESID_POST", "ATTN_OUT", "MLP_OUT", "Z", "Q", "K", "V")
SETS = {"odd-shape": ["late", "first"], "patchbay-mini": ["ioi"]}
STEERED = ("RESID_PRE", "RESID_MID", "RESID_POST", "Z", "Q", "K", "V")


def main() -> None:
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    cases = []
    for case, names in SETS.items():
        lens, sets = load(case)
        std = embedding_std(case)
        for name in names:
            drawn = random.Random(f"{SEED} {case} {name}")
            cases.append(
                {
                    "case": case,
                    "set": name,
                    "pairs": sets[name],
                    "embeddingStd": std,
                    "noise": [noised(lens, sets[name], std, drawn) for _ in range(6)],
                    "steering": [steered(lens, sets[name], drawn, site) for site in STEERED],
                }
            )
            print(case, name, flush=True)
    path = GOLDEN / "tracing.json"
    path.write_text(json.dumps({"cases": cases}, indent=1) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)


def embedding_std(case: str) -> float:
    """Of the weights as they are in the file; TransformerLens centres each row of its copy."""
    if case == "patchbay-mini":
        weights = load_file(make_golden.HERE.parent / case / "model.safetensors")
        (embedding,) = [tensor.numpy() for name, tensor in weights.items() if name.endswith("wte.weight")]
    else:
        embedding = seeded_weights.tensors(make_golden.SHAPES[case], make_golden.SEED)["wte.weight"]
    return float(embedding.astype(np.float64).std())


def noise(seed: int, sample: int, pair: int, position: int, width: int) -> np.ndarray:
    """Standard normal numbers: Box and Muller from two hashes each."""
    one = lambda value: int(mix(np.array([value & 0xFFFFFFFF], dtype=np.uint32))[0])
    key = one(seed)
    for part in (sample, pair, position):
        key = one(key ^ part)
    at = np.arange(2 * width, dtype=np.uint32) ^ np.uint32(key)
    uniform = ((mix(at) >> np.uint32(8)).astype(np.float64) + 0.5) / 2**24
    return np.sqrt(-2 * np.log(uniform[0::2])) * np.cos(2 * np.pi * uniform[1::2])


def noised(lens, pairs: list[dict], std: float, drawn: random.Random) -> dict:
    cfg = lens.cfg
    length = len(pairs[0]["clean"])
    positions = sorted(drawn.sample(range(length), 2))
    multiple, seed, samples = drawn.choice([0.5, 3.0]), drawn.randrange(2**31), 2
    direction = drawn.choice(["DENOISING", "NOISING"])
    sites = []
    while len(sites) < 3:
        site = drawn.choice(SITES)
        chosen = {
            "site": site,
            "layer": drawn.randrange(cfg.n_layers),
            "head": drawn.randrange(cfg.n_heads) if site in HEAD_SITES else None,
            "position": drawn.choice([None, drawn.randrange(length)]),
            "src": None,
        }
        if chosen not in sites:
            sites.append(chosen)
    clean = torch.tensor([pair["clean"] for pair in pairs])
    answers = torch.tensor([[pair["correct"], pair["incorrect"]] for pair in pairs])
    totals = {"base": 0, "source": 0, "patched": 0}
    for sample in range(samples):
        rows = np.zeros((len(pairs), length, cfg.d_model))
        for pair in range(len(pairs)):
            for position in positions:
                rows[pair, position] = multiple * std * noise(seed, sample, pair, position, cfg.d_model)
        added = torch.tensor(rows, dtype=torch.float32)
        corrupt = [("hook_embed", lambda activation, hook: activation + added)]

        def run(base_is_noisy: bool, hooks=()):
            """Logits, and the cache, of the clean prompts with or without noise."""
            with lens.hooks(fwd_hooks=[*(corrupt if base_is_noisy else []), *hooks]):
                return lens.run_with_cache(clean)

        is_noisy = direction == "DENOISING"
        base, _ = run(is_noisy)
        source, values = run(not is_noisy)
        hooks = [setter(site, values) for site in sites]
        patched, _ = run(is_noisy, hooks)
        for what, logits in (("base", base), ("source", source), ("patched", patched)):
            picked = logits[:, -1].gather(-1, answers)
            totals[what] = totals[what] + (picked[:, 0] - picked[:, 1]).double() / samples
    choices = {"positions": positions, "multiple": multiple, "samples": samples, "seed": seed}
    return {"direction": direction, "sites": sites, "noise": choices, **{what: packed(total.float()) for what, total in totals.items()}}


def setter(site: dict, values):
    name = HOOKS[site["site"]].format(site["layer"])
    at = index(site)

    def hook(activation, hook):
        activation[at] = values[name][at]
        return activation

    return name, hook


def steered(lens, pairs: list[dict], drawn: random.Random, site: str) -> dict:
    cfg = lens.cfg
    direction = drawn.choice(["DENOISING", "NOISING"])
    lab = Lab(lens, pairs, direction)
    layer = drawn.randrange(cfg.n_layers)
    length = len(pairs[0]["clean"])
    width = cfg.d_head if site in HEAD_SITES else cfg.d_model
    vector = [round(drawn.gauss(0, 1), 6) for _ in range(width)]
    heads = drawn.sample(range(cfg.n_heads), 2) if site in HEAD_SITES else [None, None]
    sites = [
        {"site": site, "layer": layer, "head": head, "position": position, "src": None}
        for head, position in zip(heads, drawn.sample(range(length), 2))
    ]
    added = torch.tensor(vector, dtype=torch.float32)

    def adder(one: dict):
        def hook(activation, hook):
            activation[index(one)] += added
            return activation

        return HOOKS[site].format(layer), hook

    return {"direction": direction, "sites": sites, "vector": vector, "patched": packed(lab.run([adder(one) for one in sites]))}


if __name__ == "__main__":
    sys.exit(main())
