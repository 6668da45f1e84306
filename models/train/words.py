"""The words that the corpus is made of: people, places, objects and the things people do with them."""

MEN = (
    "John Tom James Dan Sid Martin Paul Mark Peter Robert David Michael Henry George Jack Sam Ben Adam Simon Luke "
    "Kevin Brian Eric Frank Charles Daniel Thomas William Steven Andrew Oscar Victor Bob"
).split()
WOMEN = (
    "Mary Amy Anna Emma Alice Sarah Laura Jane Kate Lucy Susan Linda Karen Helen Rachel Julia Sophie Clara Rose Ruth "
    "Grace Nancy Maria Diana Emily Olivia Lily Eva Nora Claire Betty Jenny Carol"
).split()
NAMES = MEN + WOMEN

PLACES = (
    "shops park store school library beach station market office garden museum restaurant cafe hospital church farm "
    "cinema theater zoo lake river mall airport bakery bank castle circus pool gym hotel harbor village city forest "
    "bookstore playground house kitchen concert party"
).split()

OBJECTS = (
    "bag ball apple drink book key letter ring flower cake cup hat coat map pen ticket toy box basket camera clock coin "
    "phone guitar kite lamp necklace newspaper orange egg umbrella picture sandwich present gift snack bottle blanket "
    "knife computer bone bike watch"
).split()

ADJECTIVES = (
    "small big old new red blue green quiet loud happy sad bright dark cold warm heavy light soft strange lovely"
).split()
ANIMALS = "dog cat horse bird fox mouse rabbit duck goat pig frog sheep".split()
FOODS = "bread milk eggs cheese rice soup fish tea honey butter apples salt pepper sugar beans corn".split()
WEATHER = "rain snow wind sun fog storm".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()


def with_article(noun: str) -> str:
    """The noun with its indefinite article: `an apple`, `a ball`."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def pronoun(name: str) -> str:
    """`he` or `she`, as the corpus uses the name."""
    return "he" if name in MEN else "she"
