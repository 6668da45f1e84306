"""Plain sentences about nothing in particular, from a small grammar, so that the text is not only templates."""

import random

PEOPLE = "man woman boy girl farmer driver baker doctor teacher child neighbour sailor painter cook friend".split()
ANIMALS = "dog cat horse bird fox rabbit cow sheep mouse goat".split()
THINGS = "house door window table chair road bridge garden river tree stone boat bread soup clock wall fire".split()
ADJECTIVES = (
    "old young small large quiet bright dark warm cold green red blue heavy new broken empty narrow soft strange tired"
).split()
SEEING = "saw found watched liked painted carried followed remembered described wanted".split()
GOING = "walked ran slept waited sang laughed worked stood fell arrived".split()
WHERE = [
    "near the {thing}",
    "behind the {adjective} {thing}",
    "under the {thing}",
    "in the {adjective} {thing}",
    "by the {thing}",
    "along the {thing}",
]
WHEN = (
    "in the morning|at night|after the rain|every day|before dinner|last week|in the winter|for a long time|"
    "on Sunday|again and again"
).split("|")
WEATHER = "rain snow wind sun fog storm".split()

FORMS = [
    "The {adjective} {who} {going} {where}",
    "The {who} {seeing} the {adjective} {thing} {when}",
    "A {who} and a {other} {going} {where} {when}",
    "{when_first}, the {who} {seeing} a {thing} {where}",
    "The {weather} came {when}, and the {who} {going}",
    "There was a {adjective} {thing} {where}",
    "No one {seeing} the {who} {when}",
    "If the {thing} is {adjective}, the {who} will come back",
    "The {thing} was {adjective} and {adjective2}, but the {who} {seeing} it",
    "She asked the {who} about the {adjective} {thing}",
    "He told the {who} that the {thing} was {adjective}",
    "They {going} {where} because the {weather} was over",
    "I think that the {who} {seeing} the {thing} {where}",
    "We {going} to the {thing} {when} and {seeing} a {other}",
]


def filler_sentence(rng: random.Random) -> str:
    """One sentence with its full stop."""
    pick = rng.choice
    when = pick(WHEN)
    where = pick(WHERE).format(thing=pick(THINGS), adjective=pick(ADJECTIVES))
    text = pick(FORMS).format(
        who=pick(PEOPLE + ANIMALS),
        other=pick(ANIMALS + PEOPLE),
        thing=pick(THINGS),
        adjective=pick(ADJECTIVES),
        adjective2=pick(ADJECTIVES),
        seeing=pick(SEEING),
        going=pick(GOING),
        where=where,
        when=when,
        when_first=when[0].upper() + when[1:],
        weather=pick(WEATHER),
    )
    return text + "."
