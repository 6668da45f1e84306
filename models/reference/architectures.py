"""Models that no config.json of GPT-2 describes, with seeded weights: server/engine/golden/seeded-architecture.ts makes the same.

In both, heads x dHead differs from dModel, so that a width taken for another shows.
"""

import torch
from transformer_lens import HookedTransformer, HookedTransformerConfig

import seeded_weights

# Sizes by the names of server/engine/models/architecture.ts.
ARCHITECTURES = {
    "wide-heads": dict(layers=3, heads=3, dHead=20, dModel=44, dMlp=100, dVocab=211, context=32, epsilon=1e-5),
    "narrow-heads": dict(layers=2, heads=4, dHead=6, dModel=36, dMlp=50, dVocab=97, context=16, epsilon=1e-5),
}


def dimensions(sizes: dict) -> dict[str, tuple[int, ...]]:
    """Shape of each tensor; a linear map is [in, out], heads side by side."""
    d, inner, mlp = sizes["dModel"], sizes["heads"] * sizes["dHead"], sizes["dMlp"]
    result = {"wte.weight": (sizes["dVocab"], d), "wpe.weight": (sizes["context"], d), "wte_out.weight": (sizes["dVocab"], d)}
    maps = {"attn.q": (d, inner), "attn.k": (d, inner), "attn.v": (d, inner), "attn.out": (inner, d), "mlp.in": (d, mlp), "mlp.out": (mlp, d)}
    for layer in range(sizes["layers"]):
        for norm in ("ln_1", "ln_2"):
            result |= {f"h.{layer}.{norm}.weight": (d,), f"h.{layer}.{norm}.bias": (d,)}
        for name, dims in maps.items():
            result |= {f"h.{layer}.{name}.weight": dims, f"h.{layer}.{name}.bias": dims[1:]}
    return result | {"ln_f.weight": (d,), "ln_f.bias": (d,)}


def hooked(sizes: dict, seed: int) -> HookedTransformer:
    """TransformerLens' model, with its default processing of weights."""
    heads, d_head, d = sizes["heads"], sizes["dHead"], sizes["dModel"]
    cfg = HookedTransformerConfig(
        n_layers=sizes["layers"],
        d_model=d,
        n_heads=heads,
        d_head=d_head,
        d_mlp=sizes["dMlp"],
        d_vocab=sizes["dVocab"],
        n_ctx=sizes["context"],
        act_fn="gelu_new",
        eps=sizes["epsilon"],
        normalization_type="LNPre",
        device="cpu",
    )
    lens = HookedTransformer(cfg)
    tensors = {
        name: torch.from_numpy(seeded_weights.values(name, seed, dims, *seeded_weights.spread(name, dims)))
        for name, dims in dimensions(sizes).items()
    }
    lens.load_and_process_state_dict(
        state_dict(tensors, cfg), fold_ln=True, center_writing_weights=True, center_unembed=True, fold_value_biases=True
    )
    return lens


def state_dict(tensors: dict[str, torch.Tensor], cfg: HookedTransformerConfig) -> dict[str, torch.Tensor]:
    """The tensors under TransformerLens' names, cut by head."""
    by_head = lambda weight: weight.reshape(-1, cfg.n_heads, cfg.d_head).permute(1, 0, 2).contiguous()
    state = {
        "embed.W_E": tensors["wte.weight"],
        "pos_embed.W_pos": tensors["wpe.weight"],
        "unembed.W_U": tensors["wte_out.weight"].T.contiguous(),
        "unembed.b_U": torch.zeros(cfg.d_vocab),
        "ln_final.w": tensors["ln_f.weight"],
        "ln_final.b": tensors["ln_f.bias"],
    }
    for layer in range(cfg.n_layers):
        source, target = f"h.{layer}", f"blocks.{layer}"
        for ours, theirs in (("ln_1", "ln1"), ("ln_2", "ln2")):
            state[f"{target}.{theirs}.w"] = tensors[f"{source}.{ours}.weight"]
            state[f"{target}.{theirs}.b"] = tensors[f"{source}.{ours}.bias"]
        for name in "qkv":
            state[f"{target}.attn.W_{name.upper()}"] = by_head(tensors[f"{source}.attn.{name}.weight"])
            state[f"{target}.attn.b_{name.upper()}"] = tensors[f"{source}.attn.{name}.bias"].reshape(cfg.n_heads, cfg.d_head)
        state[f"{target}.attn.W_O"] = tensors[f"{source}.attn.out.weight"].reshape(cfg.n_heads, cfg.d_head, cfg.d_model)
        state[f"{target}.attn.b_O"] = tensors[f"{source}.attn.out.bias"]
        for name in ("in", "out"):
            state[f"{target}.mlp.W_{name}"] = tensors[f"{source}.mlp.{name}.weight"]
            state[f"{target}.mlp.b_{name}"] = tensors[f"{source}.mlp.{name}.bias"]
    return state
