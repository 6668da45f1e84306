"""Token ids of texts with white space that languages disagree about, by Hugging Face's tokenizers: golden/tokens.json.

Usage: python make_tokens.py. The vocabulary is that of patchbay-mini. U+0085 is white space in Rust and none in JavaScript's
\\s, U+FEFF the other way round; the rest is what GPT-2's pattern tells apart.
"""

import json
import os
import random
from pathlib import Path

import tokenizers

HERE = Path(__file__).parent
GOLDEN = Path(os.environ.get("GOLDEN_DIR") or HERE / "golden")
SEED = 20261125
RANDOM_TEXTS = 200
WHITE_SPACE = ["\u0085", "\ufeff", " ", "\u00a0", "\t", "\n", "\u3000", "\u200b", "\u180e", "\u2028"]
OTHERS = ["'s", "'se", "John", " the", "a", "Z", "7", "12", ".", ",", "'", "\u00e9", "\u732b", "\U0001f642", "<|endoftext|>"]
FIXED = ["\u0085'se", "\ufeffThe White House", "shops,\u0085 John", "shops,\ufeff John", "a\u0085\u0085b", "a\ufeff\ufeffb", " \u0085", " \ufeff"]


def main() -> None:
    tokenizer = tokenizers.Tokenizer.from_file(str(HERE.parent / "patchbay-mini" / "tokenizer.json"))
    source = random.Random(SEED)
    texts = list(FIXED)
    for _ in range(RANDOM_TEXTS):
        # Each holds at least one of the two.
        parts = [source.choice(WHITE_SPACE[:2])]
        parts += [source.choice(WHITE_SPACE if source.random() < 0.5 else OTHERS) for _ in range(source.randint(1, 9))]
        source.shuffle(parts)
        texts.append("".join(parts))
    rows = [[text, tokenizer.encode(text, add_special_tokens=False).ids] for text in texts]
    content = {"model": "patchbay-mini", "tokenizers": tokenizers.__version__, "seed": SEED, "rows": rows}
    lines = ",\n".join("  " + json.dumps(row) for row in rows)
    head = json.dumps({**content, "rows": []})[: -len("[]}")]
    (GOLDEN / "tokens.json").write_text(f"{head}[\n{lines}\n]}}\n")


if __name__ == "__main__":
    main()
