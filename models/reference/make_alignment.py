"""Patches between prompts of different lengths, computed by TransformerLens' hooks: `python models/reference/make_alignment.py`.

Writes golden/alignment.json: for odd-shape and patchbay-mini, pairs whose corrupted prompt has tokens inserted, left out and
substituted, with seeded alignments. The rule:

- An alignment lists pairs of positions [clean, corrupted], ascending in both, the first with the first and the last with the last.
- A patch of the base run at position p sets the activation there to the source run's own activation at the position that p is
  aligned with. A position without a partner keeps the base run's activation. Everything else is computed. The source run is of the
  source prompt at its own length.
- A patch of all positions sets every aligned position of a head's q, k, v or z.
- A patch of a role sets the aligned ones of its positions in the base prompt together.
- The logit difference is read at the last position of the base prompt. Both answers are those of the pair.

Each prompt is a run of its own. Values are of a seeded sample of cells.
"""

import json
import random
import sys
from importlib.metadata import version

import torch

import make_interventions
from make_golden import GOLDEN, packed

SEED = 17
CASES = {"odd-shape": ["late"], "patchbay-mini": ["ioi"]}
SAMPLE = 24
SITES = {
    "RESID_PRE": "hook_resid_pre",
    "RESID_MID": "hook_resid_mid",
    "RESID_POST": "hook_resid_post",
    "ATTN_OUT": "hook_attn_out",
    "MLP_OUT": "hook_mlp_out",
}
HEAD_SITES = {f"HEAD_{letter}": f"attn.hook_{letter.lower()}" for letter in "QKVZ"}


def main() -> None:
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    cases = []
    for case, names in CASES.items():
        lens, sets = make_interventions.load(case)
        for name in names:
            cases.append({"case": case, "set": name, **compute(lens, sets[name], random.Random(f"{SEED} {case} {name}"))})
            print(case, name, flush=True)
    path = GOLDEN / "alignment.json"
    versions = {name: version(name) for name in ("torch", "transformer_lens", "transformers")}
    path.write_text(json.dumps({"versions": versions, "cases": cases}, indent=1) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)


def unequal(pair: dict, vocabulary: int, change: int, rng: random.Random) -> dict:
    """The pair with `change` tokens inserted into its corrupted prompt, or left out of it, and one unaligned position on each side."""
    clean, corrupted = list(pair["clean"]), list(pair["corrupted"])
    aligned = [[at, at] for at in range(len(clean))]
    for _ in range(abs(change)):
        at = rng.randrange(1, len(corrupted) - 1)
        if change > 0:
            corrupted.insert(at, rng.randrange(1, vocabulary))
            aligned = [[a, b + (b >= at)] for a, b in aligned]
        else:
            del corrupted[at]
            aligned = [[a, b - (b > at)] for a, b in aligned if b != at]
    # One more pair of positions without partners, neither first nor last.
    del aligned[rng.randrange(1, len(aligned) - 1)]
    return {**{key: pair[key] for key in ("correct", "incorrect")}, "clean": clean, "corrupted": corrupted, "alignment": aligned}


class Patched:
    """One pair in one direction."""

    def __init__(self, lens, pair: dict, direction: str):
        base, source, at = ("corrupted", "clean", 1) if direction == "DENOISING" else ("clean", "corrupted", 0)
        self.lens, self.pair = lens, pair
        self.tokens = torch.tensor([pair[base]])
        self.source_logits, self.source = lens.run_with_cache(torch.tensor([pair[source]]))
        self.from_base = {both[at]: both[1 - at] for both in pair["alignment"]}

    def logit_diff(self, logits: torch.Tensor) -> torch.Tensor:
        return logits[0, -1, self.pair["correct"]] - logits[0, -1, self.pair["incorrect"]]

    def run(self, hook_name: str, layer: int, head: int | None, positions) -> torch.Tensor:
        name = f"blocks.{layer}.{hook_name}"
        every = range(self.tokens.shape[1]) if positions is None else positions

        def hook(activation, hook):
            for position in every:
                if position not in self.from_base:
                    continue
                taken = self.source[name][0, self.from_base[position]]
                if head is None:
                    activation[0, position] = taken
                else:
                    activation[0, position, head] = taken[head]
            return activation

        return self.logit_diff(self.lens.run_with_hooks(self.tokens, fwd_hooks=[(name, hook)]))


def compute(lens, originals: list[dict], rng: random.Random) -> dict:
    """Two lengths of the corrupted prompts: one token more, and two less."""
    vocabulary, layers, heads = lens.cfg.d_vocab, lens.cfg.n_layers, lens.cfg.n_heads
    sets = []
    for change in (1, -2):
        pairs = [unequal(pair, vocabulary, change, rng) for pair in originals[:3]]
        for pair in pairs:
            pair["roles"] = choose_roles(pair, rng)
        set_ = {"pairs": pairs, "baseline": {}, "sweeps": [], "byRole": []}
        labs = {direction: [Patched(lens, pair, direction) for pair in pairs] for direction in ("DENOISING", "NOISING")}
        for side in ("clean", "corrupted"):
            of = labs["NOISING"]
            set_["baseline"][side] = packed(torch.stack([lab.logit_diff(lens(torch.tensor([lab.pair[side]]))) for lab in of]))
        for direction, of in labs.items():
            length = of[0].tokens.shape[1]
            for kind, hook in {**SITES, **HEAD_SITES}.items():
                is_head = kind in HEAD_SITES
                cells = [
                    (layer, position, head)
                    for layer in range(layers)
                    for position in range(length)
                    for head in (range(heads) if is_head else [None])
                ]
                cells = sorted(rng.sample(cells, min(SAMPLE, len(cells))), key=lambda cell: cells.index(cell))
                name = f"{kind}_BY_POS" if is_head else kind
                indices = [
                    (layer * length + position) * heads + head if is_head else layer * length + position
                    for layer, position, head in cells
                ]
                values = [torch.stack([lab.run(hook, layer, head, [position]) for layer, position, head in cells]) for lab in of]
                set_["sweeps"].append({"kind": name, "direction": direction, "cells": indices, "values": packed(torch.stack(values))})
                if not is_head:
                    continue
                whole = [(layer, head) for layer in range(layers) for head in range(heads)]
                values = [torch.stack([lab.run(hook, layer, head, None) for layer, head in whole]) for lab in of]
                set_["sweeps"].append({"kind": kind, "direction": direction, "cells": list(range(len(whole))), "values": packed(torch.stack(values))})
            side = 1 if direction == "DENOISING" else 0
            for kind, hook, is_head in (("RESID_PRE", SITES["RESID_PRE"], False), ("HEAD_V_BY_POS", HEAD_SITES["HEAD_V"], True)):
                values = []
                for lab in of:
                    roles = lab.pair["roles"]
                    values.append(
                        torch.stack(
                            [
                                lab.run(hook, layer, head, role[side])
                                for layer in range(layers)
                                for role in roles
                                for head in (range(heads) if is_head else [None])
                            ]
                        )
                    )
                set_["byRole"].append({"kind": kind, "direction": direction, "values": packed(torch.stack(values))})
        sets.append(set_)
    return {"sets": sets}


def choose_roles(pair: dict, rng: random.Random) -> list:
    """Three roles, [clean positions, corrupted positions] each: one aligned pair, a span that may have unaligned positions, and END."""
    clean, corrupted = len(pair["clean"]), len(pair["corrupted"])
    one = rng.choice(pair["alignment"][1:-1])
    span = sorted(rng.sample(range(1, min(clean, corrupted) - 1), 3))
    return [[[one[0]], [one[1]]], [span, span[1:]], [[clean - 1], [corrupted - 1]]]


if __name__ == "__main__":
    sys.exit(main())
