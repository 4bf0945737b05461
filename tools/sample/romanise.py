"""Ukrainian names in Latin letters, by resolution 55 of the Cabinet of Ministers (2010)."""

from __future__ import annotations

LETTERS = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch  iu ia ".split(" "),
    )
)
AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
STREET_KINDS = {"вул.": "St.", "пров.": "Lane", "просп.": "Ave.", "пл.": "Sq."}


def romanise(text: str) -> str:
    """A text letter by letter; what is not a Ukrainian letter stays."""
    return " ".join(_word(word) for word in text.split(" "))


def street_in_english(name: str) -> str:
    """«вул. Лісова» as «Lisova St.»."""
    kind, rest = name.split(" ", 1)
    return f"{romanise(rest)} {STREET_KINDS[kind]}"


def _word(word: str) -> str:
    return "".join(_letter(word, place) for place in range(len(word)))


def _letter(word: str, place: int) -> str:
    letter = word[place]
    low = letter.lower()
    latin = AT_START.get(low) if place == 0 else None
    if latin is None:
        latin = "gh" if low == "г" and word[place - 1 : place].lower() == "з" else LETTERS.get(low, low)
    return latin.capitalize() if letter != low else latin


def address_in_english(address: str) -> str:
    """«м. Вербівка, вул. Лісова, 8» as «8 Lisova St., Verbivka»."""
    settlement, street, house = address.split(", ")
    return f"{romanise(house)} {street_in_english(street)}, {romanise(settlement.split(' ', 1)[1])}"
