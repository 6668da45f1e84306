"""Direct paths by TransformerLens 4.3.0: `python models/reference/make_direct_path.py`, with requirements-4.txt.

Writes golden/direct-path.json: for odd-shape's set `late`, TransformerLens' own `patching.get_act_patch_direct_path` from one
head to every later head's q, k and v, as the logit difference of each prompt. Base is the corrupted run.
"""

import json
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

import torch
from tokenizers import Tokenizer, models
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast
from transformer_lens import patching
from transformer_lens.model_bridge import TransformerBridge

import seeded_weights

HERE = Path(__file__).resolve().parent
GOLDEN = Path(os.environ.get("GOLDEN_DIR") or HERE / "golden")
SENDER = (0, 2)


def main() -> None:
    torch.set_grad_enabled(False)
    golden = json.loads((HERE / "golden" / "odd-shape.json").read_text())
    pairs = next(one["pairs"] for one in golden["sets"] if one["name"] == "late")
    bridge = boot(golden["shape"], golden["seed"])
    tokens = {side: torch.tensor([pair[side] for pair in pairs]) for side in ("clean", "corrupted")}
    caches = {side: bridge.run_with_cache(prompts)[1] for side, prompts in tokens.items()}
    answers = torch.tensor([[pair["correct"], pair["incorrect"]] for pair in pairs])
    noted = []

    def metric(logits: torch.Tensor) -> torch.Tensor:
        picked = logits[:, -1].gather(-1, answers)
        noted.append((picked[:, 0] - picked[:, 1]).tolist())
        return picked.mean()

    values = {}
    for component in "qkv":
        noted.clear()
        patching.get_act_patch_direct_path(
            bridge, tokens["corrupted"], caches["clean"], caches["corrupted"], metric, *SENDER, component, verbose=False
        )
        values[component] = list(noted)
    layer, head = SENDER
    result = {
        "versions": {name: version(name) for name in ("torch", "transformer_lens", "transformers")},
        "case": "odd-shape",
        "set": "late",
        "sender": {"layer": layer, "head": head},
        "receivers": [[later, each] for later in range(layer + 1, golden["shape"]["n_layer"]) for each in range(golden["shape"]["n_head"])],
        "values": values,
    }
    (GOLDEN / "direct-path.json").write_text(json.dumps(result) + "\n")


def boot(shape: dict, seed: int) -> TransformerBridge:
    """TransformerLens' bridge in compatibility mode: weights processed as HookedTransformer did. No model hub is asked."""
    config = GPT2Config(**shape, activation_function="gelu_new")
    model = GPT2LMHeadModel(config)
    named = {f"transformer.{name}": torch.as_tensor(tensor) for name, tensor in seeded_weights.tensors(shape, seed).items()}
    model.load_state_dict(named, strict=False)
    model.tie_weights()
    with tempfile.TemporaryDirectory() as folder:
        model.eval().save_pretrained(folder)
        # The bridge wants a tokenizer; prompts are token ids, so any will do.
        special = dict(bos_token="<|endoftext|>", eos_token="<|endoftext|>", unk_token="<|endoftext|>", pad_token="<|endoftext|>")
        PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel({"<|endoftext|>": 0}, unk_token="<|endoftext|>")), **special).save_pretrained(folder)
        tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
        bridge = TransformerBridge.boot_transformers(folder, hf_model=model, tokenizer=tokenizer, device="cpu")
    bridge.enable_compatibility_mode()
    return bridge.eval()


if __name__ == "__main__":
    main()
