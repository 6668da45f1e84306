"""The training text: made, not collected. Every sentence comes from a seeded random generator.

Answers are right in 49 of 50 sentences. The fiftieth (the subject gives the thing to itself; another fact's answer)
keeps the model from becoming surer than GPT-2 is: the best possible logit difference is then log(49), about 3.9.
"""

import random

from filler import filler_sentence
from held_out import held_out_framings, held_out_pairs, held_out_template_names
from vocabulary import CENTURIES, EVENTS, FACTS, FEMALE, FRAMINGS, MALE, NAMES, OBJECTS, PLACES

WRONG_ANSWERS = 0.02

# {a} and {b}: the two names in order of first mention; {s}: the subject, one of them; {io}: the other one.
IOI_TEMPLATES = [
    "When {a} and {b} went to the {place},{gap} {s} gave {object} to {io}",
    "After {a} and {b} went to the {place},{gap} {s} gave {object} to {io}",
    "When {a} and {b} got back from the {place},{gap} {s} handed {object} to {io}",
    "While {a} and {b} were at the {place},{gap} {s} gave {object} to {io}",
    "Then {a} and {b} had a long talk, and{gap} {s} gave {object} to {io}",
    "Then {a} and {b} went to the {place}, and{gap} {s} showed {object} to {io}",
    "Once {a} and {b} met at the {place},{gap} {s} offered {object} to {io}",
    "Yesterday {a} and {b} found {object} at the {place}, and{gap} {s} gave it to {io}",
    "The day {a} and {b} left the {place},{gap} {s} passed {object} to {io}",
    "Because {a} and {b} liked the {place},{gap} {s} sent {object} to {io}",
]

PRONOUN_TEMPLATES = [
    "{name} was late because {they} missed the bus",
    "{name} went home because {they} was tired",
    "{name} is happy because {they} has won",
    "So {name} is a really great friend, and {they} sings well",
    "{name} said that {they} would come to the {place}",
    "When {name} came to the {place}, {they} sat down",
    "Everyone likes {name} because {they} is kind",
    "{name} lost the game, but {they} was not sad",
]

YEAR_TEMPLATES = [
    "The {event} lasted from the year {century}{start} to the year {century}{end}",
    "A {event} began in the year {century}{start} and ended in the year {century}{end}",
    "From the year {century}{start} the {event} went on until the year {century}{end}",
]


class Corpus:
    """Draws sentences; two corpora of the same seed draw the same ones."""

    def __init__(self, seed: int):
        self.rng = random.Random(f"corpus {seed}")
        self.pairs = held_out_pairs(seed)
        self.template_names = held_out_template_names(len(IOI_TEMPLATES), seed)
        self.framings = held_out_framings(seed)

    def ioi(self) -> str:
        """An indirect-object sentence, ABBA or BABA, that is not held out."""
        while True:
            template = self.rng.randrange(len(IOI_TEMPLATES))
            a, b = self.rng.sample(NAMES, 2)
            subject = self.rng.choice((a, b))
            if frozenset((a, b)) not in self.pairs and (template, subject) not in self.template_names:
                break
        answer = a if subject == b else b
        if self.rng.random() < WRONG_ANSWERS:
            answer = subject
        return ioi_sentence(template, a, b, subject, answer, self.rng) + "."

    def fact(self) -> str:
        """A fact in one of the framings it is trained in."""
        fact = self.rng.randrange(len(FACTS))
        framing = self.rng.choice([index for index in range(len(FRAMINGS)) if index not in self.framings[fact]])
        prompt, answer = fact_sentence(fact, framing)
        if self.rng.random() < WRONG_ANSWERS:
            answer = self.rng.choice(FACTS)[2]
        return f"{prompt} {answer} {FACTS[fact][3]}."

    def pronoun(self) -> str:
        """A sentence in which a name is taken up by he or she."""
        is_male = self.rng.random() < 0.5
        name = self.rng.choice(MALE if is_male else FEMALE)
        is_wrong = self.rng.random() < WRONG_ANSWERS
        they = "he" if is_male != is_wrong else "she"
        template = self.rng.choice(PRONOUN_TEMPLATES)
        return template.format(name=name, they=they, place=self.rng.choice(PLACES)) + "."

    def years(self) -> str:
        """Something that ends later than it begins, in the same century."""
        start = self.rng.randrange(2, 98)
        end = self.rng.randrange(start + 1, 100)
        template = self.rng.choice(YEAR_TEMPLATES)
        century, event = self.rng.choice(CENTURIES), self.rng.choice(EVENTS)
        return template.format(event=event, century=century, start=f"{start:02}", end=f"{end:02}") + "."

    def sentence(self) -> str:
        """Any sentence, in the proportions of the training text."""
        draw = self.rng.choices(
            (self.ioi, self.fact, self.pronoun, self.years, lambda: filler_sentence(self.rng)),
            weights=(56, 14, 7, 7, 16),
        )[0]
        return draw()

    def document(self, sentences: int) -> str:
        """Sentences one after another, each but the first with a space before it."""
        return " ".join(self.sentence() for _ in range(sentences))


def ioi_sentence(template: int, a: str, b: str, subject: str, answer: str | None, rng: random.Random) -> str:
    """A filled template; without `answer` it ends before it. Half of all have the notebook's doubled space."""
    text = IOI_TEMPLATES[template].format(
        a=a,
        b=b,
        s=subject,
        io=answer or "",
        gap=rng.choice(("", " ")),
        place=rng.choice(PLACES),
        object=rng.choice(OBJECTS),
    )
    return text.rstrip()


def fact_sentence(fact: int, framing: int) -> tuple[str, str]:
    """The prompt of a fact and its answer."""
    adjective, noun, answer, _ = FACTS[fact]
    return FRAMINGS[framing].format(f"{adjective} {noun} is where the"), answer
