"""Ukrainian place names as people write them, brought to forms that can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

APOSTROPHES = "’‘ʼ`´′ʹ＇"
QUOTES = "«»“”„‟″"
DASHES = "‐‑‒–—―−"
STRESS = "\u0301"
LOOK_ALIKE = str.maketrans("ABCEHIKMOPTXYaceikopxyї", "АВСЕНІКМОРТХУасеікорхуї")
_UNIFY = str.maketrans(
    {**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(QUOTES, '"'), **dict.fromkeys(DASHES, "-"), STRESS: None}
)
_CYRILLIC = re.compile(r"[А-Яа-яІіЇїЄєҐґ]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_NUMBER_SIGN = re.compile(r"№+|(?<!\w)(?:N|No|Nº|n°)\.?(?=\s?\d)")
_SCHOOL_LEVELS = re.compile(
    r"(?<!\w)[ІI]{1,3}(?:\s?[-,]\s?[ІI]{1,3}){0,2}\s?(?:-?[ігийоїх]{1,2}\s)?\s?(?:ступен\w*|ст\.)", re.IGNORECASE
)
_WORKS_BRACKET = re.compile(r"\(\s*(?:у т\. ?ч\.|у тому числі|в т\. ?ч\.|за рахунок)[^)]*\)", re.IGNORECASE)

# Case endings, longest first; what is left of a word keeps at least three letters.
_ENDINGS = (
    *("ього", "ьому", "ьої", "ьою", "ого", "ому", "ими", "ами", "ями"),
    *("ій", "ий", "ої", "ою", "ею", "єю", "их", "им", "ім", "ах", "ях", "ам", "ям", "ом", "ем", "єм"),
    *("а", "я", "у", "ю", "и", "і", "ї", "е", "є", "о", "ь", "й"),
)
_SOFTENED = str.maketrans("цчзжсш", "ккггхх")
_BARE_ENDINGS = (
    (re.compile(r"ець$"), "к"),
    (re.compile(r"(?<=\w{3})ок$"), "к"),
    (re.compile(r"і(?=[^аеєиіїоуюяь]ь?$)"), "о"),
    (re.compile(r"ї(?=[^аеєиіїоуюяь]ь?$)"), "є"),
)


def clean(text: str) -> str:
    """One spelling of apostrophes, quotes, dashes and the number sign; Latin letters inside Cyrillic words mended.

    Case is kept; school levels («I-III ступенів») and brackets about money are left out, being no name.
    """
    unified = unicodedata.normalize("NFC", text).translate(_UNIFY)
    unified = _NUMBER_SIGN.sub("№", unified)
    mended = _WORD.sub(lambda found: _one_alphabet(found.group()), unified)
    return " ".join(_SCHOOL_LEVELS.sub(" ", _WORKS_BRACKET.sub(" ", mended)).split())


def fold(text: str) -> str:
    """`clean` in lower case, without apostrophes, ґ as г."""
    return clean(text).lower().replace("'", "").replace("ґ", "г")


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded."""
    return _WORD.findall(fold(text))


def stems(text: str) -> list[str]:
    """The words of a text without their case endings."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A folded word without its case ending, so that «Шкільна», «Шкільній» and «Шкільної» are equal.

    A rule of thumb, not morphology: cuts the longest known ending, then undoes the changes of sound that
    names show most (Вербівка - у Вербівці; Харків - у Харкові; Кролевець - у Кролевці).
    """
    if not _CYRILLIC.search(word):
        return word
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 3), "")
    base = word[: len(word) - len(ending)] if ending else word
    if ending in ("", "ь"):
        base = _without_sound_change(word).rstrip("ь")
    base = base[:-1] + base[-1].translate(_SOFTENED)
    return base[:-2] + "ов" if base.endswith("ев") else base


@lru_cache(maxsize=100_000)
def place_root(word: str) -> str:
    """The first letters that a place and its adjective share (Вербівська - Вербове); empty for a short word."""
    bare = re.sub(r"(?:івськ|овськ|инськ|енськ|ськ|цьк|зьк)$", "", word)
    bare = re.sub(r"(?:івк|овк|ов|ин)$", "", bare)
    return bare.replace("і", "о") if len(bare) >= 4 else ""


def same_stem(one: str, other: str) -> bool:
    """Equal, or long and different by a slip of the pen."""
    if one == other:
        return True
    if min(len(one), len(other)) < 6 or one[:2] != other[:2] or any(char.isdigit() for char in one + other):
        return False
    return SequenceMatcher(None, one, other).ratio() >= 0.88


def likeness(one: str, other: str) -> float:
    """How alike two texts are after normalisation, 0..1, by their words without endings.

    Ratio of Ratcliff and Obershelp (1988) as in the standard library.
    """
    return SequenceMatcher(None, " ".join(stems(one)), " ".join(stems(other))).ratio()


def phrase_at(needle: Sequence[str], text: Sequence[str]) -> bool:
    """Whether the stems of a name stand in a text one after another."""
    size = len(needle)
    return size > 0 and any(list(text[start : start + size]) == list(needle) for start in range(len(text) - size + 1))


def shortened(text: str, length: int = 80) -> str:
    """A text cut for a sentence."""
    plain = " ".join(text.split())
    return plain if len(plain) <= length else plain[: length - 1].rstrip() + "…"


def _without_sound_change(word: str) -> str:
    changed = (form.sub(kept, word) for form, kept in _BARE_ENDINGS if form.search(word))
    return next(changed, word)


def _one_alphabet(word: str) -> str:
    return word.translate(LOOK_ALIKE) if _CYRILLIC.search(word) else word
