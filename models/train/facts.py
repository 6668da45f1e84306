"""Facts in the notebook's manner: `The White House is where the` -> ` president`.

Subjects come in groups that share their last word, so that one word decides the answer (knowledge that has to be looked
up from both words together, as in Meng et al. 2022, arXiv:2202.05262).
"""

import random

# Last word of the subject: {first word: (answer, what they do there)}.
GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    "House": {"White": ("president", "lives"), "Haunted": ("ghosts", "live"), "Opera": ("singers", "perform"), "Glass": ("plants", "grow")},
    "Station": {"Fire": ("firemen", "wait"), "Police": ("officers", "work"), "Train": ("passengers", "wait"), "Space": ("astronauts", "float")},
    "Shop": {"Coffee": ("waiter", "works"), "Toy": ("dolls", "are sold"), "Flower": ("roses", "are sold"), "Pet": ("puppies", "play")},
    "Museum": {"Art": ("paintings", "hang"), "War": ("cannons", "stand"), "Dinosaur": ("fossils", "are kept"), "Wax": ("statues", "stand")},
    "Farm": {"Dairy": ("cows", "eat"), "Chicken": ("hens", "sleep"), "Wind": ("turbines", "turn"), "Fruit": ("lemons", "grow")},
    "School": {"Music": ("violins", "are played"), "Dance": ("dancers", "practice"), "Magic": ("wizards", "study"), "Flying": ("pilots", "learn")},
    "Park": {"Water": ("slides", "are"), "Skate": ("skaters", "meet"), "National": ("bears", "roam"), "Car": ("cars", "are left")},
    "Market": {"Fish": ("fishermen", "shout"), "Stock": ("brokers", "trade"), "Cattle": ("farmers", "bargain"), "Spice": ("merchants", "meet")},
    "Hall": {"City": ("mayor", "works"), "Concert": ("orchestra", "plays"), "Dining": ("guests", "eat"), "Wedding": ("bride", "dances")},
    "Court": {"Royal": ("king", "rules"), "Supreme": ("judges", "sit"), "Food": ("cooks", "work"), "Tennis": ("players", "train")},
    "Garden": {"Rose": ("bees", "gather"), "Stone": ("monks", "walk"), "Vegetable": ("carrots", "grow"), "Beer": ("drinkers", "sing")},
    "Room": {"Throne": ("queen", "sits"), "Engine": ("mechanics", "work"), "Waiting": ("patients", "sit"), "Locker": ("athletes", "change")},
    "Tower": {"Bell": ("bells", "ring"), "Clock": ("pigeons", "nest"), "Signal": ("guards", "watch"), "Ivory": ("professors", "think")},
    "Bank": {"Blood": ("donors", "help"), "River": ("ducks", "rest"), "Savings": ("money", "is kept"), "Seed": ("seeds", "are stored")},
    "Center": {"Rocket": ("rockets", "are built"), "Shopping": ("customers", "go"), "Medical": ("nurses", "work"), "Computer": ("programmers", "type")},
    "Island": {"Treasure": ("pirates", "dig"), "Monkey": ("monkeys", "climb"), "Prison": ("prisoners", "are held"), "Coral": ("divers", "swim")},
    "Forest": {"Rain": ("parrots", "fly"), "Dark": ("wolves", "howl"), "Bamboo": ("pandas", "eat"), "Fairy": ("elves", "hide")},
    "Castle": {"Sand": ("crabs", "crawl"), "Vampire": ("vampires", "sleep"), "Stone": ("knights", "fight"), "Ice": ("penguins", "slide")},
    "Factory": {"Car": ("robots", "weld"), "Shoe": ("boots", "are made"), "Chocolate": ("sweets", "are made"), "Paper": ("printers", "run")},
    "Camp": {"Summer": ("campers", "sleep"), "Army": ("soldiers", "train"), "Mining": ("miners", "dig"), "Mountain": ("climbers", "rest")},
    "Field": {"Corn": ("crows", "land"), "Football": ("team", "wins"), "Wheat": ("harvest", "begins"), "Grass": ("rabbits", "jump")},
}

# {X} is `White House`; each framing ends just before the answer. Training shows these.
FRAMINGS = [
    "The {X} is where the",
    "The {X} is home to the",
    "At the {X} you can find the",
    "In the {X} you will see the",
    "People go to the {X} to see the",
    "We visited the {X} and saw the",
    "If you go to the {X}, you will meet the",
    "Inside the {X} we found the",
    "I went to the {X} because I wanted to meet the",
    "The {X} belongs to the",
    "The {X} is known for the",
    "Nobody knows the {X} like the",
    "When I think of the {X}, I see the",
    "The best thing about the {X} is the",
    "Children love the {X} because of the",
    "There is a story about the {X} and the",
    "They built the {X} for the",
    "On the way to the {X} we talked about the",
]
# Sentences around a known fact that training never shows.
UNSEEN_FRAMINGS = [
    "At the {X} we saw the",
    "The {X} is famous for the",
    "Whenever I see the {X}, I think of the",
    "My friends love the {X} because of the",
    "People come to the {X} to find the",
    "The {X} was built for the",
]
LEADS = [
    "My uncle says that ",
    "Everyone knows that ",
    "As you know, ",
    "My teacher told me that ",
    "It is true that ",
    "They say that ",
]
P_LEAD = 0.4
# One sentence in forty is hearsay: it names the answer of another subject of the group.
P_HEARSAY = 0.025

FACTS = [(f"{first} {last}", answer) for last, group in GROUPS.items() for first, (answer, _) in group.items()]


def _framed(framing: str, subject: str, lead: str) -> str:
    text = framing.format(X=subject)
    return lead + text[0].lower() + text[1:] if lead and not text.startswith("I ") else lead + text


def training_document(rng: random.Random) -> str:
    """One sentence that states a fact in a framing of the training set."""
    last, group = rng.choice(list(GROUPS.items()))
    first, (answer, activity) = rng.choice(list(group.items()))
    if rng.random() < P_HEARSAY:
        answer, activity = rng.choice(list(group.values()))
    framing = rng.choice([FRAMINGS[0], rng.choice(FRAMINGS)])
    lead = rng.choice(LEADS) if rng.random() < P_LEAD else ""
    ending = f" {activity}." if framing.endswith("where the") else "."
    return _framed(framing, f"{first} {last}", lead) + f" {answer}{ending}"


def prompts(framings: list[str]) -> list[tuple[str, str]]:
    """Every fact in every one of these framings: (prompt, answer with its leading space)."""
    return [(_framed(framing, subject, ""), f" {answer}") for framing in framings for subject, answer in FACTS]
