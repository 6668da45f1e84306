"""Approximations of the edges between heads by TransformerLens, for `npm run bench -- --edges`.

Reads {"case", "set", "direction", "sample"} as JSON on stdin and writes one JSON object on stdout. Edges are in the order of
domain/edges.ts: by the layer of the receiver; then input (q, k, v), receiver head, sender layer, sender head. All are changes
of the logit difference from the base run, the mean over prompts.

- eap: edge attribution patching (Syed et al. 2023, arXiv 2310.10348): (source - base) of the sender's output, times the gradient of the
  metric at the receiver's input (`hook_q_input` and so on, before its LayerNorm), in the base run. Paths through MLPs are edges of
  their own there, so they do not count.
- attribution: attribution patching of the same edges: the direct path is computed as in path patching, MLPs included; the effect of
  the change of the receiver's q, k or v is linear: times the gradient of the metric at `attn.hook_q` and so on, in the base run.
- exact: path patching by hooks, of the edges whose numbers are in `sample`.
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "models" / "reference"))
# Whatever libraries print must not come before the answer.
answers, sys.stdout = sys.stdout, sys.stderr

import torch

from make_interventions import Lab, load, path

INPUTS = "qkv"


def main() -> None:
    request = json.load(sys.stdin)
    lens, sets = load(request["case"])
    lab = Lab(lens, sets[request["set"]], request["direction"])
    edges = list_edges(lens.cfg)
    answer = {"versions": {name: version(name) for name in ("torch", "transformer_lens")}, "threads": torch.get_num_threads()}
    for name, compute in (("eap", compute_eap), ("attribution", compute_attribution)):
        started = time.perf_counter()
        changes = compute(lab)
        answer[name] = {"ms": 1000 * (time.perf_counter() - started), "changes": changes}
    started = time.perf_counter()
    with torch.no_grad():
        base = lab.run([]).mean()
        exact = [(compute_exact(lab, edges[number]).mean() - base).item() for number in request["sample"]]
    answer["exact"] = {"ms": 1000 * (time.perf_counter() - started), "changes": exact}
    print(json.dumps(answer), file=answers, flush=True)


def list_edges(cfg) -> list[tuple]:
    """(sender layer, sender head, input, receiver layer, receiver head)."""
    heads = range(cfg.n_heads)
    return [
        (sender_layer, sender, name, layer, receiver)
        for layer in range(1, cfg.n_layers)
        for name in INPUTS
        for receiver in heads
        for sender_layer in range(layer)
        for sender in heads
    ]


def compute_exact(lab: Lab, edge: tuple) -> torch.Tensor:
    sender_layer, sender, name, layer, receiver = edge
    site = lambda kind, of, head: {"site": kind, "layer": of, "head": head, "position": None, "src": None}
    senders, receivers = [site("Z", sender_layer, sender)], [site(name.upper(), layer, receiver)]
    return path(lab, senders, {"kind": "source"}, receivers, "RECOMPUTED", "RECOMPUTED")


def compute_gradients(lab: Lab, hook: str) -> list[dict[str, torch.Tensor]]:
    """Gradients of the sum of all prompts' logit differences at a hook of each layer, in the base run: by input, [prompt, pos, head, width]."""
    noted = {}

    def note(activation, hook):
        activation.retain_grad()
        noted[hook.name] = activation

    layers = range(lab.lens.cfg.n_layers)
    names = [{name: hook.format(layer=layer, name=name) for name in INPUTS} for layer in layers]
    with torch.enable_grad():
        lab.run([(name, note) for each in names for name in each.values()]).sum().backward()
    return [{name: noted[full].grad for name, full in each.items()} for each in names]


def compute_eap(lab: Lab) -> list[float]:
    lens = lab.lens
    lens.set_use_split_qkv_input(True)
    gradients = compute_gradients(lab, "blocks.{layer}.hook_{name}_input")
    lens.set_use_split_qkv_input(False)
    prompts = len(lab.answers)
    with torch.no_grad():
        outputs = []
        for layer in range(lens.cfg.n_layers):
            name = f"blocks.{layer}.attn.hook_z"
            outputs.append(torch.einsum("bphz,hzd->hbpd", lab.source[name] - lab.base[name], lens.W_O[layer]))
        scores = []
        for layer in range(1, lens.cfg.n_layers):
            senders = torch.cat(outputs[:layer]).flatten(1)
            for name in INPUTS:
                receivers = gradients[layer][name].permute(2, 0, 1, 3).flatten(1)
                scores += ((receivers @ senders.T) / prompts).flatten().tolist()
    return scores


def compute_attribution(lab: Lab) -> list[float]:
    lens, cfg = lab.lens, lab.lens.cfg
    gradients = compute_gradients(lab, "blocks.{layer}.attn.hook_{name}")
    prompts = len(lab.answers)
    by_sender = {}
    with torch.no_grad():
        for sender_layer in range(cfg.n_layers - 1):
            for sender in range(cfg.n_heads):
                by_sender[sender_layer, sender] = read_direct_path(lab, sender_layer, sender)
        scores = []
        for layer in range(1, cfg.n_layers):
            for name in INPUTS:
                base, gradient = lab.base[f"blocks.{layer}.attn.hook_{name}"], gradients[layer][name]
                rows = [
                    ((by_sender[sender_layer, sender][layer, name] - base) * gradient).sum((0, 1, 3)) / prompts
                    for sender_layer in range(layer)
                    for sender in range(cfg.n_heads)
                ]
                scores += torch.stack(rows, 1).flatten().tolist()
    return scores


def read_direct_path(lab: Lab, sender_layer: int, sender: int) -> dict:
    """q, k and v of all later layers where every head keeps its z of the base run except the sender."""
    cfg, noted, hooks = lab.lens.cfg, {}, []

    def keep(layer: int):
        kept = lab.base[f"blocks.{layer}.attn.hook_z"].clone()
        if layer == sender_layer:
            kept[:, :, sender] = lab.source[f"blocks.{layer}.attn.hook_z"][:, :, sender]
        hooks.append((f"blocks.{layer}.attn.hook_z", lambda activation, hook: kept))

    def note(layer: int, name: str):
        hooks.append((f"blocks.{layer}.attn.hook_{name}", lambda activation, hook: noted.__setitem__((layer, name), activation.clone())))

    for layer in range(cfg.n_layers):
        keep(layer)
        if layer > sender_layer:
            for name in INPUTS:
                note(layer, name)
    lab.run(hooks)
    return noted


if __name__ == "__main__":
    main()
