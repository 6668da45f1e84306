"""Edges between heads, computed by TransformerLens' hooks: `python models/reference/make_edges.py`.

Writes golden/edges.json: for odd-shape, wide-heads and patchbay-mini, in both directions, the logit difference of each prompt after the
path patch of seeded edges, by `path` of make_interventions.py: from z of one head to q, k or v of one later head, with MLPs and
LayerNorm recomputed.
"""

import json
import random
import sys
from importlib.metadata import version

import torch

from make_golden import GOLDEN, packed
from make_interventions import Lab, load, path

SEED = 12
SETS = {"odd-shape": "late", "wide-heads": "random", "patchbay-mini": "ioi"}
SAMPLED = 40


def main() -> None:
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    cases = []
    for case, name in SETS.items():
        lens, sets = load(case)
        for direction in ("DENOISING", "NOISING"):
            lab = Lab(lens, sets[name], direction)
            rng = random.Random(f"{SEED} {case} {direction}")
            edges = [random_edge(rng, lens.cfg) for _ in range(SAMPLED)]
            baseline = {side: packed(lab.logit_diffs(lens(tokens))) for side, tokens in lab.tokens.items()}
            values = [packed(patched(lab, edge)) for edge in edges]
            cases.append({"case": case, "set": name, "direction": direction, "heads": lens.cfg.n_heads, "baseline": baseline, "edges": edges, "values": values})
        print(case, flush=True)
    versions = {name: version(name) for name in ("torch", "transformer_lens", "transformers")}
    (GOLDEN / "edges.json").write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")


def random_edge(rng: random.Random, cfg) -> dict:
    receiver = rng.randrange(1, cfg.n_layers)
    return {
        "senderLayer": rng.randrange(receiver),
        "senderHead": rng.randrange(cfg.n_heads),
        "input": rng.choice("qkv"),
        "receiverLayer": receiver,
        "receiverHead": rng.randrange(cfg.n_heads),
    }


def patched(lab: Lab, edge: dict) -> torch.Tensor:
    site = lambda kind, layer, head: {"site": kind, "layer": layer, "head": head, "position": None, "src": None}
    sender = site("Z", edge["senderLayer"], edge["senderHead"])
    receiver = site(edge["input"].upper(), edge["receiverLayer"], edge["receiverHead"])
    return path(lab, [sender], {"kind": "source"}, [receiver], "RECOMPUTED", "RECOMPUTED")


if __name__ == "__main__":
    sys.exit(main())
