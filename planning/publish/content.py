"""What a council reads of one run, as plain values: the report, the workbook and the CSV are made from it.

Texts are in the language that was current when the content was gathered; money is in the plan's currency,
shares are 0..1, and None is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..programme.equity.ledger import Equity
from ..programme.explanation.sentences import Words
from ..ranking.value.functions import ValueFunction
from .area_money import AreaTable
from .firmness import FirmnessContent
from .gates import GatesContent
from .measures import ChosenMeasure, LeftOutMeasure, Measure, RankedMeasure


@dataclass(frozen=True)
class Head:
    """What the title page says."""

    community: str
    katottg: str
    invented: bool
    documents: tuple[str, ...]
    scenario: str
    calculated_on: str
    run_id: str
    currency: str
    price_year: int | None


@dataclass(frozen=True)
class Fund:
    fund_id: str
    name: str


@dataclass(frozen=True)
class Money:
    """Budgets and payments by fund and year."""

    funds: tuple[Fund, ...] = ()
    years: tuple[int, ...] = ()
    budgets: Mapping[tuple[str, int], float] = field(default_factory=dict)
    payments: Mapping[tuple[str, int], float] = field(default_factory=dict)

    def budget(self, fund_id: str | None = None, year: int | None = None) -> float:
        return _sum(self.budgets, fund_id, year)

    def paid(self, fund_id: str | None = None, year: int | None = None) -> float:
        return _sum(self.payments, fund_id, year)

    def left(self, fund_id: str | None = None, year: int | None = None) -> float:
        return self.budget(fund_id, year) - self.paid(fund_id, year)


@dataclass(frozen=True)
class GoalLine:
    """A goal and the measures that serve it or a goal below it."""

    code: str
    title: str
    depth: int
    measures: int
    chosen: int
    cost: float


@dataclass(frozen=True)
class AreaLine:
    """A focus area, its measures and the money of the programme in it; `floor` is the share the scenario asks for."""

    code: str
    name: str
    population: float | None
    measures: int
    chosen: int
    cost: float
    floor: float | None


@dataclass(frozen=True)
class Remark:
    """A finding or a refused row of a document."""

    severity: str
    severity_label: str
    subject: str
    text: str


@dataclass(frozen=True)
class CriterionNote:
    """How a criterion counts: its share of the weights, its value function, also in words, for how many it is known."""

    code: str
    name: str
    index: str
    weight: float
    unit: str
    direction: str
    value_function: str
    function: ValueFunction
    known: int


@dataclass(frozen=True)
class RunInput:
    name: str
    source: str
    features: int | None
    content_hash: str


@dataclass(frozen=True)
class Method:
    """How the run was computed: `facts` and `rules` are ready sentences.

    `additive` tells whether contributions sum to the score; `cuts` are the lines of the quadrants by index.
    """

    criteria: tuple[CriterionNote, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    rules: tuple[str, ...] = ()
    inputs: tuple[RunInput, ...] = ()
    additive: bool = True
    cuts: Mapping[str, float] = field(default_factory=dict)
    ranking_cut_loss: float | None = None


@dataclass(frozen=True)
class Content:
    """Everything that is published of one run."""

    head: Head
    has_run: bool
    measures: int
    ranking: tuple[RankedMeasure, ...]
    programme: tuple[ChosenMeasure, ...]
    left_out: tuple[LeftOutMeasure, ...]
    money: Money
    goals: tuple[GoalLine, ...]
    areas: tuple[AreaLine, ...]
    placeless: tuple[Measure, ...]
    remarks: tuple[Remark, ...]
    method: Method
    equity: Equity | None = None
    explained: Words | None = None
    firmness: FirmnessContent | None = None
    gates: GatesContent | None = None
    area_tables: tuple[AreaTable, ...] = ()

    @property
    def cost(self) -> float:
        """The cost of the programme."""
        return sum(line.known_cost for line in self.programme)

    @property
    def costless(self) -> tuple[Measure, ...]:
        """The compared measures whose cost is unknown."""
        return tuple(line.measure for line in self.ranking if line.measure.cost is None)

    @property
    def coverage(self) -> float | None:
        """The mean share of the weights for which a compared measure has data."""
        known = [line.coverage for line in self.ranking if line.coverage is not None]
        return sum(known) / len(known) if known else None

    @property
    def is_thin(self) -> bool:
        """Whether less than half of what counts is known, so that ranks say little."""
        return self.coverage is not None and self.coverage < 0.5

    @property
    def population(self) -> float | None:
        """The people of all areas; None where that of any is unknown."""
        people = [area.population for area in self.areas]
        return None if None in people else sum(p for p in people if p is not None)

    @property
    def years(self) -> tuple[int, ...]:
        return self.money.years


def _sum(amounts: Mapping[tuple[str, int], float], fund_id: str | None, year: int | None) -> float:
    return sum(amount for (f, y), amount in amounts.items() if fund_id in (None, f) and year in (None, y))
