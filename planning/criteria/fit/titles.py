"""Titles of measures as their telling words, and what in two of them cannot be one measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ...attach.addresses import Street, same_street
from ...attach.candidates import Subject
from ...attach.institutions import contradict, kind_pattern
from ...attach.settlements import compatible
from ...attach.text import clean, fold, stem, stems
from ...intake.values import code_for
from ...libraries import require
from ...progress import Progress
from ..reach import chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

COMMON_SHARE = 0.1
COMMON_TITLES = 20
SHORT_WORD = 2
_MONEY = re.compile(r"\d[\d ]*(?:,\d+)?\s*(?:тис|млн|млрд)\.?(?:\s*грн\.?)?")
_NUMBERED = re.compile(r"№\s?(\d{1,4})|(?<!\d)(\d{1,3})(?=\s?-?(?:го|ої|й|а|ша|га|тя)\b)")
_ORDINALS = {stem(word): n for n, word in enumerate("перша друга третя четверта п'ята шоста сьома восьма".split(), 1)}
_NOTES = frozenset(
    stems("загальний спеціальний фонд рахунок залишок кредиторська заборгованість погашення коригування")
)
_DISTRICT = re.compile(r"([\w-]+)(?=\s(?:район|р-н))")
_OF_PARTS = re.compile(r"(?:у|в) тому числі:?\s*$|(?:у|в) т\. ?ч\.?:?\s*$")


@dataclass(frozen=True)
class Title:
    """The words of one measure: what it says of itself, and its address."""

    subject: Subject

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its words, institutions by their kind («ЗДО» and «дитячий садок» are one word); sums of money,
        numbers and short words left out."""
        told = kind_pattern().sub(_kind, fold(_MONEY.sub(" ", clean(self.subject.title))))
        return frozenset(
            word for word in stems(told) if len(word) > SHORT_WORD and not word.isdigit() and word not in _NOTES
        )

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers that tell things apart: № 3, the second stage, the 8th floor."""
        shown = _MONEY.sub(" ", clean(self.subject.title))
        written = {_ORDINALS[word] for word in stems(shown) if word in _ORDINALS}
        return frozenset(int(one or other) for one, other in _NUMBERED.findall(shown)) | written

    @cached_property
    def districts(self) -> frozenset[str]:
        """The districts that it names: «у Бердичівському районі»."""
        return frozenset(stem(word) for word in _DISTRICT.findall(fold(self.subject.title)))

    @cached_property
    def is_whole(self) -> bool:
        """Whether its parts follow: «…, у тому числі:»."""
        return bool(_OF_PARTS.search(fold(self.subject.title)))

    @cached_property
    def work(self) -> str | None:
        return code_for("measure_type", self.subject.title)

    def addresses(self) -> Iterator[Street]:
        return (street for street in self.subject.streets if street.houses)


@dataclass(frozen=True)
class Alike:
    """Pairs (p,) of titles by position, the first before the second: their likeness, and own, the share of the shorter
    title's words, by rarity, that the other does not have: 0 where one says all that the other says."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    likeness: NDArray[np.float64]
    own: NDArray[np.float64]


def title_of(title: Any, address: Any = None, settlement: Any = None) -> Title:
    return Title(Subject("", str(title or ""), str(address or ""), str(settlement or "")))


def alike_pairs(titles: Sequence[Title], least: float, progress: Progress) -> Alike:
    """The pairs of titles whose likeness is `least` (> 0) at least.

    Likeness is the overlap of their words, each by its rarity: 2 Σ shared / (Σ one + Σ other) (Dice 1945), where a
    word in d of n titles weighs log(1 + n / d) (inverse document frequency, Spärck Jones 1972).
    """
    matrix, rarity = _words_of(titles, progress.part(0, 0.7))
    sums = matrix @ rarity
    found: list[tuple[NDArray[Any], ...]] = [(*np.empty((2, 0), dtype=np.intp), *np.empty((2, 0)))]
    candidates = _sharing_rare_words(matrix, rarity, sums, least)
    for rows in chunks(len(titles), progress.part(0.7, 1)):
        one, other = candidates(rows)
        shared = np.asarray(matrix[one].multiply(matrix[other]) @ rarity).ravel()
        total = sums[one] + sums[other]
        likeness = np.divide(2 * shared, total, out=np.zeros(len(total)), where=total > 0)
        own = 1 - np.divide(shared, np.minimum(sums[one], sums[other]), out=np.zeros(len(total)), where=total > 0)
        alike = likeness >= least
        found.append((one[alike], other[alike], likeness[alike], own[alike]))
    return Alike(*(np.concatenate(parts) for parts in zip(*found)))


def conflict(one: Title, other: Title) -> bool:
    """Whether something says that two alike titles are two measures: another settlement, street, house, number of an
    institution or stage, another institution, other works, or a whole beside its part."""
    if one.is_whole != other.is_whole or not compatible(one.subject.settlement, other.subject.settlement):
        return True
    if _apart(one.numbers, other.numbers) or _apart(one.districts, other.districts):
        return True
    if one.work and other.work and one.work != other.work:
        return True
    return _elsewhere(one, other) or _other_institution(one, other)


def same_address(one: Title, other: Title) -> bool:
    """Whether both name one house of one street."""
    return any(
        same_street(street, there) and set(street.houses) & set(there.houses)
        for street in one.addresses()
        for there in other.addresses()
    )


def _kind(found: re.Match[str]) -> str:
    return f" {found.lastgroup} "


def _apart(one: frozenset[Any], other: frozenset[Any]) -> bool:
    """Whether each names something that the other does not."""
    return bool(one - other and other - one)


def _elsewhere(one: Title, other: Title) -> bool:
    streets, others = one.subject.streets, other.subject.streets
    if not streets or not others:
        return False
    if not any(same_street(street, there) for street in streets for there in others):
        return True
    return bool(list(one.addresses()) and list(other.addresses()) and not same_address(one, other))


def _other_institution(one: Title, other: Title) -> bool:
    first, second = (title.subject.institutions[:1] for title in (one, other))
    return any(a.family == b.family and contradict(a, b) for a in first for b in second)


def _words_of(titles: Sequence[Title], progress: Progress) -> tuple[Any, NDArray[np.float64]]:
    """Titles × words (0 or 1), sparse, and the weight of each word."""
    every = {word for title in progress.over(titles, len(titles)) for word in title.words}
    place = {word: column for column, word in enumerate(sorted(every))}
    columns = [place[word] for title in titles for word in sorted(title.words)]
    starts = np.concatenate([[0], np.cumsum([len(title.words) for title in titles])]).astype(np.intp)
    shape = (len(titles), len(place))
    matrix = require("scipy.sparse").csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)
    times = np.bincount(columns, minlength=len(place)) if columns else np.empty(0)
    return matrix, np.log1p(len(titles) / np.maximum(times, 1))


def _sharing_rare_words(matrix: Any, rarity: NDArray[np.float64], sums: NDArray[np.float64], least: float) -> Any:
    """Gives for a run of titles the later ones that may be alike: those whose shared rare words, with all common words
    added, would do. Words that many titles have are left out, else every pair would be looked at."""
    times = np.asarray(matrix.sum(axis=0)).ravel()
    rare = times <= max(COMMON_SHARE * matrix.shape[0], COMMON_TITLES)
    weighted = matrix[:, rare].multiply(np.sqrt(rarity[rare])).tocsr()
    common = matrix[:, ~rare] @ rarity[~rare]

    def candidates(rows: slice) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        shared = (weighted[rows] @ weighted.T).tocoo()
        one, other = shared.row.astype(np.intp) + rows.start, shared.col.astype(np.intp)
        at_best = shared.data + np.minimum(common[one], common[other])
        wanted = (one < other) & (2 * at_best >= least * (sums[one] + sums[other]) - 1e-9)
        return one[wanted], other[wanted]

    return candidates
