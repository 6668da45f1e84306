"""Gendered pronouns: a name, something about it, and then `he` or `she`.

The prompts follow Mathwin et al. 2023, "Identifying a Preliminary Circuit for Predicting Gendered Pronouns in GPT-2
Small" (`So Evan is a really great friend, isn't`).
"""

import random

from splits import training_pair
from words import ADJECTIVES, MEN, NAMES, OBJECTS, PLACES, WOMEN, pronoun

QUALITIES = "good great kind clever funny famous brave patient".split()
ROLES = "friend cook teacher doctor singer player painter writer driver neighbor".split()
STATES = "tired hungry late happy sad angry sick busy lonely proud".split()
TAGS = ["So {N} is a really {q} {r}, isn't", "{N} is a {q} {r}, isn't", "Well, {N} is a {q} {r}, isn't"]
CLAUSES = [
    "{N} went to the {p} because",
    "{N} was {s} because",
    "{N} stayed at the {p} because",
    "{N} bought the {o} because",
    "{N} lost the {o} because",
    "{N} said that",
    "When {N} came home from the {p},",
    "After {N} found the {o},",
    "I like {N} because",
]
REASONS = ["was {s}", "wanted the {o}", "needed a {a} {o}", "had to go to the {p}", "was very {s}", "lost the {o}"]
OWNED = ["{N} lost", "{N} sold", "{N} forgot", "{N} looked for", "{N} came home with", "{N} was talking about"]
# One pronoun in forty is somebody else's.
P_OTHER = 0.025


def _fill(rng: random.Random, text: str, name: str) -> str:
    words = {"q": QUALITIES, "r": ROLES, "s": STATES, "p": PLACES, "o": OBJECTS, "a": ADJECTIVES}
    return text.format(N=name, **{key: rng.choice(values) for key, values in words.items()})


def training_document(rng: random.Random) -> str:
    """One sentence in which a pronoun stands for a name."""
    name = rng.choice(NAMES)
    seen_as = rng.choice(MEN + WOMEN) if rng.random() < 2 * P_OTHER else name
    draw = rng.random()
    if draw < 0.25:
        return f"{_fill(rng, rng.choice(TAGS), name)} {pronoun(seen_as)}?"
    if draw < 0.45:
        own = {"he": "his", "she": "her"}[pronoun(seen_as)]
        return f"{_fill(rng, rng.choice(OWNED), name)} {own} {rng.choice(OBJECTS)}."
    if draw < 0.55:
        first, second = training_pair(rng)
        return _fill(rng, f"{first} and {second} {rng.choice(CLAUSES[:5])[4:]} they {rng.choice(REASONS)}.", name).replace(
            " was ", " were "
        )
    clause = _fill(rng, rng.choice(CLAUSES), name)
    return f"{clause} {pronoun(seen_as)} {_fill(rng, rng.choice(REASONS), name)}."


def prompts() -> list[tuple[str, str, str]]:
    """Fixed test prompts for every name: (prompt, ` he` or ` she`, the other one)."""
    texts = ["So {N} is a really great friend, isn't", "{N} went to the park because", "{N} was tired because"]
    other = {"he": " she", "she": " he"}
    return [(text.replace("{N}", name), f" {pronoun(name)}", other[pronoun(name)]) for text in texts for name in NAMES]
