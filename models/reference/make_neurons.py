"""Patched neurons, computed by TransformerLens' hooks: `python models/reference/make_neurons.py`.

Writes golden/neurons.json: for odd-shape and patchbay-mini, on the prompt pairs of their own golden files, the logit difference of each
prompt after the patch of one neuron of `mlp.hook_post` at a time: its activation at the given positions, or at all, is set to that of
the source run; everything else is computed. `together` sets all neurons of the layer. Neurons are a seeded sample.
"""

import json
import random
import sys
from importlib.metadata import version

import torch

import make_interventions
from make_golden import GOLDEN, packed

SEED = 13
SETS = {"odd-shape": ["late", "first"], "patchbay-mini": ["ioi"]}
SAMPLE = 24


def main() -> None:
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    cases = []
    for case, names in SETS.items():
        lens, sets = make_interventions.load(case)
        for name in names:
            cases.append({"case": case, "set": name, **compute(lens, sets[name], random.Random(f"{SEED} {case} {name}"))})
            print(case, name, flush=True)
    path = GOLDEN / "neurons.json"
    versions = {name: version(name) for name in ("torch", "transformer_lens", "transformers")}
    path.write_text(json.dumps({"versions": versions, "cases": cases}, indent=1) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)


def patch(lab, layer: int, positions, neurons) -> torch.Tensor:
    name = f"blocks.{layer}.mlp.hook_post"
    source = lab.source[name]

    def hook(activation, hook):
        for position in range(activation.shape[1]) if positions is None else positions:
            activation[:, position, neurons] = source[:, position, neurons]
        return activation

    return lab.run([(name, hook)])


def compute(lens, pairs: list[dict], rng: random.Random) -> dict:
    length, layers, neurons = len(pairs[0]["clean"]), lens.cfg.n_layers, lens.cfg.d_mlp
    requests = []
    for number in range(4):
        direction = ["DENOISING", "NOISING"][number % 2]
        lab = make_interventions.Lab(lens, pairs, direction)
        layer = [0, layers - 1, rng.randrange(layers), rng.randrange(layers)][number]
        positions = [None, [length - 1], sorted(rng.sample(range(length), 3)), [length - 2]][number]
        sample = sorted(rng.sample(range(neurons), min(SAMPLE, neurons)))
        requests.append(
            {
                "direction": direction,
                "layer": layer,
                "positions": positions,
                "neurons": sample,
                "values": packed(torch.stack([patch(lab, layer, positions, neuron) for neuron in sample])),
                "together": packed(patch(lab, layer, positions, slice(None))),
            }
        )
    baseline = {side: packed(lab.logit_diffs(lens(tokens))) for side, tokens in lab.tokens.items()}
    return {"pairs": pairs, "baseline": baseline, "dMlp": neurons, "requests": requests}


if __name__ == "__main__":
    sys.exit(main())
