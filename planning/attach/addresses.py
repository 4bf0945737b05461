"""Streets and house numbers that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .text import clean, fold, same_stem, stem

_TYPES = {
    "street": r"вулиц(?:ями|ях|ям|ею|я|і|ю|ь)|вулиць|вул",
    "avenue": r"проспект(?:у|і|ом|и|ах|ів)?|просп|пр-т|пр-кт|пр(?=\.)",
    "lane": r"провул(?:ок|ку|ка|ком|ки|ках|ків)|пров|прв",
    "square": r"площ(?:а|і|у|ею)|пл(?=\.)|майдан(?:у|і|ом)?",
    "boulevard": r"бульвар(?:у|і|ом)?|бульв|б-р|бул(?=\.)",
    "highway": r"шосе",
    "descent": r"узв[іо]з(?:у|і|ом)?",
    "embankment": r"набережн(?:а|ій|ої|у)|наб(?=\.)",
    "passage": r"проїзд(?:у|і|ом)?|пр-зд|в'їзд(?:у|і)?|тупик(?:у|ом)?|туп(?=\.)",
    "alley": r"але(?:я|ї|ю|єю)",
}
_TYPE = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{kind}>{form})" for kind, form in _TYPES.items()) + r")(?![\w-])\.?",
    re.IGNORECASE,
)
_NAME_WORD = (
    r"(?:\d{1,4}(?:-?(?:[а-яії]{1,2}|річчя))?(?=\s)(?:\s+років)?|\d{1,4}-річчя"
    r"|[А-ЯІЇЄҐ]\.\s?(?=[А-ЯІЇЄҐ])|[ІI]{1,3}-\w{1,2}"
    r"|[А-ЯІЇЄҐ][\w']*(?:\s?-\s?[А-ЯІЇЄҐ][\w']+)*"
    r"|(?<=\d\s)[а-яіїєґ][\w']{3,}"
    r"|(?:гетьмана|генерала|академіка|князя)(?=\s[А-ЯІЇЄҐ])"
    r"|[а-яіїєґ]{4,}(?=,\s?(?:буд|\d)))"
)
_NAME = re.compile(rf"\s*({_NAME_WORD}(?:\s*{_NAME_WORD}){{0,4}})")
_NAME_BEFORE = re.compile(r"([А-ЯІЇЄҐ][\w']+(?:\s?-\s?[А-ЯІЇЄҐ][\w']+)*)\s+$")
_HOUSE = (
    r"\d{1,4}(?:\s?[/\\]\s?\d{1,4})?(?:\s?-\s?[а-яіїєґa-zА-ЯІЇЄҐA-Z](?![\w])|[а-яіїєґa-zА-ЯІЇЄҐA-Z](?![\w])"
    r"|\s(?![ВвУуЗзІіОоАа]\s)[А-ЯІЇЄҐ](?![\w.])|\s(?![вузіоа]\b)[а-г](?=$|[,;)]))?"
)
_NOT_A_HOUSE = r"(?!\s?(?:р\.|рік|рок|тис|млн|кв\.|м\b|км|поверх|черг|га\b|№|%))"
_MORE_HOUSES = rf"(?:\s?(?:,|та|і)\s?{_HOUSE}(?=\s?(?:,|;|\)|$|та\s\d|і\s\d)))*"
_HOUSES = re.compile(
    rf"\s*,?\s*(?:(?:будин(?:ок|ку|ки)|буд|б)\.?\s*)?№?\s?({_HOUSE}(?![\w/-]){_MORE_HOUSES}){_NOT_A_HOUSE}"
)
_PLURAL_MORE = re.compile(rf"\s*(?:,|та|і|й)\s+({_NAME_WORD}(?:\s*{_NAME_WORD}){{0,2}})")
_PLURAL = re.compile(r"вулицях|вулиць|вулиці|вулицям|вулицями", re.IGNORECASE)
_LIMIT = re.compile(r"(?:^|[\s(])(?:від|до|між|біля|навпроти|з|із|між\s[^,;()]{3,60}\s(?:та|і))\s+$", re.IGNORECASE)
_WHERE = re.compile(r"(?:^|[\s(])(?:по|на|за адресою:?|вздовж|у|в)\s+$", re.IGNORECASE)
_TITLES = frozenset(stem(word) for word in "академіка генерала гетьмана князя маршала професора героя святого".split())


@dataclass(frozen=True)
class Street:
    """A street named in a text: `kind` of thoroughfare ("" unknown), stems of its name, houses at it.

    `limit` is true where it only bounds a stretch («від вул. Лісової до …»), `where` where it says the place of
    something else («гараж по вул. Лісовій»); `said` is the text as written.
    """

    kind: str
    name: tuple[str, ...]
    houses: tuple[str, ...]
    limit: bool
    said: str
    where: bool = False


def streets(text: str) -> tuple[Street, ...]:
    """Every street with a type word («вул.», «просп.» …) that a running text names."""
    return tuple(_unique(_each_street(clean(text))))


def without_streets(text: str) -> str:
    """The text, cleaned, without the streets and houses that it names («по вул. Університетській, 5»)."""
    shown = clean(text)
    for street in list(_each_street(shown)):
        shown = shown.replace(street.said, ", ")
    return shown


@lru_cache(maxsize=100_000)
def street_of_field(text: str) -> Street | None:
    """The street of an address field, with or without a type word: «Лісова, 12», «вул. Лісова»; None where empty."""
    typed = streets(text)
    if typed:
        return typed[0]
    name, _, rest = clean(text).partition(",")
    house = _HOUSES.match("," + rest) if rest else re.search(rf"\s({_HOUSE})$", name)
    bare = name if rest or not house else name[: house.start()]
    return (
        Street("", name_stems(bare), split_houses(house.group(1)) if house else (), False, clean(text))
        if bare
        else None
    )


def house_number(text: str) -> str:
    """A house number in one spelling: «12-А», «12 а» and «12а» are equal, «12» and «12а» are not."""
    folded = fold(str(text)).replace("\\", "/")
    folded = re.sub(r"^(?:будинок|буд|б)\.?\s*|№", "", folded).strip()
    if folded.endswith(".0"):
        folded = folded[:-2]
    return re.sub(r"\s", "", re.sub(r"(?<=\d)[\s-]+(?=[^\W\d])", "", folded)).translate(
        str.maketrans("abceiopx", "авсеіорх")
    )


def split_houses(text: str) -> tuple[str, ...]:
    """The single numbers of «1а, 1б та 3»."""
    return tuple(house_number(part) for part in re.split(r",|\sта\s|\sі\s", text) if part.strip())


def name_stems(name: str) -> tuple[str, ...]:
    """The words of a street's name without endings; initials keep their letter."""
    found = re.findall(r"\w+", fold(name))
    return tuple(word if len(word) == 1 else stem(word) for word in found if word not in ("імені", "ім"))


def same_street(one: Street, other: Street) -> float:
    """How surely two mentions are one street: 1 the same name, 0.8 one leaves words out, 0 different."""
    if one.kind and other.kind and one.kind != other.kind:
        return 0.0
    return same_name(one.name, other.name)


@lru_cache(maxsize=200_000)
def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """1 where the names are equal or differ by initials and titles, 0.8 where one leaves words out, else 0."""
    short, long = sorted((_without_titles(one), _without_titles(other)), key=_full_words)
    used: set[int] = set()
    for word in sorted(short, key=len, reverse=True):
        place = next((i for i, w in enumerate(long) if i not in used and _agree(word, w)), None)
        if place is None:
            return 0.0
        used.add(place)
    left = [word for i, word in enumerate(long) if i not in used and len(word) > 1]
    if not any(len(word) > 1 for word in short):
        return 0.0
    return 0.8 if left else 1.0


def _full_words(name: tuple[str, ...]) -> tuple[int, int]:
    return sum(len(word) > 1 for word in name), len(name)


def _without_titles(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in name if word not in _TITLES) or name


def _agree(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0] and not one.isdigit() and not other.isdigit() or one == other
    return same_stem(one, other)


def _each_street(shown: str) -> Iterator[Street]:
    position = 0
    while found := _TYPE.search(shown, position):
        position = found.end()
        for street, end in _streets_at(found, shown):
            position = max(position, end)
            yield street


def _streets_at(found: re.Match[str], shown: str) -> Iterator[tuple[Street, int]]:
    """The streets that a type word brings, each with where its words end."""
    kind = found.lastgroup or ""
    limit = bool(_LIMIT.search(shown[: found.start()]))
    name = _NAME.match(shown, found.end())
    before = _NAME_BEFORE.search(shown[: found.start()])
    if name is None and before and kind != "street":
        limit = bool(_LIMIT.search(shown[: before.start()]))
        yield _street(kind, before.group(1), found.end(), before.start(), limit, shown)
    elif name:
        yield _street(kind, name.group(1), name.end(), found.start(), limit, shown)
        yield from _more(found, name.end(), limit, shown)


def _more(found: re.Match[str], position: int, limit: bool, shown: str) -> Iterator[tuple[Street, int]]:
    """The other names after a plural: «по вулицях Чалого, Загорулько та Лісовій»."""
    if not _PLURAL.fullmatch(found.group().rstrip(".")):
        return
    more = _PLURAL_MORE.match(shown, position)
    while more:
        yield _street(found.lastgroup or "", more.group(1), more.end(), more.start(1), limit, shown)
        more = _PLURAL_MORE.match(shown, more.end())


def _street(kind: str, name: str, end: int, start: int, limit: bool, shown: str) -> tuple[Street, int]:
    houses = _HOUSES.match(shown, end)
    stop = houses.end() if houses else end
    found = split_houses(houses.group(1)) if houses else ()
    where = bool(_WHERE.search(shown[:start]))
    return Street(kind, name_stems(name), found, limit, shown[start:stop].strip(" ,"), where), stop


def _unique(found: Iterator[Street]) -> Iterator[Street]:
    seen = set()
    for street in found:
        key = (street.kind, street.name, street.houses, street.limit)
        if key not in seen and street.name:
            seen.add(key)
            yield street
