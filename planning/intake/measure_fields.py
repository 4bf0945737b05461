"""What the cells of one row say of a measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import PlanError
from ..language import tr
from .layout import Layout
from .rows import amounts_of
from .sheet import Cell, text_of
from .values import Money, code_for, codes_in, count, is_unknown, money, period, sector_of, share

Payments = dict[tuple[str, "int | None"], float]
COPIED = {
    "code": "code",
    "title_en": "title_en",
    "settlement": "settlement",
    "address": "address",
    "responsible_body": "responsible",
    "description": "note",
}
COST_FIELDS = ("cost_total", "cost_min", "cost_max")


@dataclass
class MeasureCells:
    """The fields of table "measure" that a row gives; `stated` are those that its own cells give, not guesses.

    payments: (fund code, year) → amount in currency units; an empty fund code where the table names years only.
    """

    fields: dict[str, Any]
    payments: Payments
    goal_codes: str
    stated: set[str]
    messages: list[str] = field(default_factory=list)


def read_cells(layout: Layout, row: Sequence[Cell], unit: float, heading: str) -> MeasureCells:
    """Read a row of data. Raises PlanError for a row without title, and for costs and periods that cannot be read."""

    def text(role: str) -> str | None:
        return text_of(layout.cell(row, role)) or None

    title = text("title")
    if title is None or title.startswith("#"):
        raise PlanError(tr("it has amounts but no title"))
    payments = _payments(layout, row, unit)
    read = MeasureCells({name: text(role) for name, role in COPIED.items()}, payments, text("goal_code") or "", set())
    kind = code_for("measure_type", title)
    read.fields.update(
        title_uk=title,
        measure_type=kind,
        sector=_sector(text("sector"), title) or _sector(heading, title) or sector_of(title),
        stage=_stage(text("stage")),
        status=code_for("status", text("status")) or "proposed",
        place_state=_place_state(" ".join(filter(None, [text("settlement"), text("address")])), kind, title),
        currency="UAH",
    )
    _add_cost(read, layout, row, unit)
    _add_years(read, layout, row)
    _add_numbers(read, layout, row)
    read.stated = _stated(layout, row)
    return read


def amount_of(layout: Layout, row: Sequence[Cell], unit: float) -> Money:
    """The cost that a row states."""
    return money(layout.cell(row, "cost"), column_unit(layout, unit))


def column_unit(layout: Layout, unit: float) -> float:
    """What one unit in the cost column stands for."""
    return layout.unit or unit


def _payments(layout: Layout, row: Sequence[Cell], unit: float) -> Payments:
    payments: Payments = {}
    for column, header in layout.money.items():
        amount = money(row[column] if column < len(row) else None, header.unit or column_unit(layout, unit)).likely
        if amount:
            key = header.fund or "", header.year
            payments[key] = payments.get(key, 0.0) + amount
    return payments


def _add_cost(read: MeasureCells, layout: Layout, row: Sequence[Cell], unit: float) -> None:
    cost = amount_of(layout, row, unit)
    if read.payments and not text_of(layout.cell(row, "cost")):
        cost = Money(sum(read.payments.values()))
    read.fields.update(zip(COST_FIELDS, (cost.likely, cost.low, cost.high)))
    named = text_of(layout.cell(row, "fund"))
    funds = codes_in("fund", named)
    if len(funds) == 1 and not read.payments and cost.likely:
        read.payments[funds[0], None] = cost.likely
    elif named and not read.payments and not code_for("subtotal", named) and not is_unknown(named):
        read.messages.append(tr("«{text}» does not tell which fund pays how much.", text=named))


def _add_years(read: MeasureCells, layout: Layout, row: Sequence[Cell]) -> None:
    stated = layout.cell(row, "period")
    years = period(layout.cell(row, "year") if stated is None else stated)
    paid = sorted(year for _, year in read.payments if year)
    start, end = years.start, years.end
    if start is None and end is None and paid:
        start, end = paid[0], paid[-1]
    read.fields.update(start_year=start, end_year=end)


def _add_numbers(read: MeasureCells, layout: Layout, row: Sequence[Cell]) -> None:
    for name in ("beneficiaries", "idp_beneficiaries"):
        read.fields[name] = _or_unknown(read, count, layout.cell(row, name))
    read.fields["secured_share"] = _or_unknown(read, share, layout.cell(row, "secured"))


def _or_unknown(read: MeasureCells, reader: Callable[[Cell], float | None], cell: Cell) -> float | None:
    try:
        return reader(cell)
    except PlanError as error:
        read.messages.append(tr("Left unknown: {why}.", why=error))
        return None


def _stated(layout: Layout, row: Sequence[Cell]) -> set[str]:
    """A field counts as stated where its cell is not empty; what was guessed never replaces what a person wrote."""
    roles: Mapping[str, Sequence[str]] = {
        **{name: (role,) for name, role in COPIED.items()},
        **{name: (name,) for name in ("sector", "stage", "status", "beneficiaries", "idp_beneficiaries")},
        **dict.fromkeys(("start_year", "end_year"), ("period", "year")),
        "title_uk": ("title",),
        "secured_share": ("secured",),
    }
    stated = {name for name, own in roles.items() if any(text_of(layout.cell(row, role)) for role in own)}
    return stated | set(COST_FIELDS if amounts_of(layout, row) else ())


def _sector(words: str | None, title: str) -> str | None:
    """The sector that words name; where they name several, the one that the title speaks of."""
    named = codes_in("sector", words)
    own = sector_of(title)
    return own if own in named else next(iter(named), None)


def _stage(words: str | None) -> int | None:
    code = code_for("stage", words)
    return None if code is None else int(code)


def _place_state(place: str, kind: str | None, title: str) -> str:
    everywhere = code_for("community", place) or (not place and kind == "soft")
    return "community_wide" if everywhere or (not place and code_for("community", title)) else "unknown"
