"""What training never shows, so that the card can say what the model generalises to. Seeded, nothing else.

- a tenth of all pairs of names, the notebook's four among them: never together in a training sentence;
- a tenth of the combinations of sentence template and subject;
- for each fact three of its framings (never the bare one, which the notebook uses).
"""

import itertools
import random

from vocabulary import FACTS, FRAMINGS, NAMES

NOTEBOOK_PAIRS = [("John", "Mary"), ("Tom", "James"), ("Dan", "Sid"), ("Martin", "Amy")]


def held_out_pairs(seed: int) -> set[frozenset[str]]:
    """A tenth of the unordered pairs of different names."""
    pairs = [frozenset(pair) for pair in itertools.combinations(NAMES, 2)]
    chosen = {frozenset(pair) for pair in NOTEBOOK_PAIRS}
    others = [pair for pair in pairs if pair not in chosen]
    random.Random(f"pairs {seed}").shuffle(others)
    return chosen | set(others[: len(pairs) // 10 - len(chosen)])


def held_out_template_names(templates: int, seed: int) -> set[tuple[int, str]]:
    """A tenth of the combinations of template and name of the subject."""
    combinations = [(template, name) for template in range(templates) for name in NAMES]
    random.Random(f"templates {seed}").shuffle(combinations)
    return set(combinations[: len(combinations) // 10])


def held_out_framings(seed: int) -> dict[int, set[int]]:
    """For each fact three framings; framing 0 is the bare sentence."""
    rng = random.Random(f"framings {seed}")
    return {fact: set(rng.sample(range(1, len(FRAMINGS)), 3)) for fact in range(len(FACTS))}
