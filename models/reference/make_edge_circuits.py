"""Circuits of edges, computed by TransformerLens' hooks: `python models/reference/make_edge_circuits.py`.

Writes golden/edge-circuits.json: for odd-shape and patchbay-mini, on the prompt pairs of their own golden files, the logit difference of
each prompt in seeded circuits of edges. The rules:

- Senders are the embeddings (hook_embed + hook_pos_embed), each head (`attn.hook_result`: z W_O, without the output bias) and each MLP
  (`hook_mlp_out`). Receivers are the queries, keys and values of each head (`hook_q_input`, `hook_k_input`, `hook_v_input` with
  use_split_qkv_input), the input of each MLP (`hook_mlp_in`) and the logits (`hook_resid_post` of the last block). Every sender is joined
  to every receiver behind it. The output biases of attention belong to no sender.
- In the run of one side, what an absent edge brings is replaced: at the receiver, (value of the sender - its output in this run) is added
  to the residual stream, whose LayerNorm is then computed. All positions alike; everything else is computed.
- A value is the sender's output on the other side, zero, the mean over all prompts of one side (by position, or over positions too), or
  its output on another pair's prompt (the donor).
- Scope HEADS: only the edges from a head to the queries, keys or values of a later head can be absent. HEADS_AND_MLPS: all edges.
- A circuit is a text of 0 and 1 (present), one for each edge of the complete graph: by receiver (by layer the queries, the keys and the
  values of all heads and then the MLP; last the logits), and for each by sender (embeddings, then by layer all heads and the MLP).
"""

import json
import random
import sys
from importlib.metadata import version

import torch

import make_interventions
from make_golden import GOLDEN, packed

SEED = 21
SETS = {"odd-shape": ["late", "first"], "patchbay-mini": ["ioi"]}
CIRCUITS = 40
SHARES = (0.05, 0.2, 0.5, 0.5, 0.8, 0.95)
EMBEDDINGS = ("embeddings",)


def main() -> None:
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    cases = []
    for case, names in SETS.items():
        lens, sets = make_interventions.load(case)
        lens.set_use_split_qkv_input(True)
        lens.set_use_hook_mlp_in(True)
        lens.set_use_attn_result(True)
        for name in names:
            cases.append({"case": case, "set": name, **compute(lens, sets[name], random.Random(f"{SEED} {case} {name}"))})
            print(case, name, flush=True)
    path = GOLDEN / "edge-circuits.json"
    versions = {name: version(name) for name in ("torch", "transformer_lens", "transformers")}
    path.write_text(json.dumps({"versions": versions, "cases": cases}, indent=1) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)


def senders_before(cfg, layer: int, own_heads: bool = False) -> list[tuple]:
    """Components whose outputs are in the residual stream before the attention of a layer, or before its MLP."""
    found = [EMBEDDINGS]
    for each in range(layer):
        found += [("head", each, head) for head in range(cfg.n_heads)] + [("mlp", each)]
    if own_heads:
        found += [("head", layer, head) for head in range(cfg.n_heads)]
    return found


def list_receivers(cfg) -> list[tuple]:
    """(hook, head or None, senders) of each receiver."""
    found = []
    for layer in range(cfg.n_layers):
        before = senders_before(cfg, layer)
        for letter in "qkv":
            found += [(f"blocks.{layer}.hook_{letter}_input", head, before) for head in range(cfg.n_heads)]
        found.append((f"blocks.{layer}.hook_mlp_in", None, senders_before(cfg, layer, own_heads=True)))
    found.append((f"blocks.{cfg.n_layers - 1}.hook_resid_post", None, senders_before(cfg, cfg.n_layers)))
    return found


def list_edges(cfg) -> list[tuple]:
    return [(hook, head, sender) for hook, head, senders in list_receivers(cfg) for sender in senders]


def is_between_heads(edge: tuple) -> bool:
    hook, _, sender = edge
    return sender[0] == "head" and hook.endswith(("q_input", "k_input", "v_input"))


def value_of(lab, value: dict, sender: tuple) -> torch.Tensor:
    """What replaces the output of a sender: [prompt, position, d_model]."""
    if sender == EMBEDDINGS:
        return lab.read_value(value, "hook_embed") + lab.read_value(value, "hook_pos_embed")
    if sender[0] == "mlp":
        return lab.read_value(value, f"blocks.{sender[1]}.hook_mlp_out")
    return lab.read_value(value, f"blocks.{sender[1]}.attn.hook_result")[:, :, sender[2]]


def measure(lab, present: list[bool], value: dict) -> torch.Tensor:
    """Metric of each prompt with all absent edges ablated."""
    cfg = lab.lens.cfg
    written = {}
    absent = {}
    for (hook, head, sender), kept in zip(list_edges(cfg), present, strict=True):
        if not kept:
            absent.setdefault(hook, []).append((head, sender))

    def note_embedding(activation, hook):
        written[EMBEDDINGS] = written.get(EMBEDDINGS, 0) + activation.clone()

    def note_mlp(activation, hook):
        written["mlp", hook.layer()] = activation.clone()

    def note_heads(activation, hook):
        for head in range(cfg.n_heads):
            written["head", hook.layer(), head] = activation[:, :, head].clone()

    def replace(activation, hook):
        # Heads may be views of one memory.
        activation = activation.clone()
        for head, sender in absent[hook.name]:
            difference = value_of(lab, value, sender) - written[sender]
            if head is None:
                activation += difference
            else:
                activation[:, :, head] += difference
        return activation

    hooks = [("hook_embed", note_embedding), ("hook_pos_embed", note_embedding)]
    for layer in range(cfg.n_layers):
        hooks += [(f"blocks.{layer}.attn.hook_result", note_heads), (f"blocks.{layer}.hook_mlp_out", note_mlp)]
    hooks += [(name, replace) for name in absent]
    return lab.run(hooks)


def compute(lens, pairs: list[dict], rng: random.Random) -> dict:
    # The base run is the ablated one.
    labs = {"CLEAN": make_interventions.Lab(lens, pairs, "NOISING"), "CORRUPTED": make_interventions.Lab(lens, pairs, "DENOISING")}
    edges = list_edges(lens.cfg)
    circuits = []
    for number in range(CIRCUITS):
        on, scope = rng.choice(list(labs)), ("HEADS_AND_MLPS", "HEADS")[number % 2]
        free = [scope == "HEADS_AND_MLPS" or is_between_heads(edge) for edge in edges]
        share = rng.choice(SHARES)
        present = [not can_change or rng.random() < share for can_change in free]
        value = make_interventions.random_value(rng, len(pairs), [])
        lab = labs[on]
        empty = [not can_change for can_change in free]
        circuits.append(
            {
                "on": on,
                "scope": scope,
                "present": "".join("01"[kept] for kept in present),
                "value": value,
                "circuit": packed(measure(lab, present, value)),
                "empty": packed(measure(lab, empty, value)),
            }
        )
    lab = labs["CLEAN"]
    baseline = {side: packed(lab.logit_diffs(lens(tokens))) for side, tokens in lab.tokens.items()}
    return {"pairs": pairs, "baseline": baseline, "circuits": circuits}


if __name__ == "__main__":
    sys.exit(main())
