"""A byte-level BPE tokenizer in GPT-2's manner, trained on the corpus.

Every word of the text becomes one token with its leading space. Years become two tokens, century and year (" 17", "32"),
as GPT-2 splits many: the tokenizer is shown them apart, centuries more often, so that their merges come first.
"""

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from corpus import Corpus
from vocabulary import CENTURIES

END_OF_TEXT = "<|endoftext|>"
MAX_VOCABULARY = 4096


def make_tokenizer(seed: int, sentences: int = 60_000) -> Tokenizer:
    """Trains on `sentences` sentences of the corpus, the sentences with years left out."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(
        vocab_size=MAX_VOCABULARY,
        min_frequency=3,
        special_tokens=[AddedToken(END_OF_TEXT, normalized=False)],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(tokenizer_text(seed, sentences), trainer)
    return tokenizer


def tokenizer_text(seed: int, sentences: int):
    """What the tokenizer is trained on."""
    corpus = Corpus(seed)
    for century in CENTURIES:
        yield from [f" {century}"] * 20_000
    for year in range(100):
        yield from [f"{year:02}"] * 5_000
    for _ in range(sentences):
        sentence = corpus.sentence()
        yield "".join(character for character in sentence if not character.isdigit())
