"""The Lorenz curve of the programme's money, and each area's share of people and money side by side."""

from __future__ import annotations

import textwrap
from typing import Any

from ...figures import COLOURS, FAINT, INK, QUIET, Picture, plain
from ...language import tr
from ...wording import number, percent
from .ledger import Equity, Line

WIDTH, CURVE_HEIGHT, ROW_HEIGHT = 7.4, 3.1, 0.42
MOST_BARS = 24
LETTERS = 24


def equity_picture(equity: Equity) -> Picture | None:
    """The picture in the current language; None where there is nothing to compare."""
    if not equity.curve or not equity.measured:
        return None
    lines = equity.measured[:MOST_BARS]
    height = max(CURVE_HEIGHT, 1.1 + ROW_HEIGHT * len(lines))
    side = 2.55
    box = (0.075, 1 - (side + 0.35) / height, side / WIDTH, side / height)
    return Picture(lambda axes: _draw(axes, equity, lines), WIDTH, height, box, cut=True)


def _draw(axes: Any, equity: Equity, lines: tuple[Line, ...]) -> None:
    _curve(axes, equity)
    height = axes.figure.get_figheight()
    room = ROW_HEIGHT * len(lines)
    bars = axes.figure.add_axes((0.635, 1 - (room + 0.35) / height, 0.3, room / height))
    _bars(bars, lines)


def _curve(axes: Any, equity: Equity) -> None:
    across, up = zip(*equity.curve)
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.fill_between(across, across, up, color=COLOURS[1], alpha=0.35, linewidth=0)
    axes.plot(across, up, color=COLOURS[0], linewidth=1.8, marker="o", markersize=3)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_xticks([0, 0.5, 1], [percent(share) for share in (0, 0.5, 1)])
    axes.set_yticks([0, 0.5, 1], [percent(share) for share in (0, 0.5, 1)])
    axes.set_xlabel(tr("People, from least money per head to most"))
    axes.set_ylabel(tr("Money in these areas"), labelpad=1)
    axes.set_title(tr("Lorenz curve: Gini index {gini}", gini=number(equity.gini, 2)), fontsize=9.5, loc="left")


def _bars(axes: Any, lines: tuple[Line, ...]) -> None:
    places = range(len(lines))
    people, money = ([(getattr(line, name) or 0.0) for line in lines] for name in ("people_share", "money_share"))
    axes.barh([p - 0.18 for p in places], people, 0.34, color=FAINT, label=tr("share of the people"))
    axes.barh([p + 0.18 for p in places], money, 0.34, color=COLOURS[0], label=tr("share of the money"))
    longest = max([*people, *money, 1e-9])
    for place, line in enumerate(lines):
        end = max(people[place], money[place]) + 0.02 * longest
        axes.text(end, place, "×" + number(line.quotient, 2), va="center", fontsize=8.5, color=INK)
    axes.set_yticks(list(places), [_wrapped(line.name) for line in lines], fontsize=8)
    axes.set_xlim(0, 1.2 * longest)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_title(tr("Shares of the people and of the money"), fontsize=9.5, loc="left")
    axes.legend(
        loc="upper left", bbox_to_anchor=(0, -0.02), fontsize=8, borderaxespad=0, handlelength=1.2, handleheight=0.8
    )


def _wrapped(name: str) -> str:
    return plain("\n".join(textwrap.wrap(name, LETTERS, max_lines=2, placeholder=" …")))
