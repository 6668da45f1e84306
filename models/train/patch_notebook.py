"""Activation patching of the notebook's prompts with TransformerLens: is there structure worth looking at?"""

import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformer_lens import patching
from transformers import GPT2LMHeadModel

sys.path.append(str(Path(__file__).resolve().parents[1] / "reference"))
from lens import hooked  # noqa: E402

FORMATS = [
    "When John and Mary went to the shops, {} gave the bag to",
    "When Tom and James went to the park, {} gave the ball to",
    "When Dan and Sid went to the shops, {} gave an apple to",
    "After Martin and Amy went to the park, {} gave a drink to",
]
NAME_PAIRS = [(" Mary", " John"), (" Tom", " James"), (" Dan", " Sid"), (" Martin", " Amy")]
FACT_PROMPTS = ["The White House is where the", "The Haunted House is where the"]
FACT_ANSWERS = [" president", " ghosts"]


@torch.no_grad()
def print_structure(model: GPT2LMHeadModel, tokenizer: Tokenizer) -> None:
    """Prints resid_pre by layer and position, and z by layer and head, for the notebook's eight prompts."""
    lens = hooked(model)
    end_of_text = tokenizer.token_to_id("<|endoftext|>")
    prompts = [f.format(name) for f, names in zip(FORMATS, NAME_PAIRS) for name in names[::-1]]
    answers = [names[::i] for names in NAME_PAIRS for i in (1, -1)]
    encoded = [[end_of_text, *tokenizer.encode(prompt).ids] for prompt in prompts]
    assert len({len(row) for row in encoded}) == 1, [len(row) for row in encoded]
    clean = torch.tensor(encoded)
    corrupted = clean[[i + 1 if i % 2 == 0 else i - 1 for i in range(len(clean))]]
    answer_ids = torch.tensor([[tokenizer.encode(name).ids for name in names] for names in answers]).squeeze(-1)

    def logit_diff(logits: torch.Tensor) -> torch.Tensor:
        picked = logits[:, -1].gather(-1, answer_ids)
        return (picked[:, 0] - picked[:, 1]).mean()

    clean_logits, cache = lens.run_with_cache(clean)
    base, source = logit_diff(lens(corrupted)).item(), logit_diff(clean_logits).item()
    print(f"notebook prompts: {len(encoded[0])} tokens, logit difference clean {source:.4f}, corrupted {base:.4f}")

    def recovery(logits: torch.Tensor) -> torch.Tensor:
        return (logit_diff(logits) - base) / (source - base)

    resid = patching.get_act_patch_resid_pre(lens, corrupted, cache, recovery)
    print("resid_pre [layer, position], from the second subject on")
    first = int((clean != corrupted).any(0).nonzero()[0])
    print("\n".join(" ".join(f"{value:6.2f}" for value in row[first:]) for row in resid))
    z = patching.get_act_patch_attn_head_out_all_pos(lens, corrupted, cache, recovery)
    print("z [layer, head]")
    print("\n".join(" ".join(f"{value:6.2f}" for value in row) for row in z))
    print(f"heads above 0.2: {int((z > 0.2).sum())}, above 0.1: {int((z > 0.1).sum())} of {z.numel()}")

    facts = torch.tensor([[end_of_text, *tokenizer.encode(prompt).ids] for prompt in FACT_PROMPTS])
    fact_ids = [tokenizer.encode(answer).ids for answer in FACT_ANSWERS]
    assert all(len(ids) == 1 for ids in fact_ids), fact_ids
    logits = lens(facts)[:, -1]
    for prompt, row in zip(FACT_PROMPTS, logits):
        top = row.softmax(-1).topk(3)
        print(prompt, [(tokenizer.decode([int(i)]), f"{p:.3f}") for p, i in zip(top.values, top.indices)])
    diffs = logits[:, fact_ids[0][0]] - logits[:, fact_ids[1][0]]
    print(f"facts: logit difference clean {diffs[0]:.4f}, corrupted {diffs[1]:.4f}")
