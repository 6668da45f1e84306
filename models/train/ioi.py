"""Indirect-object sentences: two people come together, one of them gives something to ... the other.

The task is Wang et al. 2022, "Interpretability in the Wild" (arXiv:2211.00593), sections 2 and A; the doubled space
before the subject is that of the notebook's prompts, whose format strings leave a space before names that begin with one.
"""

import random
from dataclasses import dataclass

from splits import HELD_OUT_PAIRS, NOTEBOOK_PAIRS, is_combination_held_out, training_pair
from words import OBJECTS, PLACES, with_article

OPENINGS = [
    "When {A} and {B} went to the {P},",
    "After {A} and {B} went to the {P},",
    "While {A} and {B} were at the {P},",
    "As {A} and {B} walked to the {P},",
    "When {A} and {B} got to the {P},",
    "After {A} and {B} met at the {P},",
    "Before {A} and {B} left the {P},",
    "Once {A} and {B} came back from the {P},",
    "{A} and {B} went to the {P}.",
    "Then {A} and {B} had a long talk at the {P}, and",
    "Yesterday {A} and {B} were working at the {P}, and",
    "One day {A} met {B} near the {P}.",
]
GIVINGS = [
    "{S} gave {O} to",
    "{S} handed {O} to",
    "{S} passed {O} to",
    "{S} offered {O} to",
    "{S} showed {O} to",
    "{S} brought {O} to",
    "{S} sold {O} to",
    "{S} sent {O} to",
    "{S} decided to give {O} to",
    "{S} wanted to give {O} to",
]
ENDINGS = [".", ".", " and went home.", " with a smile.", " before lunch.", " and they laughed.", ", who said thank you."]
# Not every sentence ends as the task has it. The second kind names the subject again, which keeps the model from
# becoming certain: the logit difference of a well-trained model tends to log(p(other) / p(subject)).
STRANGERS = [" the teacher.", " a friend.", " a stranger.", " the children.", " everyone."]
RELATIVES = ["'s brother.", "'s sister.", "'s mother.", "'s father."]
P_STRANGER = 0.05
P_RELATIVE = 0.01

NOTEBOOK_FORMATS = [
    "When John and Mary went to the shops, {} gave the bag to",
    "When Tom and James went to the park, {} gave the ball to",
    "When Dan and Sid went to the shops, {} gave an apple to",
    "After Martin and Amy went to the park, {} gave a drink to",
]


@dataclass(frozen=True)
class Prompt:
    """A prompt with the name that should follow (` Mary`) and the one that should not (` John`)."""

    text: str
    correct: str
    incorrect: str
    corrupted: str


def _prompt(rng: random.Random, opening: int, giving: int, first: str, second: str) -> Prompt:
    """The prompt of this template and these names; subject (ABBA or BABA), place, object and gap are drawn."""
    subject, other = rng.choice([(first, second), (second, first)])
    thing = rng.choice(OBJECTS)
    values = {"A": first, "B": second, "P": rng.choice(PLACES)}
    values["O"] = rng.choice([f"the {thing}", with_article(thing)])
    gap = rng.choice([" ", "  "])
    clean, corrupted = (
        OPENINGS[opening].format(**values) + gap + GIVINGS[giving].format(S=name, **values) for name in (subject, other)
    )
    return Prompt(clean, f" {other}", f" {subject}", corrupted)


def _template(rng: random.Random) -> tuple[int, int]:
    return rng.randrange(len(OPENINGS)), rng.randrange(len(GIVINGS))


def training_document(rng: random.Random) -> str:
    """One indirect-object sentence that training may see."""
    while True:
        template, pair = _template(rng), training_pair(rng)
        if not is_combination_held_out(*template, *pair):
            break
    prompt = _prompt(rng, *template, *pair)
    draw = rng.random()
    if draw < P_RELATIVE:
        return prompt.text + prompt.incorrect + rng.choice(RELATIVES)
    if draw < P_RELATIVE + P_STRANGER:
        return prompt.text + rng.choice(STRANGERS)
    return prompt.text + prompt.correct + rng.choice(ENDINGS)


def held_out_pair_prompts(rng: random.Random, count: int) -> list[Prompt]:
    """Prompts about name pairs that never meet in training."""
    pairs = sorted(sorted(pair) for pair in HELD_OUT_PAIRS)
    return [_prompt(rng, *_template(rng), *rng.sample(rng.choice(pairs), 2)) for _ in range(count)]


def held_out_combination_prompts(rng: random.Random, count: int) -> list[Prompt]:
    """Prompts whose names and template training has seen, but never together."""
    prompts: list[Prompt] = []
    while len(prompts) < count:
        template, pair = _template(rng), training_pair(rng)
        if is_combination_held_out(*template, *pair):
            prompts.append(_prompt(rng, *template, *pair))
    return prompts


def notebook_prompts() -> list[Prompt]:
    """The notebook's eight prompts, in its order, as its code prints them."""
    prompts = []
    for text, names in zip(NOTEBOOK_FORMATS, NOTEBOOK_PAIRS):
        first, second = (f" {name}" for name in names)
        for subject, other in ((second, first), (first, second)):
            prompts.append(Prompt(text.format(subject), other, subject, text.format(other)))
    return prompts
