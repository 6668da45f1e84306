"""Words that the training text is made of. Every one becomes a single token with its leading space."""

MALE = (
    "John Tom James Dan Sid Martin Mark Paul Peter Simon Andrew Michael David Robert George Henry Frank "
    "Jack Harry Oscar Felix Victor Leo Max Adam Ben Carl Eric Ivan Kevin"
).split()
FEMALE = (
    "Mary Amy Alice Anna Laura Emma Sarah Julia Kate Lucy Rose Helen Jane Claire Nina Ruth Eva Grace Holly "
    "Irene Karen Linda Maria Nora Olivia Paula Rachel Susan Tina Vera"
).split()
NAMES = MALE + FEMALE

PLACES = (
    "shops park store school office station garden library market beach museum river theatre cafe hospital "
    "church castle harbour farm lake cinema bakery village forest gallery stadium airport hotel restaurant zoo"
).split()

# With the article that the sentence uses.
OBJECTS = [
    f"{article} {noun}"
    for article, nouns in {
        "the": "bag ball book ring letter key map lamp cup hat coat box",
        "a": "drink kiss flower present necklace ticket sandwich basket pen camera phone towel",
        "an": "apple orange umbrella envelope onion album",
    }.items()
    for noun in nouns.split()
]

# (adjective, noun, who or what is there, what they do). Subjects that share a noun differ in one word only.
FACTS = [
    ("White", "House", "president", "lives"),
    ("Haunted", "House", "ghosts", "live"),
    ("Opera", "House", "singers", "perform"),
    ("Tree", "House", "children", "play"),
    ("Glass", "House", "plants", "grow"),
    ("Coffee", "House", "poets", "meet"),
    ("Throne", "Room", "king", "sits"),
    ("Waiting", "Room", "patients", "wait"),
    ("Engine", "Room", "mechanics", "work"),
    ("Court", "Room", "judge", "speaks"),
    ("Locker", "Room", "players", "change"),
    ("Dressing", "Room", "actors", "dress"),
    ("Control", "Room", "operators", "watch"),
    ("Class", "Room", "teacher", "talks"),
    ("Police", "Station", "officers", "work"),
    ("Fire", "Station", "firefighters", "wait"),
    ("Space", "Station", "astronauts", "float"),
    ("Train", "Station", "travellers", "leave"),
    ("Weather", "Station", "forecasters", "measure"),
    ("Radio", "Station", "announcers", "talk"),
    ("Town", "Hall", "mayor", "works"),
    ("Concert", "Hall", "musicians", "play"),
    ("Lecture", "Hall", "professor", "speaks"),
    ("Dance", "Hall", "dancers", "meet"),
    ("Law", "School", "lawyers", "study"),
    ("Medical", "School", "doctors", "study"),
    ("Art", "School", "painters", "study"),
    ("Flight", "School", "pilots", "train"),
    ("Riding", "School", "horses", "run"),
    ("Magic", "School", "wizards", "learn"),
    ("Water", "Park", "swimmers", "splash"),
    ("Safari", "Park", "lions", "roam"),
    ("Skate", "Park", "skaters", "jump"),
    ("Rose", "Garden", "bees", "fly"),
    ("Kitchen", "Garden", "cooks", "pick"),
    ("Animal", "Garden", "monkeys", "climb"),
    ("Fish", "Market", "fishermen", "sell"),
    ("Stock", "Market", "traders", "shout"),
    ("Cattle", "Market", "farmers", "trade"),
    ("Bell", "Tower", "bats", "sleep"),
    ("Prison", "Tower", "prisoners", "sit"),
    ("Watch", "Tower", "guards", "stand"),
    ("Barber", "Shop", "barber", "works"),
    ("Flower", "Shop", "florist", "works"),
    ("Toy", "Shop", "dolls", "wait"),
    ("Boat", "Yard", "sailors", "build"),
    ("Farm", "Yard", "chickens", "run"),
    ("School", "Yard", "pupils", "play"),
]

# Sentences around a fact; `{}` stands for the fact, which begins with a capital The or a small the.
FRAMINGS = [
    "The {}",
    "Everyone knows that the {}",
    "My teacher said that the {}",
    "It is written that the {}",
    "As you may know, the {}",
    "In this town the {}",
    "They told us that the {}",
    "I remember that the {}",
    "Of course the {}",
    "Do not forget that the {}",
    "Our guide explained that the {}",
    "People say that the {}",
]

EVENTS = "war reign siege feud strike drought voyage search famine truce project journey".split()
CENTURIES = list(range(11, 20))
