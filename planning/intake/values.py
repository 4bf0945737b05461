"""Values as people write them in Ukrainian and English tables."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import PlanError
from ..language import tr
from .sheet import FORMULA_ERRORS, Cell, text_of

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
    "не визначена",
    "невідомо",
    "визначається",
    "буде визначено",
    "за потреби",
    "згідно з пкд",
    "згідно з проєктом",
    "за окремим рішенням",
    "tbd",
    "n/a",
    "--",
    "---",
    "…",
    "*",
    "?",
}
SCALES = (
    (r"\bмлрд\b|\bмільярд|\bbillion|\bbn\b", 1e9),
    (r"\bмлн|\bмільйон|\bmillion|\bmln", 1e6),
    (r"\bтис\b|\bтисяч|\bthousand|\dk\b", 1e3),
)
NUMBER = r"\d[\d\s\u00a0\u202f']*(?:[.,]\d+)?"
RANGE = re.compile(rf"({NUMBER})\s*(?:-|–|—|…|\.\.|до|to)\s*({NUMBER})")
NEGATIVE = re.compile(r"\s*[-−–—]\s*\d")
SHORT_YEAR = re.compile(r"(?<!\d)(20)(\d\d)\s*[-–—/]\s*(\d\d)(?![\d.-])")
YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
STREET = r"(?i:\b(?:вул|просп|пров|бульв)(?:\.\s*|\w+\s+)\S+)"
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
    return 1.0 if re.search(r"\bгрн|\bгривень|\buah|₴", lowered) else None


def money(cell: Cell, unit: float) -> Money:
    """An amount; a scale written in the cell beats `unit`. Raises PlanError for text that is no amount."""
    text = text_of(cell)
    if is_unknown(text):
        return Money()
    _refuse_formula(text)
    if NEGATIVE.match(text):
        raise PlanError(tr("«{text}» is a negative amount", text=text))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Money(float(cell) * unit)
    stated = unit_of(text)
    factor = unit if stated in (None, 1.0) else stated
    between = RANGE.search(text)
    if between:
        low, high = sorted(_number(part) * factor for part in between.groups())
        return Money((low + high) / 2, low, high)
    return Money(_only_number(text, tr("«{text}» is not an amount of money", text=text)) * factor)


def count(cell: Cell) -> float | None:
    """A number of people or things, the first of «1 250 осіб, з них 200 дітей»; None where unknown.

    Raises PlanError for other text.
    """
    text = re.split(r"з них|(?:у|в) тому числі|(?:у|в) т\. ?ч|\(", text_of(cell))[0].strip(" ,;")
    if is_unknown(text):
        return None
    _refuse_formula(text)
    number = _only_number(text, tr("«{text}» is not a number", text=text))
    if NEGATIVE.match(text):
        raise PlanError(tr("«{text}» is a negative number", text=text))
    return number * (unit_of(text) or 1.0)


def share(cell: Cell) -> float | None:
    """A share 0..1 of «60 %», «0,6» or 60; None where unknown. Raises PlanError for other text."""
    text = text_of(cell)
    number = count(text)
    if number is None:
        return None
    part = number / 100 if "%" in text or number > 1 else number
    if part > 1:
        raise PlanError(tr("«{text}» is not a share: give a part of 1 or a percentage up to 100", text=text))
    return part


def period(cell: Cell) -> Period:
    """Years: «2026–2028», «2026-27 рр.», «до 2030», «з 2027», «III кв. 2027». Raises PlanError for other text."""
    text = text_of(cell).lower()
    if is_unknown(text) or re.search("постійн|щорок|щоріч|протягом дії", text):
        return Period()
    written_out = SHORT_YEAR.sub(_with_century, text)
    years = [int(year) for year in YEAR.findall(written_out)]
    if not years or min(years) != years[0]:
        raise PlanError(tr("«{text}» is not a period of years", text=text_of(cell)))
    if len(years) == 1 and re.match(r"(до|by|until)\b", text):
        return Period(None, years[0])
    if len(years) == 1 and re.match(r"(з|із|від|починаючи|from|since)\b", text):
        return Period(years[0], None)
    return Period(years[0], max(years))


def is_unknown(text: str) -> bool:
    """Whether a cell says that its value is not known, or says nothing."""
    return text.lower().strip(" .") in UNKNOWN


def code_for(kind: str, cell: Cell) -> str | None:
    """The code that words stand for, such as a sector for «Розділ 1. Освіта»; None where no word is known."""
    text = text_of(cell).lower()
    for code, pattern in _patterns(kind):
        if text and pattern.search(text):
            return code
    return None


def codes_in(kind: str, cell: Cell) -> tuple[str, ...]:
    """Every code whose words stand in a cell."""
    text = text_of(cell).lower()
    return tuple(dict.fromkeys(code for code, pattern in _patterns(kind) if text and pattern.search(text)))


def codes_of(kind: str) -> tuple[str, ...]:
    """Every code of a kind of words, in the order of words.csv."""
    return tuple(dict.fromkeys(code for code, _ in _patterns(kind)))


def sector_of(title: str) -> str | None:
    """The sector that a measure's title speaks of; names of streets, such as «вул. Медична», do not count."""
    without_address = re.sub(r"(?:по|на|за адресою:?)\s+" + STREET, " ", title)
    return code_for("sector", re.sub(STREET, "вулиця ", without_address))


def plain(text: str) -> str:
    """Text for comparing: lower case, one kind of apostrophe and quote, Latin look-alikes made Cyrillic."""
    lowered = re.sub("[ʼ’`´‘]", "'", text.lower().translate(LATIN_LOOKALIKES))
    return " ".join(re.sub(r"[«»\"“”„()\[\],;:.—–\-]", " ", lowered).split())


def code_key(code: str) -> str:
    """A code for comparing: without spaces, upper case, Latin look-alikes made Cyrillic, one kind of dash."""
    return re.sub(r"[–—−]", "-", "".join(code.translate(LATIN_LOOKALIKES).split()).upper().rstrip("."))


def _with_century(found: re.Match[str]) -> str:
    century, start, end = found.groups()
    return f"{century}{start}–{century}{end}" if end > start else found.group()


def _only_number(text: str, otherwise: str) -> float:
    found = re.findall(NUMBER, text)
    if len(found) != 1:
        raise PlanError(otherwise)
    return _number(found[0])


def _refuse_formula(text: str) -> None:
    if text.startswith("=") and len(text) > 1:
        raise PlanError(
            tr("the formula «{text}» has no stored result: open the file in a spreadsheet and save it", text=text)
        )
    if text.upper() in FORMULA_ERRORS:
        raise PlanError(tr("«{text}» is a formula that failed", text=text))


def _number(text: str) -> float:
    return float(re.sub(r"[\s\u00a0\u202f']", "", text).replace(",", "."))


@cache
def _patterns(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    with Path(__file__).with_name("words.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind]
    return tuple((row["code"], re.compile(row["pattern"])) for row in rows)
