"""The tokenizer: byte-level BPE with GPT-2's splitting rule and its one special token, trained on the corpus.

Years are handed to the trainer as century and year (` 17`, `32`), so no merge ever crosses between the two and every
year is two tokens.
"""

import re

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

import facts
import ioi
from words import NAMES, OBJECTS, PLACES

END = "<|endoftext|>"
YEAR = re.compile(r"( \d\d)(\d\d)")


def train_tokenizer(documents: list[str], vocab_size: int) -> Tokenizer:
    """A tokenizer for these documents; id 0 is `<|endoftext|>`, 1 to 256 are the bytes."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=[END],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    # Splitting at a year leaves ["The war ... year", " 17", "32", " to ..."]: each piece is a text of its own.
    pieces = (piece for text in documents for piece in YEAR.split(text) if piece)
    tokenizer.train_from_iterator(pieces, trainer)
    check(tokenizer)
    return tokenizer


def required_tokens() -> list[str]:
    """What must be one token: everything that a prompt of the task families may answer with or swap."""
    words = [*NAMES, *PLACES, *OBJECTS, *(answer for _, answer in facts.FACTS), "he", "she", "they"]
    words += [word for subject, _ in facts.FACTS for word in subject.split()]
    return [f" {word}" for word in words] + [f" {century}" for century in range(11, 20)] + [f"{y:02}" for y in range(2, 100)]


def check(tokenizer: Tokenizer) -> None:
    """Raises ValueError, naming them, where a required word is split or a notebook pair differs in length."""
    split = [word for word in required_tokens() if len(tokenizer.encode(word).ids) != 1]
    if split:
        raise ValueError(f"words of more than one token: {split}")
    year = tokenizer.encode(" 1732 to 1773").tokens
    if year != ["Ġ17", "32", "Ġto", "Ġ17", "73"]:
        raise ValueError(f"years do not split into century and year: {year}")
    for prompt in ioi.notebook_prompts():
        lengths = {len(tokenizer.encode(text).ids) for text in (prompt.text, prompt.corrupted)}
        if lengths != {15}:
            raise ValueError(f"{prompt.text!r} should be 15 tokens, as in GPT-2: {lengths}")
