"""What runs hold without patching, computed by TransformerLens: `python models/reference/make_reading.py`.

Writes golden/reading.json: for odd-shape, wide-heads and patchbay-mini, on the prompt pairs of their own golden files, by side:

- Logit lens: `resid_pre` and `resid_mid` of every layer and `resid_post` of the last one, at every position, through `ln_final` and
  `unembed`. Logit difference, log-probability and rank of the answers, and the three most probable tokens.
- Direct logit attribution of heads by source position: pattern[dest, src] * (v[src] @ W_O) at the last destination, along the
  difference of the answers' unembeddings, divided by `ln_final.hook_scale`. Of the neurons of the last MLP: `mlp.hook_post` at the last
  position times their row of `W_out`, likewise.
- Mean attention patterns of seeded heads, weighted by the norm of v[src] and by that of v[src] @ W_O.
"""

import json
import random
import sys

import torch

from make_golden import GOLDEN, packed
from make_interventions import SETS, Lab, load

SEED = 12
TOP = 3
HEADS = 3


def main() -> None:
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    cases = []
    for case, names in SETS.items():
        lens, sets = load(case)
        for name in names:
            lab = Lab(lens, sets[name], "DENOISING")
            drawn = random.Random(f"{SEED} {case} {name}")
            heads = [(drawn.randrange(lens.cfg.n_layers), drawn.randrange(lens.cfg.n_heads)) for _ in range(HEADS)]
            sides = {side: read(lab, side, heads) for side in lab.tokens}
            cases.append({"case": case, "set": name, "pairs": sets[name], "sides": sides})
            print(case, name, flush=True)
    path = GOLDEN / "reading.json"
    path.write_text(json.dumps({"cases": cases}, indent=1) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)


def read(lab: Lab, side: str, heads: list[tuple[int, int]]) -> dict:
    return {
        "lens": logit_lens(lab, side),
        "headsBySource": packed(heads_by_source(lab, side)),
        "neurons": packed(neurons(lab, side)),
        "patterns": [
            {"layer": layer, "head": head, "weighting": weighting, "values": packed(weighted(lab, side, layer, head, weighting))}
            for layer, head in heads
            for weighting in ("VALUE_NORM", "OUTPUT_NORM")
        ],
    }


def logit_lens(lab: Lab, side: str) -> dict:
    """Arrays [prompt, stage, position]; tokens [prompt, stage, position, top]."""
    lens, cache = lab.lens, lab.caches[side]
    names = [name for layer in range(lens.cfg.n_layers) for name in (("resid_pre", layer), ("resid_mid", layer))]
    stages = [cache[name] for name in names] + [cache["resid_post", lens.cfg.n_layers - 1]]
    logits = torch.stack([lens.unembed(lens.ln_final(stage)) for stage in stages], 1)
    pick = lambda column: logits.gather(-1, lab.answers[:, None, None, column : column + 1].expand(*logits.shape[:3], 1))
    correct, incorrect = pick(0), pick(1)
    log_probs = logits.log_softmax(-1)
    top = log_probs.topk(TOP, -1)
    return {
        "logitDiff": packed((correct - incorrect).squeeze(-1)),
        "logProb": packed((correct - logits.logsumexp(-1, keepdim=True)).squeeze(-1)),
        "rank": packed((logits > correct).sum(-1).float()),
        "tokens": packed(top.indices.float()),
        "probabilities": packed(top.values.exp()),
    }


def heads_by_source(lab: Lab, side: str) -> torch.Tensor:
    """[prompt, layer, head, src]"""
    lens, cache = lab.lens, lab.caches[side]
    correct, incorrect = lab.answers.T
    direction = (lens.W_U[:, correct] - lens.W_U[:, incorrect]).T / cache["ln_final.hook_scale"][:, -1]
    layers = []
    for layer in range(lens.cfg.n_layers):
        written = torch.einsum("psha,had->pshd", cache["v", layer], lens.W_O[layer])
        layers.append(torch.einsum("phs,pshd,pd->phs", cache["pattern", layer][:, :, -1], written, direction))
    return torch.stack(layers, 1)


def neurons(lab: Lab, side: str) -> torch.Tensor:
    """[prompt, neuron]"""
    lens, cache = lab.lens, lab.caches[side]
    correct, incorrect = lab.answers.T
    direction = (lens.W_U[:, correct] - lens.W_U[:, incorrect]).T / cache["ln_final.hook_scale"][:, -1]
    layer = lens.cfg.n_layers - 1
    return cache["post", layer][:, -1] * (direction @ lens.W_out[layer].T)


def weighted(lab: Lab, side: str, layer: int, head: int, weighting: str) -> torch.Tensor:
    """Mean over prompts: [dest, src]."""
    value = lab.caches[side]["v", layer][:, :, head]
    if weighting == "OUTPUT_NORM":
        value = value @ lab.lens.W_O[layer, head]
    return (lab.caches[side]["pattern", layer][:, head] * value.norm(dim=-1)[:, None]).mean(0)


if __name__ == "__main__":
    sys.exit(main())
