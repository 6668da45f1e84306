"""Measures a trained model on what training never showed: `python models/train/evaluate.py`.

Accuracy and mean logit difference on held-out sentences, and whether activation patching of the notebook's prompts shows
structure, by TransformerLens' own functions.
"""

import argparse
import random
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import GPT2Config, GPT2LMHeadModel

from corpus import IOI_TEMPLATES, fact_sentence, ioi_sentence
from held_out import held_out_framings, held_out_pairs, held_out_template_names
from patch_notebook import print_structure
from vocabulary import FACTS, NAMES

DIRECTORY = Path(__file__).resolve().parents[1] / "patchbay-mini"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", type=Path, default=DIRECTORY)
    options = parser.parse_args()
    model, tokenizer = load(options.model)
    print(f"parameters: {sum(p.numel() for p in model.parameters()):,}")
    report("indirect object, held-out pairs of names", model, tokenizer, ioi_pairs(options.seed))
    report("indirect object, held-out template and subject", model, tokenizer, ioi_templates(options.seed))
    facts = [
        (*fact_sentence(fact, framing), other(fact))
        for fact, framings in held_out_framings(options.seed).items()
        for framing in framings
    ]
    report("facts in unseen framings", model, tokenizer, facts)
    print_structure(model, tokenizer)


def load(directory: Path) -> tuple[GPT2LMHeadModel, Tokenizer]:
    """The model as transformers has it, with its tokenizer."""
    model = GPT2LMHeadModel(GPT2Config.from_json_file(directory / "config.json"))
    tensors = {f"transformer.{name}": tensor for name, tensor in load_file(directory / "model.safetensors").items()}
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    assert not unexpected and set(missing) <= {"lm_head.weight"}, (missing, unexpected)
    model.tie_weights()
    return model.eval(), Tokenizer.from_file(str(directory / "tokenizer.json"))


Item = tuple[str, str, str]


def ioi_pairs(seed: int) -> list[Item]:
    """(prompt, right answer, wrong answer) of every held-out pair, both subjects, four templates."""
    rng = random.Random(f"evaluate {seed}")
    items = []
    for a, b in sorted(tuple(sorted(pair)) for pair in held_out_pairs(seed)):
        for subject, answer in ((a, b), (b, a)):
            for template in rng.sample(range(len(IOI_TEMPLATES)), 4):
                first, second = rng.sample((a, b), 2)
                items.append((ioi_sentence(template, first, second, subject, None, rng), answer, subject))
    return items


def ioi_templates(seed: int) -> list[Item]:
    """(prompt, right answer, wrong answer) of every held-out combination of template and subject."""
    rng = random.Random(f"evaluate templates {seed}")
    items = []
    for template, subject in sorted(held_out_template_names(len(IOI_TEMPLATES), seed)):
        for answer in rng.sample([name for name in NAMES if name != subject], 8):
            first, second = rng.sample((subject, answer), 2)
            items.append((ioi_sentence(template, first, second, subject, None, rng), answer, subject))
    return items


def other(fact: int) -> str:
    """The answer of another fact whose subject has the same noun."""
    _, noun, answer, _ = FACTS[fact]
    return next(candidate[2] for candidate in FACTS if candidate[1] == noun and candidate[2] != answer)


@torch.no_grad()
def report(title: str, model: GPT2LMHeadModel, tokenizer: Tokenizer, items: list[Item]) -> None:
    """Prints accuracy (the right answer is the most probable of all tokens) and mean logit difference."""
    right, total = 0, 0.0
    end_of_text = tokenizer.token_to_id("<|endoftext|>")
    for prompt, answer, wrong in items:
        tokens = torch.tensor([[end_of_text, *tokenizer.encode(prompt).ids]])
        logits = model(tokens).logits[0, -1]
        answer_id, wrong_id = (single_token(tokenizer, f" {word}") for word in (answer, wrong))
        right += int(logits.argmax() == answer_id)
        total += (logits[answer_id] - logits[wrong_id]).item()
    print(f"{title}: {right}/{len(items)} = {100 * right / len(items):.1f}%, mean logit difference {total / len(items):.2f}")


def single_token(tokenizer: Tokenizer, text: str) -> int:
    """The id of a text that is one token."""
    (token,) = tokenizer.encode(text).ids
    return token


if __name__ == "__main__":
    main()
