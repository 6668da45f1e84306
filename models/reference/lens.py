"""TransformerLens' model of given GPT-2 weights, with its default processing; no model hub is asked."""

import torch
from transformer_lens import HookedTransformer, HookedTransformerConfig
from transformer_lens.pretrained.weight_conversions import convert_gpt2_weights
from transformers import GPT2Config, GPT2LMHeadModel


def gpt2_from_tensors(tensors: dict[str, torch.Tensor], config: GPT2Config) -> GPT2LMHeadModel:
    """transformers' model of tensors under openai-community/gpt2's names."""
    model = GPT2LMHeadModel(config)
    named = {f"transformer.{name}": torch.as_tensor(tensor) for name, tensor in tensors.items()}
    missing, unexpected = model.load_state_dict(named, strict=False)
    assert not unexpected and set(missing) <= {"lm_head.weight"}, (missing, unexpected)
    model.tie_weights()
    return model.eval()


def hooked(model: GPT2LMHeadModel) -> HookedTransformer:
    """Default flags of HookedTransformer.from_pretrained: fold_ln, centred writing weights and unembedding, folded value biases."""
    config = model.config
    cfg = HookedTransformerConfig(
        n_layers=config.n_layer,
        d_model=config.n_embd,
        n_heads=config.n_head,
        d_head=config.n_embd // config.n_head,
        d_mlp=config.n_inner or 4 * config.n_embd,
        d_vocab=config.vocab_size,
        n_ctx=config.n_positions,
        act_fn="gelu_new",
        eps=config.layer_norm_epsilon,
        normalization_type="LNPre",
        device="cpu",
    )
    lens = HookedTransformer(cfg)
    lens.load_and_process_state_dict(
        convert_gpt2_weights(model, cfg),
        fold_ln=True,
        center_writing_weights=True,
        center_unembed=True,
        fold_value_biases=True,
    )
    return lens
