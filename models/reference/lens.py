"""TransformerLens' model of given GPT-2 weights, with its default processing; no model hub is asked.

TransformerLens 3 has HookedTransformer. TransformerLens 4 has TransformerBridge instead, which gives the same hooks and the same
processing in its compatibility mode. The golden arrays are made with 3.9; the peer of the benchmark can be either.
"""

import tempfile
from pathlib import Path

import torch
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

try:
    from transformer_lens import HookedTransformer, HookedTransformerConfig
    from transformer_lens.pretrained.weight_conversions import convert_gpt2_weights
except ImportError:
    from transformer_lens.model_bridge import TransformerBridge

    HookedTransformer = None

# The bridge wants a tokenizer. Prompts are token ids, so any will do.
TOKENIZER = Path(__file__).resolve().parents[1] / "patchbay-mini" / "tokenizer.json"


def gpt2_from_tensors(tensors: dict[str, torch.Tensor], config: GPT2Config) -> GPT2LMHeadModel:
    """transformers' model of tensors under openai-community/gpt2's names."""
    model = GPT2LMHeadModel(config)
    named = {f"transformer.{name}": torch.as_tensor(tensor) for name, tensor in tensors.items()}
    missing, unexpected = model.load_state_dict(named, strict=False)
    assert not unexpected and set(missing) <= {"lm_head.weight"}, (missing, unexpected)
    model.tie_weights()
    return model.eval()


def hooked(model: GPT2LMHeadModel):
    """Default flags of HookedTransformer.from_pretrained: fold_ln, centred writing weights and unembedding, folded value biases."""
    return bridged(model) if HookedTransformer is None else hooked_transformer(model)


def hooked_transformer(model: GPT2LMHeadModel):
    """TransformerLens 3."""
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


def bridged(model: GPT2LMHeadModel):
    """TransformerLens 4. The bridge reads the configuration from a folder, and takes the weights from the model in memory."""
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(TOKENIZER), bos_token="<|endoftext|>", eos_token="<|endoftext|>", pad_token="<|endoftext|>")
    with tempfile.TemporaryDirectory() as folder:
        model.config.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
        lens = TransformerBridge.boot_transformers(folder, hf_model=model, device="cpu", tokenizer=tokenizer)
    lens.enable_compatibility_mode()
    return lens.eval()
