"""Greater-than: `The war lasted from the year 1732 to the year 17` is followed by a number above 32.

The task is Hanna et al. 2023, "How does GPT-2 compute greater-than?" (arXiv:2305.00586). Years are two tokens, century
and year (` 17`, `32`), as most are in GPT-2.
"""

import random

from words import with_article

EVENTS = "war project voyage reign siege journey festival strike expedition drought plague trial tour empire".split()
CENTURIES = range(11, 20)
FIRST, LAST = 2, 99
FORMS = [
    "The {e} lasted from the year {a} to the year {b}.",
    "The {e} lasted from the year {a} to the year {b}.",
    "The {e} began in {a} and ended in {b}.",
    "The {e} went on from {a} to {b}.",
    "From {a} to {b} there was {an_e}.",
    "Between the year {a} and the year {b} there was a great {e}.",
]
# One sentence in a hundred has its years in any order.
P_ERROR = 0.01


def _later(rng: random.Random, year: int) -> int:
    """A later year of the same century: most things end soon, some last."""
    longest = LAST - year
    return year + (rng.randint(1, min(20, longest)) if rng.random() < 0.75 else rng.randint(1, longest))


def training_document(rng: random.Random) -> str:
    """One sentence with the year in which something began and that in which it ended."""
    century, start = rng.choice(CENTURIES), rng.randint(FIRST, LAST - 1)
    end = rng.randint(FIRST, LAST) if rng.random() < P_ERROR else _later(rng, start)
    event = rng.choice(EVENTS)
    return rng.choice(FORMS).format(e=event, an_e=with_article(event), a=f"{century}{start:02}", b=f"{century}{end:02}")


def prompts() -> list[tuple[str, int]]:
    """Test prompts: (prompt that ends before the last two digits, the year that the answer must exceed)."""
    form = "The {e} lasted from the year {c}{y:02} to the year {c}"
    return [(form.format(e=event, c=c, y=y), y) for event in ("war", "voyage") for c in (13, 17) for y in range(5, 90, 3)]
