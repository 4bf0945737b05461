"""Institutions that a text names: kind, number, proper name. The kinds are data: kinds.csv beside this module."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .text import clean, fold, shortened, stem, words

# What tells two institutions of one kind apart, and whose they are.
SPECIALITIES = frozenset(
    stem(word)
    for word in (
        "дитяча доросла стоматологічна психіатрична наркологічна інфекційна протитуберкульозна туберкульозна "
        "онкологічна кардіологічна травматологічна офтальмологічна шкірна венерологічна приватна санаторна "
        "студентська вечірня залізнична військова ветеринарна"
    ).split()
)
LEVELS = frozenset(stem(word) for word in ("міська", "районна", "обласна", "сільська", "селищна"))
# Words that say of what sort or whose an institution is, and never which one.
LEGAL = frozenset(
    stem(word)
    for word in (
        "комунальний комунальне комунальна некомерційне підприємство заклад заклади установа організація державний "
        "державне навчальний освіти охорони здоров'я медичний медична імені ім область області району громади ради "
        "територіальної об'єднаної лікувально профілактичний опорний загальноосвітня загальноосвітній "
        "середня середньої загальної повної спеціалізована спеціалізований клінічна клінічний "
        "багатопрофільна з поглибленим вивченням та і й у в на по для при центр будівля будинок приміщення корпус "
        "відокремлений підрозділ філія кз кнп ку кп відбудова добудова перебудова прибудова забудова заміна харчоблок"
    ).split()
)
_COUNCIL = re.compile(r"\w+(?:ої|ій) (?:\w+(?:ої|ій) )?ради\b(?: \w+(?:ої|ій) області)?|\w+(?:ої|ій) області\b")
_NUMBERS = re.compile(
    r"№ ?(\d{1,4}(?!\d))((?: ?, ?№ ?\d{1,4}(?![\w]))*(?:(?: ?, ?№? ?\d{1,4}(?![\w]))* (?:та|і|й) №? ?\d{1,4}(?![\w]))?)"
)
_NUMBER_OF_A_PART = re.compile(
    r"(?:корпус|блок|квартал|мікрорайон|відділенн|номер|свердловин|станці|секці|черг|літер|вольєр|палат)\w* ?$"
)
_ENDS_NAME = re.compile(r" по |; | - (?!№)|, (?!№)|\(|\)")
_BARE_NUMBER = re.compile(r" ?(\d{1,3})(?=$|[ ,.;)\"])(?! ?(?:поверх|черг|місц|рок))")
_ADJECTIVES = re.compile(r"(?:[\w-]+(?:ий|ій|[нчвклршм]а|[дтжх]ня|ої|ого|ому|им|их|ою|ну|ську|цьку|ню) ?-? ?){0,5}$")
_NEARBY = re.compile(r"\b(?:до|біля|поблизу|навпроти|поруч|поряд|від|неподалік)(?: (?:з|із|від))?(?: \w+(?:ого|ої))? $")
_QUOTED = re.compile(r'(?<![\w"])"(?=\w)([^"]{2,60})"')


@dataclass(frozen=True)
class Institution:
    """One institution named in a text.

    `numbers` are those of its name («№ 2»); `adjectives` the stems of the telling words right before the kind;
    `quoted` the stems of each part in quotes; `nearby` is true where it only says the way («дорога до школи № 2»);
    `said` is the text as written.
    """

    kind: str
    family: str
    numbers: frozenset[int]
    adjectives: frozenset[str]
    quoted: frozenset[tuple[str, ...]]
    nearby: bool
    said: str


@cache
def _kinds() -> list[dict[str, str]]:
    with Path(__file__).with_name("kinds.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def kind_pattern() -> re.Pattern[str]:
    """All kinds as one pattern of named groups, the specific before the general."""
    rows = _kinds()
    return re.compile("|".join(rf"(?P<{row['kind']}>(?<!\w)(?:{row['pattern']})(?!\w))" for row in rows))


@cache
def family_of(kind: str) -> str:
    return next(row["family"] for row in _kinds() if row["kind"] == kind)


def institutions(text: str) -> tuple[Institution, ...]:
    """Every institution that the text names, in its order; neighbouring words for one of them count once."""
    shown = clean(text)
    folded = _COUNCIL.sub(lambda found: " " * len(found.group()), fold_keeping_length(shown))
    groups = list(_joined(kind_pattern().finditer(folded), folded))
    ends = [0] + [group[-1].end() for group in groups]
    starts = [group[0].start() for group in groups] + [len(folded)]
    return tuple(
        _institution(group, folded, shown, ends[position], starts[position + 1])
        for position, group in enumerate(groups)
    )


def contradict(one: Institution, other: Institution) -> bool:
    """Whether two institutions of one family are surely not the same: other name in quotes, speciality or level."""
    if one.quoted and other.quoted and not one.quoted & other.quoted:
        return True
    levels = one.adjectives & LEVELS, other.adjectives & LEVELS
    return speciality_differs(one, other) or bool(levels[0] and levels[1] and levels[0] != levels[1])


def speciality_differs(one: Institution, other: Institution) -> bool:
    """Whether only one of two is, for example, a children's or a cancer hospital."""
    return bool((one.adjectives ^ other.adjectives) & SPECIALITIES)


def quoted_names(text: str) -> frozenset[tuple[str, ...]]:
    """The stems of each part in quotes."""
    found = (significant(part) for part in _QUOTED.findall(clean(text)))
    return frozenset(part for part in found if part)


def significant(text: str) -> tuple[str, ...]:
    """The stems of a name's own words: without kinds, numbers, councils and legal forms."""
    folded = kind_pattern().sub(" ", _COUNCIL.sub(" ", fold(text)))
    found = (stem(word) for word in words(folded) if len(word) > 1 and not word.isdigit())
    return tuple(word for word in found if word not in LEGAL)


def fold_keeping_length(shown: str) -> str:
    """A cleaned text in lower case, apostrophes dropped without moving what follows the word."""
    return (
        re.sub(r"\w+(?:'\w+)+", lambda found: found.group().replace("'", "") + " " * found.group().count("'"), shown)
        .lower()
        .replace("ґ", "г")
    )


def _joined(found: Iterable[re.Match[str]], folded: str) -> Iterator[list[re.Match[str]]]:
    """Neighbours of one family without a number between them, such as «дошкільний заклад ясла-садок»."""
    group: list[re.Match[str]] = []
    for match in found:
        if group and not _belong_together(group[-1], match, folded):
            yield group
            group = []
        group.append(match)
    if group:
        yield group


def _belong_together(one: re.Match[str], other: re.Match[str], folded: str) -> bool:
    between = folded[one.end() : other.start()]
    near = len(between) <= 12 and not re.search(r"[№,;()]| по | та | і ", between)
    return near and family_of(one.lastgroup or "") == family_of(other.lastgroup or "")


def _institution(group: list[re.Match[str]], folded: str, shown: str, before: int, after: int) -> Institution:
    kind = group[0].lastgroup or ""
    start, end = group[0].start(), group[-1].end()
    tail = folded[end:after]
    stop = _ENDS_NAME.search(tail)
    name_end = end + (stop.start() if stop else len(tail))
    numbers, number_end = _numbers(tail, name_end - end)
    lead = before + _adjectives_start(folded[before:start])
    return Institution(
        kind,
        family_of(kind),
        numbers,
        frozenset(significant(folded[lead:start])),
        quoted_names(folded[start:name_end]),
        bool(_NEARBY.search(folded[:lead])),
        shortened(shown[lead : end + number_end if number_end else name_end].strip(' "'), 60),
    )


def _numbers(tail: str, length: int) -> tuple[frozenset[int], int]:
    """The numbers of the name that ends at `length` and where they end; none where a part of it is numbered."""
    bare = _BARE_NUMBER.match(tail)
    if bare:
        return frozenset({int(bare.group(1))}), bare.end()
    found = _NUMBERS.search(tail)
    if not found or found.start() > length or _NUMBER_OF_A_PART.search(tail[: found.start()]):
        return frozenset(), 0
    return frozenset(int(number) for number in re.findall(r"\d+", found.group())), found.end()


def _adjectives_start(lead: str) -> int:
    run = _ADJECTIVES.search(lead)
    return run.start() if run else len(lead)
