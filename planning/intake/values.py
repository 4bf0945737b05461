"""Values as people write them in Ukrainian and English tables."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import PlanError
from ..language import tr
from .tables import Cell, text_of

UNKNOWN = {
    "",
    "-",
    "–",
    "—",
    "−",
    "x",
    "х",
    "н/д",
    "потребує уточнення",
    "уточнюється",
    "не визначено",
    "tbd",
    "n/a",
    "?",
}
SCALES = ((r"млрд|billion|bn", 1e9), (r"млн|мільйон|million|mln", 1e6), (r"тис|thousand|k\b", 1e3))
NUMBER = r"\d[\d\s\u00a0\u202f']*(?:[.,]\d+)?"
RANGE = re.compile(rf"({NUMBER})\s*(?:-|–|—|…|\.\.|до|to)\s*({NUMBER})")
YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
LATIN_LOOKALIKES = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")


@dataclass(frozen=True)
class Money:
    """An amount in plain currency units; low and high where a range is given; all None where unknown."""

    likely: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Period:
    """First and last year, None where not said."""

    start: int | None = None
    end: int | None = None


def unit_of(text: str) -> float | None:
    """The factor that words such as «тис. грн» stand for; None where there are none."""
    lowered = text.lower()
    for words, factor in SCALES:
        if re.search(words, lowered):
            return factor
    return 1.0 if re.search(r"\bгрн|\buah|₴", lowered) else None


def money(cell: Cell, unit: float) -> Money:
    """An amount; a scale written in the cell beats `unit`. Raises PlanError for text that is no amount."""
    text = text_of(cell)
    if text.lower() in UNKNOWN:
        return Money()
    factor = unit_of(text) if isinstance(cell, str) and unit_of(text) not in (None, 1.0) else unit
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Money(float(cell) * factor)
    between = RANGE.search(text)
    if between:
        low, high = (_number(part) * factor for part in between.groups())
        return Money((low + high) / 2, low, high)
    found = re.findall(NUMBER, text)
    if len(found) != 1:
        raise PlanError(tr("«{text}» is not an amount of money", text=text))
    return Money(_number(found[0]) * factor)


def count(cell: Cell) -> float | None:
    """A number of people or things; None where unknown. Raises PlanError for other text."""
    text = text_of(cell)
    if text.lower() in UNKNOWN:
        return None
    found = re.findall(NUMBER, text)
    if len(found) != 1:
        raise PlanError(tr("«{text}» is not a number", text=text))
    return _number(found[0])


def period(cell: Cell) -> Period:
    """Years: «2026–2028», «2026-2027 рр.», «до 2030», «2027», «III кв. 2027». Raises PlanError for other text."""
    text = text_of(cell)
    if text.lower() in UNKNOWN or re.search("постійно|щороку|щорічно|протягом дії", text.lower()):
        return Period()
    years = [int(year) for year in YEAR.findall(text)]
    if not years or min(years) != years[0]:
        raise PlanError(tr("«{text}» is not a period of years", text=text))
    if re.match(r"\s*(до|by|until)\b", text.lower()):
        return Period(None, years[-1])
    return Period(years[0], years[-1])


def code_for(kind: str, cell: Cell) -> str | None:
    """The code that words stand for, such as a sector for «Розділ 1. Освіта»; None where no word is known."""
    text = text_of(cell).lower()
    for code, pattern in _patterns(kind):
        if text and pattern.search(text):
            return code
    return None


def plain(text: str) -> str:
    """Text for comparing: lower case, one kind of apostrophe and quote, Latin look-alikes made Cyrillic."""
    lowered = re.sub("[ʼ’`´‘]", "'", text.lower().translate(LATIN_LOOKALIKES))
    return " ".join(re.sub(r"[«»\"“”„()\[\],;:.—–\-]", " ", lowered).split())


def _number(text: str) -> float:
    return float(re.sub(r"[\s\u00a0\u202f']", "", text).replace(",", "."))


@cache
def _patterns(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    with Path(__file__).with_name("words.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind]
    return tuple((row["code"], re.compile(row["pattern"])) for row in rows)
