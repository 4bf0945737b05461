"""The settlement that a text or an address names."""

from __future__ import annotations

import re
from functools import lru_cache

from .text import clean, stems

_WORD = r"[А-ЯІЇЄҐ][\w']+(?:-[А-ЯІЇЄҐ][\w']+)*(?![\w'])"
_NOT_A_DISTRICT = r"(?!\s+(?:район|р-н|обл|громад|ОТГ|ТГ|рад|сільськ|міськ|селищн))"
_SETTLEMENT = re.compile(
    r"(?<![\w.])(?:м\.|м(?=\s)|смт\.?|с-щ[еаі]|с\.|с(?=\s)|сел\.|міст(?:о|і|а)|сел(?:о|і|а)|селищ(?:е|і|а))"
    rf"\s?({_WORD}{_NOT_A_DISTRICT}(?:\s+{_WORD}{_NOT_A_DISTRICT}){{0,2}})"
)
_TYPE_BEFORE = re.compile(r"^(?:м|смт|с-ще|с|сел|місто|село|селище)(?:\.\s*|\s+)", re.IGNORECASE)
_STREET_BEFORE = re.compile(r"(?:вул|просп|пров|пл|бульв)\w*\.?\s*$", re.IGNORECASE)


@lru_cache(maxsize=100_000)
def settlement_in(text: str) -> tuple[str, ...]:
    """The stems of the first settlement that a running text names with its type («с. Вербове»); () for none."""
    shown = clean(text)
    for found in _SETTLEMENT.finditer(shown):
        if not _STREET_BEFORE.search(shown[: found.start()]):
            return tuple(stems(found.group(1)))
    return ()


@lru_cache(maxsize=100_000)
def settlement_of_field(text: str) -> tuple[str, ...]:
    """The stems of a settlement field such as «м. Харків» or «Харків, Харківська область»; () where empty."""
    return tuple(stems(_TYPE_BEFORE.sub("", clean(text).partition(",")[0])))


def compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two settlements can be the same: one is unknown, or they begin alike (Білиця - Білиця Ямпільська)."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
