"""The programme over the years, as bars: when each measure is done, and who pays most of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ..figures import COLOURS, FAINT, INK, QUIET, Picture, plain
from ..language import tr
from ..wording import money_unit, thousands
from .content import Content
from .measures import ChosenMeasure

WIDTH, ROW = 7.4, 0.235
A_PAGE = 36
LETTERS = 52
LEFT, SPAN = 0.47, 0.42
HATCHES = ("", "", "//", "", "..", "", r"\\", "")


def schedule_charts(content: Content) -> list[str]:
    """Pages of bars as inline SVG, grouped by sector; none where nothing is chosen or no years are known."""
    if not content.years:
        return []
    pages = list(_pages(content))
    return [
        _picture(content, page, number == len(pages)).svg(f"schedule{number}") for number, page in enumerate(pages, 1)
    ]


def schedule_order(content: Content) -> list[ChosenMeasure]:
    """Measures with years, by sector, then by start."""
    dated = [line for line in content.programme if line.start_year is not None]
    return sorted(
        dated, key=lambda line: (line.measure.sector, line.start_year or 0, line.end_year or 0, line.measure.code)
    )


def main_fund(line: ChosenMeasure, content: Content) -> int | None:
    """The place of the fund that pays most of a measure; None where nobody pays."""
    paid = [line.paid(fund.fund_id) for fund in content.money.funds]
    return paid.index(max(paid)) if any(paid) else None


def _pages(content: Content) -> Iterator[list[ChosenMeasure | str]]:
    page: list[ChosenMeasure | str] = []
    for sector, lines in groupby(schedule_order(content), key=lambda line: line.measure.sector):
        label = sector or tr("Sector not known")
        if len(page) >= A_PAGE - 1:
            yield page
            page = []
        page.append(label)
        for line in lines:
            if len(page) >= A_PAGE:
                yield page
                page = [label]
            page.append(line)
    if page:
        yield page


def _picture(content: Content, page: list[ChosenMeasure | str], last: bool) -> Picture:
    room = ROW * len(page)
    below = 0.75 if last else 0.1
    height = room + 0.35 + below
    return Picture(
        lambda axes: _draw(axes, content, page, last),
        WIDTH,
        height,
        (LEFT, below / height, SPAN, room / height),
        cut=True,
    )


def _draw(axes: Any, content: Content, page: list[ChosenMeasure | str], last: bool) -> None:
    years = content.years
    first, end = min(years), max(years) + 1
    for year in range(first, end + 1):
        axes.axvline(year, color=FAINT, linewidth=0.6, zorder=0)
    for place, line in enumerate(page):
        if isinstance(line, str):
            axes.text(
                -LEFT / SPAN + 0.02,
                place,
                plain(line),
                transform=axes.get_yaxis_transform(),
                va="center",
                fontsize=7.8,
                weight="bold",
            )
        else:
            _bar(axes, content, place, line, first, end)
    axes.set_xlim(first, end)
    axes.set_ylim(len(page) - 0.45, -0.6)
    axes.set_xticks([year + 0.5 for year in years], [str(year) for year in years], fontsize=8)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_yticks([])
    for side in ("left", "bottom", "top"):
        axes.spines[side].set_visible(False)
    if last:
        _legend(axes, content)


def _bar(axes: Any, content: Content, place: int, line: ChosenMeasure, first: int, end: int) -> None:
    start, stop = max(line.start_year or first, first), min((line.end_year or line.start_year or first) + 1, end)
    fund = main_fund(line, content)
    look = {"facecolor": "white", "edgecolor": QUIET} if fund is None else _look(fund)
    axes.barh(place, stop - start - 0.08, left=start + 0.04, height=0.66, linewidth=0.6, **look)
    if (line.start_year or first) < first:
        axes.text(start + 0.06, place, "◂", va="center", fontsize=7, color="white")
    words = f"{line.measure.code} {line.measure.title}".strip()
    label = plain(textwrap.shorten(words, LETTERS, placeholder=" …"))
    sides = axes.get_yaxis_transform()
    axes.text(-0.015, place, label, transform=sides, va="center", ha="right", fontsize=7.2, color=INK)
    axes.text(1.015, place, thousands(line.cost), transform=sides, va="center", fontsize=7.2, color=INK)


def _look(fund: int) -> dict[str, Any]:
    place = fund % len(COLOURS)
    return {"facecolor": COLOURS[place], "hatch": HATCHES[place], "edgecolor": "white"}


def _legend(axes: Any, content: Content) -> None:
    for place, fund in enumerate(content.money.funds):
        axes.bar(0, 0, label=plain(fund.name), **_look(place))
    axes.legend(loc="upper right", bbox_to_anchor=(1.0, -0.01), ncol=3, fontsize=7.5, borderaxespad=0.4)
    unit = tr("Right: cost, {unit}. Colour: the fund that pays most.", unit=money_unit(content.head.currency))
    height = axes.figure.get_figheight()
    axes.figure.text(0.02, 0.12 / height, plain(unit), fontsize=7.5, color=QUIET)
