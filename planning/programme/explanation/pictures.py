"""The curve of value over money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...figures import COLOURS, FAINT, INK, QUIET, Picture, plain
from ...language import tr
from ...wording import number, percent
from ..words import currency_words

WIDE, HIGH = 7.0, 4.1
LABELS = 2
BEST, CUT = COLOURS[0], COLOURS[5]


def curve_picture(found: Mapping[str, Any], name: Callable[[str], str]) -> Picture:
    """Value of the best programme for each level of money, with the bound, the cut ranking, and what enters.

    `found` is an explanation as it is stored, `name` tells what a measure is called.
    """
    points = [point for point in found["curve"] if point["value"] is not None]
    currency = currency_words(found["base"]["currency"])

    def draw(axes: Any) -> None:
        money = [point["money"] / 1e6 for point in points]
        values, bounds = [p["value"] for p in points], [p["bound"] for p in points]
        axes.fill_between(
            money, values, bounds, color=COLOURS[2], alpha=0.5, linewidth=0, label=tr("up to what is proven")
        )
        cut = [(x, point["cut"]) for x, point in zip(money, points) if point["cut"] is not None]
        if cut:
            axes.plot(
                *zip(*cut),
                color=CUT,
                linestyle=(0, (4, 2)),
                marker="s",
                markersize=3.5,
                label=tr("ranking cut at the money line"),
            )
        axes.plot(money, values, color=BEST, linewidth=1.8, marker="o", markersize=5, label=tr("best programme"))
        for x, point in zip(money, points):
            _label(axes, x, point, name)
        _now(axes, found)
        axes.set_xlabel(tr("money, million {currency}", currency=currency))
        axes.set_ylabel(tr("value of the programme"))
        axes.xaxis.set_major_formatter(lambda x, _: number(x))
        axes.yaxis.set_major_formatter(lambda y, _: number(y, 0 if y == round(y) else 1))
        axes.margins(y=0.16)
        axes.grid(axis="y", color=FAINT, linewidth=0.5)
        axes.set_axisbelow(True)
        axes.legend(loc="lower right", fontsize=8, labelcolor=INK)

    return Picture(draw, WIDE, HIGH, (0.09, 0.13, 0.89, 0.84))


def _label(axes: Any, x: float, point: Mapping[str, Any], name: Callable[[str], str]) -> None:
    """The level, and the most valuable measures that enter there."""
    words = percent(point["level"])
    entered: Sequence[str] = point["entered"]
    if entered and entered[0] and point["chosen"] > len(entered):
        more = "…" if len(entered) > LABELS else ""
        words += "\n" + "\n".join("+ " + name(key) for key in entered[:LABELS]) + more
    axes.annotate(
        plain(words),
        (x, point["value"]),
        (0, 7),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=6.6,
        color=INK,
    )


def _now(axes: Any, found: Mapping[str, Any]) -> None:
    money = found["base"]["money"] / 1e6
    axes.axvline(money, color=QUIET, linewidth=0.8, linestyle=(0, (1, 2)), zorder=0)
    axes.annotate(
        tr("budgets as they are"),
        (money, 0.02),
        (4, 0),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        fontsize=7.2,
        color=QUIET,
        rotation=90,
        va="bottom",
    )
