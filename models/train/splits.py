"""What training never sees: held-out name pairs and held-out template/name combinations.

Everything that puts two names into one document asks `training_pair` for them, so a held-out pair never meets in
training, in either order.
"""

import random
from itertools import combinations

from words import NAMES

NOTEBOOK_PAIRS = [("Mary", "John"), ("Tom", "James"), ("Dan", "Sid"), ("Martin", "Amy")]


def _held_out_pairs() -> frozenset[frozenset[str]]:
    """A tenth of all unordered name pairs, the notebook's four among them; fixed, whatever the training seed."""
    notebook = [frozenset(pair) for pair in NOTEBOOK_PAIRS]
    others = [pair for pair in map(frozenset, combinations(NAMES, 2)) if pair not in notebook]
    count = (len(others) + len(notebook) + 9) // 10
    order = sorted(others, key=sorted)
    random.Random(20261124).shuffle(order)
    return frozenset(notebook + order[: count - len(notebook)])


HELD_OUT_PAIRS = _held_out_pairs()


def training_pair(rng: random.Random) -> tuple[str, str]:
    """Two different names that may stand together in a training document."""
    while True:
        first, second = rng.sample(NAMES, 2)
        if frozenset((first, second)) not in HELD_OUT_PAIRS:
            return first, second


def is_combination_held_out(opening: int, giving: int, first: str, second: str) -> bool:
    """Whether training leaves out this pair of names (in either order) in this template: about one in ten."""
    a, b = sorted((NAMES.index(first), NAMES.index(second)))
    return (opening * 7 + giving * 3 + a * 11 + b * 5) % 10 == 0
