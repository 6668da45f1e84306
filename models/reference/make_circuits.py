"""Circuits, computed by TransformerLens' hooks: `python models/reference/make_circuits.py`.

Writes golden/circuits.json: for odd-shape and patchbay-mini, on the prompt pairs of their own golden files, the logit difference of
each prompt in seeded circuits. The rules:

- Nodes are heads and, unless only heads are ablated, MLPs. The run of one side is ablated: `attn.hook_z` of each head outside the
  circuit and `hook_mlp_out` of each MLP outside it are set to a value at all positions; everything else is computed.
- A value is the other side's activation, zero, the mean over all prompts of one side (by position, or over positions too), or the
  activation of another pair's prompt (the donor).
- A curve is the circuits of the first nodes of a seeded order. CPR and CMD are MIB's (`evaluate_area_under_curve`): trapezoids over
  the fractions of nodes, of the faithfulness of mean metrics and of its distance from 1.
"""

import json
import random
import sys
from importlib.metadata import version

import torch

import make_interventions
from make_golden import GOLDEN, packed

SEED = 12
SETS = {"odd-shape": ["late", "first"], "patchbay-mini": ["ioi"]}
CIRCUITS = 20


def main() -> None:
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    cases = []
    for case, names in SETS.items():
        lens, sets = make_interventions.load(case)
        for name in names:
            cases.append({"case": case, "set": name, **compute(lens, sets[name], random.Random(f"{SEED} {case} {name}"))})
            print(case, name, flush=True)
    path = GOLDEN / "circuits.json"
    versions = {name: version(name) for name in ("torch", "transformer_lens", "transformers")}
    path.write_text(json.dumps({"versions": versions, "cases": cases}, indent=1) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)


def list_nodes(cfg, scope: str) -> list[dict]:
    heads = [{"layer": layer, "head": head} for layer in range(cfg.n_layers) for head in range(cfg.n_heads)]
    return heads if scope == "HEADS" else heads + [{"layer": layer, "head": None} for layer in range(cfg.n_layers)]


def measure(lab, nodes: list[dict], scope: str, value: dict) -> torch.Tensor:
    """Metric of each prompt with all nodes outside ablated."""
    sites = [
        {"site": "MLP_OUT" if node["head"] is None else "Z", "position": None, "src": None, **node}
        for node in list_nodes(lab.lens.cfg, scope)
        if node not in nodes
    ]
    return make_interventions.joint(lab, sites, value)


def compute(lens, pairs: list[dict], rng: random.Random) -> dict:
    # The base run is the ablated one.
    labs = {"CLEAN": make_interventions.Lab(lens, pairs, "NOISING"), "CORRUPTED": make_interventions.Lab(lens, pairs, "DENOISING")}
    circuits = []
    for _ in range(CIRCUITS):
        on, scope = rng.choice(list(labs)), rng.choice(["HEADS_AND_MLPS", "HEADS"])
        nodes = list_nodes(lens.cfg, scope)
        chosen = rng.sample(nodes, rng.randrange(1, len(nodes)))
        value = make_interventions.random_value(rng, len(pairs), [])
        circuits.append({"on": on, "scope": scope, "nodes": chosen, "value": value, "circuit": packed(measure(labs[on], chosen, scope, value)), "empty": packed(measure(labs[on], [], scope, value))})
    lab = labs["CLEAN"]
    baseline = {side: packed(lab.logit_diffs(lens(tokens))) for side, tokens in lab.tokens.items()}
    return {"pairs": pairs, "baseline": baseline, "circuits": circuits, "curve": curve(lab, rng)}


def curve(lab, rng: random.Random) -> dict:
    scope, value = "HEADS_AND_MLPS", {"kind": "mean", "of": "CLEAN", "acrossPositions": False}
    order = list_nodes(lab.lens.cfg, scope)
    rng.shuffle(order)
    sizes = list(range(1, len(order) + 1, 2))
    if sizes[-1] != len(order):
        sizes.append(len(order))
    values = [measure(lab, order[:size], scope, value).double().mean().item() for size in sizes]
    model, empty = measure(lab, order, scope, value).double().mean().item(), measure(lab, [], scope, value).double().mean().item()
    faithfulness = [(each - empty) / (model - empty) for each in values]
    fractions = [size / len(order) for size in sizes]
    cpr = cmd = 0.0
    for i in range(len(sizes) - 1):
        width = fractions[i + 1] - fractions[i]
        cpr += width * (faithfulness[i] + faithfulness[i + 1]) / 2
        cmd += width * (abs(1 - faithfulness[i]) + abs(1 - faithfulness[i + 1])) / 2
    return {"value": value, "order": order, "sizes": sizes, "means": values, "model": model, "empty": empty, "cpr": cpr, "cmd": cmd}


if __name__ == "__main__":
    sys.exit(main())
