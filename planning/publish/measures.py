"""Measures as they are published: as their documents describe them, ranked, chosen, left out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """A measure as its documents describe it.

    `place` is in words, `source` names document, page and row, `part_of` the measure that this one is a part of.
    """

    measure_id: str
    code: str
    title: str
    sector: str
    place: str
    place_state: str
    responsible: str
    cost: float | None
    source: str
    part_of: str


@dataclass(frozen=True)
class Payment:
    """Money for one measure from one fund in one year."""

    fund_id: str
    year: int
    amount: float


@dataclass(frozen=True)
class ChosenMeasure:
    """A measure of the programme with its years, its cost there and the money it gets."""

    measure: Measure
    rank: int | None
    start_year: int | None
    end_year: int | None
    cost: float | None
    payments: tuple[Payment, ...]

    @property
    def known_cost(self) -> float:
        """Its cost, 0 where unknown: for sums only."""
        return self.cost or 0.0

    def paid(self, fund_id: str | None = None, year: int | None = None) -> float:
        """The sum of its payments, of one fund or year where these are given."""
        return sum(p.amount for p in self.payments if fund_id in (None, p.fund_id) and year in (None, p.year))


@dataclass(frozen=True)
class LeftOutMeasure:
    """A measure that the programme does not hold: the reason in a few words, and what the run said of it."""

    measure: Measure
    rank: int | None
    reason: str
    explanation: str


@dataclass(frozen=True)
class CriterionScore:
    """What one criterion gave one measure: measured value, value 0..1 and its part of the score."""

    code: str
    raw: float | None
    value: float | None
    contribution: float | None


@dataclass(frozen=True)
class RankedMeasure:
    """One line of the ranking; `chosen` is None where no programme was chosen, `reason` says in a sentence why it
    stands where it stands."""

    measure: Measure
    rank: int | None
    tied: bool
    score: float | None
    coverage: float | None
    sei: float | None
    fei: float | None
    quadrant: str
    chosen: bool | None
    start_year: int | None
    end_year: int | None
    scores: tuple[CriterionScore, ...]
    reason: str = ""

    def contribution(self, code: str) -> float | None:
        """What a criterion gave to the score; None where it is unknown."""
        return next((score.contribution for score in self.scores if score.code == code), None)

    def raw(self, code: str) -> float | None:
        """What was measured on a criterion; None where it is unknown."""
        return next((score.raw for score in self.scores if score.code == code), None)
