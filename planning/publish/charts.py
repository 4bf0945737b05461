"""Charts of the report as inline SVG."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

from ..figures import COLOURS, Picture, plain
from ..language import tr
from ..ranking.value.picture import picture
from ..wording import money_unit, number, thousands
from .content import Content, Money
from .measures import RankedMeasure
from .plane import draw_plane

HATCHES = ("", "", "//", "", "..", "", r"\\", "")
FIRST = 15
WIDTH = 7.0
YEARS_OF_FULL_SIZE = 7


def contribution_chart(content: Content) -> str:
    """Stacked bars: what each criterion gave to the score of the first measures. Empty where nothing is ranked."""
    lines = [line for line in content.ranking if line.score is not None][:FIRST]
    return _svg(
        "contributions", 1.2 + 0.36 * len(lines), lambda axes: _contributions(axes, content, lines), lines, 0.36
    )


def money_chart(content: Content) -> str:
    """Stacked bars of each year's budget by fund: what the programme uses and what stays free."""
    return _svg("money", 3.6, lambda axes: _money(axes, content.money, content.head.currency), content.money.years)


def plane_chart(content: Content) -> str:
    """The plane of both indices with its quadrants. Empty where no measure has both."""
    lines = [line for line in content.ranking if line.sei is not None and line.fei is not None]
    return _svg("plane", 4.3, lambda axes: draw_plane(axes, lines, content.method.cuts, COLOURS[0]), lines)


def value_pictures(content: Content) -> dict[str, str]:
    """The value function of each criterion with what was measured, by the criterion's code."""
    found = {}
    for place, criterion in enumerate(content.method.criteria):
        measured = [raw for raw in (line.raw(criterion.code) for line in content.ranking) if raw is not None]
        found[criterion.code] = picture(criterion.function, criterion.unit, measured).svg(f"value{place}")
    return found


def _contributions(axes: Any, content: Content, lines: list[RankedMeasure]) -> None:
    starts = [0.0] * len(lines)
    places = range(len(lines))
    for position, criterion in enumerate(content.method.criteria):
        parts = [_part(line, criterion.code) for line in lines]
        axes.barh(places, parts, left=starts, height=0.66, label=plain(criterion.name), **_look(position))
        starts = [start + part for start, part in zip(starts, parts)]
    for place, line in enumerate(lines):
        axes.text(starts[place] + 0.008, place, number(line.score, 3), va="center", fontsize=8)
    axes.set_yticks(places, [_bar_label(line) for line in lines], fontsize=7.5)
    axes.invert_yaxis()
    axes.set_xlim(0, max(1e-9, *starts) * 1.09)
    axes.set_xlabel(tr("Score, from 0 to 1"))
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(lambda value, _: number(value, 1))
    _legend(axes, columns=3)


def _part(line: RankedMeasure, code: str) -> float:
    return line.contribution(code) or 0.0


def _bar_label(line: RankedMeasure) -> str:
    words = " ".join(part for part in (line.measure.code, line.measure.title) if part)
    return plain("\n".join(textwrap.wrap(words, 46, max_lines=2, placeholder=" …")))


def _money(axes: Any, money: Money, currency: str) -> None:
    floor = [0.0] * len(money.years)
    for position, fund in enumerate(money.funds):
        used = [money.paid(fund.fund_id, year) / 1000 for year in money.years]
        free = [max(0.0, money.left(fund.fund_id, year)) / 1000 for year in money.years]
        axes.bar(money.years, used, bottom=floor, width=0.58, label=plain(fund.name), **_look(position))
        floor = [low + part for low, part in zip(floor, used)]
        axes.bar(money.years, free, bottom=floor, width=0.58, **_free_look(position))
        floor = [low + part for low, part in zip(floor, free)]
    axes.bar(money.years, 0, label=tr("not used"), facecolor="#eceef0", edgecolor="#8a8f94", linewidth=0.7)
    letter_size = min(8.0, YEARS_OF_FULL_SIZE * 8.0 / len(money.years))
    for year, top in zip(money.years, floor):
        paid, budget = thousands(money.paid(year=year)), thousands(money.budget(year=year))
        said = tr("{paid}\nof {budget}", paid=paid, budget=budget)
        axes.annotate(said, (year, top), (0, 3), textcoords="offset points", ha="center", fontsize=letter_size)
    axes.set_xticks(money.years)
    axes.set_ylim(0, max(1e-9, *floor) * 1.14)
    axes.set_ylabel(money_unit(currency))
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    axes.tick_params(axis="x", length=0)
    _legend(axes, columns=4)


def _look(position: int) -> dict[str, Any]:
    place = position % len(COLOURS)
    hatch = HATCHES[place] if position < len(COLOURS) else "xx"
    return {"facecolor": COLOURS[place], "hatch": hatch, "edgecolor": "white", "linewidth": 0.6}


def _free_look(position: int) -> dict[str, Any]:
    colour = COLOURS[position % len(COLOURS)]
    return {"facecolor": colour + "26", "edgecolor": colour, "linewidth": 0.7}


def _legend(axes: Any, columns: int) -> None:
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.42 / axes.figure.get_figheight()), ncol=columns, fontsize=8)


def _svg(name: str, height: float, draw: Callable[[Any], None], shown: Any, left: float = 0.1) -> str:
    return Picture(draw, WIDTH, height, (left, 0.1, 0.98 - left, 0.88), cut=True).svg(name) if shown else ""
