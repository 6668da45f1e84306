"""Patched runs of any sites, computed by TransformerLens' hooks: `python models/reference/make_interventions.py`.

Writes golden/interventions.json: for odd-shape, wide-heads and patchbay-mini, on the prompt pairs of their own golden files, the
logit difference of each prompt after seeded requests, and direct logit attribution. The rules:

- A value is the source run's activation, zero, the mean over all prompts of one side (by position, or over positions too), or
  the activation of another pair's prompt (the donor).
- A joint patch sets every site to its value; all else is computed.
- The direct path: every head's z is set to the base run's, senders to their values. A sender that is q, k, v or pattern of a head
  gives the z that the head has in the base run with that site alone replaced. MLPs are computed, or set to the base run's.
- Receivers: what q, k or v of heads are in the run of the direct path, set in a base run. With frozen norms `ln1.hook_scale` of
  their layers is set to the base run's meanwhile.
"""

import json
import random
import sys
from importlib.metadata import version
from pathlib import Path

import torch

import make_golden
from make_golden import GOLDEN, packed

SEED = 11
HOOKS = {
    "RESID_PRE": "blocks.{}.hook_resid_pre",
    "RESID_MID": "blocks.{}.hook_resid_mid",
    "RESID_POST": "blocks.{}.hook_resid_post",
    "ATTN_OUT": "blocks.{}.hook_attn_out",
    "MLP_OUT": "blocks.{}.hook_mlp_out",
    "Z": "blocks.{}.attn.hook_z",
    "Q": "blocks.{}.attn.hook_q",
    "K": "blocks.{}.attn.hook_k",
    "V": "blocks.{}.attn.hook_v",
    "PATTERN": "blocks.{}.attn.hook_pattern",
}
HEAD_SITES = ("Z", "Q", "K", "V", "PATTERN")
SETS = {"odd-shape": ["late", "first"], "wide-heads": ["random"], "patchbay-mini": ["ioi"]}


def main() -> None:
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    cases = []
    for case, names in SETS.items():
        lens, sets = load(case)
        for name in names:
            cases.append({"case": case, "set": name, **compute(lens, sets[name], random.Random(f"{SEED} {case} {name}"))})
            print(case, name, flush=True)
    path = GOLDEN / "interventions.json"
    versions = {name: version(name) for name in ("torch", "transformer_lens", "transformers")}
    path.write_text(json.dumps({"versions": versions, "cases": cases}, indent=1) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)


def load(case: str):
    if case == "patchbay-mini":
        return make_golden.bundled()
    return make_golden.free(case) if case in make_golden.architectures.ARCHITECTURES else make_golden.seeded(case)


class Lab:
    """One model, one set of pairs and one direction."""

    def __init__(self, lens, pairs: list[dict], direction: str):
        self.lens = lens
        self.tokens = {side: torch.tensor([pair[side] for pair in pairs]) for side in ("clean", "corrupted")}
        self.caches = {side: lens.run_with_cache(tokens)[1] for side, tokens in self.tokens.items()}
        self.base_side, self.source_side = ("corrupted", "clean") if direction == "DENOISING" else ("clean", "corrupted")
        self.base, self.source = self.caches[self.base_side], self.caches[self.source_side]
        self.answers = torch.tensor([[pair["correct"], pair["incorrect"]] for pair in pairs])

    def logit_diffs(self, logits: torch.Tensor) -> torch.Tensor:
        picked = logits[:, -1].gather(-1, self.answers)
        return picked[:, 0] - picked[:, 1]

    def run(self, hooks) -> torch.Tensor:
        return self.logit_diffs(self.lens.run_with_hooks(self.tokens[self.base_side], fwd_hooks=hooks))

    def read_value(self, value: dict, name: str) -> torch.Tensor:
        """The activation that replaces that of hook `name`, for every prompt."""
        if value["kind"] == "source":
            return self.source[name]
        if value["kind"] == "zero":
            return torch.zeros_like(self.base[name])
        activation = self.caches[value["of"].lower()][name]
        if value["kind"] == "resample":
            return activation[torch.tensor(value["donors"])]
        mean = activation.mean(0, keepdim=True)
        if value["acrossPositions"]:
            mean = mean.mean(1, keepdim=True)
        return mean.expand_as(activation)


def index(site: dict):
    """Where a site lies in its activation: [prompt, position, head], [prompt, position], or [prompt, head, dest, src]."""
    every = slice(None)
    pick = lambda value: every if value is None else value
    if site["site"] == "PATTERN":
        return every, pick(site["head"]), pick(site["position"]), pick(site["src"])
    if site["site"] in HEAD_SITES:
        return every, pick(site["position"]), pick(site["head"])
    return every, pick(site["position"])


def setter(lab: Lab, site: dict, value: dict):
    name = HOOKS[site["site"]].format(site["layer"])
    values, at = lab.read_value(value, name), index(site)

    def hook(activation, hook):
        activation[at] = values[at]
        return activation

    return name, hook


def joint(lab: Lab, sites: list[dict], value: dict) -> torch.Tensor:
    return lab.run([setter(lab, site, value) for site in sites])


def path(lab: Lab, senders: list[dict], value: dict, receivers: list[dict], mlps: str, layer_norm: str) -> torch.Tensor:
    cfg = lab.lens.cfg
    hooks = []

    def keep(name: str):
        kept = lab.base[name]
        hooks.append((name, lambda activation, hook: kept.clone()))

    for layer in range(cfg.n_layers):
        keep(f"blocks.{layer}.attn.hook_z")
        if mlps == "FROZEN":
            keep(f"blocks.{layer}.hook_mlp_out")
    heads = sorted({(site["layer"], head) for site in senders if site["site"] in HEAD_SITES for head in each_head(cfg, site)})
    for layer, head in heads:
        hooks.append((f"blocks.{layer}.attn.hook_z", set_head(head, sent(lab, senders, value, layer, head))))
    hooks += [setter(lab, site, value) for site in senders if site["site"] not in HEAD_SITES]
    if not receivers:
        return lab.run(hooks)
    if layer_norm == "FROZEN":
        for layer in {site["layer"] for site in receivers}:
            keep(f"blocks.{layer}.ln1.hook_scale")
    noted = {}

    def note(activation, hook):
        noted[hook.name] = activation.clone()

    names = {HOOKS[site["site"]].format(site["layer"]) for site in receivers}
    lab.run(hooks + [(name, note) for name in names])
    final = []
    for site in receivers:
        name, at = HOOKS[site["site"]].format(site["layer"]), index(site)

        def take(activation, hook, at=at, values=noted[name]):
            activation[at] = values[at]
            return activation

        final.append((name, take))
    return lab.run(final)


def each_head(cfg, site: dict):
    return range(cfg.n_heads) if site["head"] is None else [site["head"]]


def set_head(head: int, z: torch.Tensor):
    def hook(activation, hook):
        activation[:, :, head] = z
        return activation

    return hook


def sent(lab: Lab, senders: list[dict], value: dict, layer: int, head: int) -> torch.Tensor:
    """z of one head in the base run with that head's sites alone replaced."""
    own = [site for site in senders if site["layer"] == layer and site["site"] in HEAD_SITES and site["head"] in (None, head)]
    noted = []
    name = f"blocks.{layer}.attn.hook_z"
    lab.run([setter(lab, {**site, "head": head}, value) for site in own] + [(name, lambda activation, hook: noted.append(activation[:, :, head].clone()))])
    return noted[0]


def random_site(rng: random.Random, cfg, length: int, sites=tuple(HOOKS), layers=None, positions=None) -> dict:
    name = rng.choice(sites)
    position = rng.choice(positions or [None, rng.randrange(length), length - 1])
    src = rng.choice([None, rng.randrange(length)]) if name == "PATTERN" else None
    head = rng.randrange(cfg.n_heads) if name in HEAD_SITES and rng.random() < 0.9 else None
    return {"site": name, "layer": rng.choice(layers or range(cfg.n_layers)), "head": head, "position": position, "src": src}


def random_value(rng: random.Random, pairs: int, sites: list[dict]) -> dict:
    kind = rng.choice(["source", "zero", "mean", "resample"] if pairs > 1 else ["source", "zero", "mean"])
    value = {"kind": kind}
    if kind in ("mean", "resample"):
        value["of"] = rng.choice(["CLEAN", "CORRUPTED"])
    if kind == "mean":
        value["acrossPositions"] = rng.random() < 0.5 and all(site["site"] != "PATTERN" for site in sites)
    if kind == "resample":
        shift = rng.randrange(1, pairs)
        value["donors"] = [(pair + shift) % pairs for pair in range(pairs)]
    return value


def compute(lens, pairs: list[dict], rng: random.Random) -> dict:
    labs = {direction: Lab(lens, pairs, direction) for direction in ("DENOISING", "NOISING")}
    length, cfg = len(pairs[0]["clean"]), lens.cfg
    requests = []
    for number in range(60):
        direction = rng.choice(list(labs))
        sites = [random_site(rng, cfg, length) for _ in range(1 if number < 20 else rng.randrange(2, 6))]
        value = random_value(rng, len(pairs), sites)
        patched = joint(labs[direction], sites, value)
        requests.append({"direction": direction, "sites": sites, "value": value, "path": None, "patched": packed(patched)})
    for number in range(60):
        direction = rng.choice(list(labs))
        # Mostly heads at all positions, as in the paper, and mostly of early layers, so that most paths exist.
        early, positions = rng.choice([None, range(cfg.n_layers - 1)]), [None, None, None, rng.randrange(length)]
        sites = [random_site(rng, cfg, length, ("Z", "Z", *HOOKS), early, positions) for _ in range(rng.randrange(1, 4))]
        value = {"kind": "source"} if rng.random() < 0.6 else random_value(rng, len(pairs), sites)
        receivers = []
        if number % 3:
            late = rng.choice([None, range(1, cfg.n_layers)])
            receivers = [random_site(rng, cfg, length, ("Q", "K", "V"), late, positions) for _ in range(rng.randrange(1, 4))]
        mlps = rng.choice(["RECOMPUTED", "FROZEN"])
        layer_norm = rng.choice(["RECOMPUTED", "FROZEN"]) if receivers else "RECOMPUTED"
        patched = path(labs[direction], sites, value, receivers, mlps, layer_norm)
        way = {"receivers": receivers, "mlps": mlps, "layerNorm": layer_norm}
        requests.append({"direction": direction, "sites": sites, "value": value, "path": way, "patched": packed(patched)})
    lab = labs["DENOISING"]
    baseline = {side: packed(lab.logit_diffs(lens(tokens))) for side, tokens in lab.tokens.items()}
    return {"pairs": pairs, "baseline": baseline, "requests": requests, "attribution": {side: attribution(lab, side) for side in lab.tokens}}


def attribution(lab: Lab, side: str) -> dict:
    """Direct logit attribution at the last position; the final scale is the run's own."""
    lens, cache = lab.lens, lab.caches[side]
    correct, incorrect = lab.answers.T
    direction = (lens.W_U[:, correct] - lens.W_U[:, incorrect]).T / cache["ln_final.hook_scale"][:, -1]
    along = lambda rows: (rows * direction).sum(-1)
    layers = range(lens.cfg.n_layers)
    heads = [torch.stack([along(cache["z", layer][:, -1, head] @ lens.W_O[layer, head]) for head in range(lens.cfg.n_heads)], -1) for layer in layers]
    return {
        "heads": packed(torch.stack(heads, 1)),
        "mlps": packed(torch.stack([along(cache["mlp_out", layer][:, -1]) for layer in layers], 1)),
        "attnBias": packed(torch.stack([along(lens.b_O[layer].expand_as(direction)) for layer in layers], 1)),
        "embed": packed(along(cache["embed"][:, -1])),
        "posEmbed": packed(along(cache["pos_embed"][:, -1])),
        "bias": packed(lens.b_U[correct] - lens.b_U[incorrect]),
    }


if __name__ == "__main__":
    sys.exit(main())
