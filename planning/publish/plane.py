"""The plane of the social-environmental and the financial-economic index.

Infrastructure Prioritization Framework, World Bank WPS 7674 (2016).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..language import tr
from ..wording import number
from .measures import RankedMeasure

QUADRANTS = {"A": (1, 1), "B": (0, 1), "C": (1, 0), "D": (0, 0)}
HIGH = {"SEI": "AB", "FEI": "AC"}
LABELLED = 30
OFFSETS = ((6, 0), (-6, 0), (0, 7), (0, -7), (6, 6), (-6, 6), (6, -6), (-6, -6))


def draw_plane(axes: Any, lines: Sequence[RankedMeasure], cuts: Mapping[str, float], colour: str) -> None:
    """Draw each measure at (FEI, SEI), filled where it is chosen, its rank beside it where there is room."""
    _draw_quadrants(axes, lines, cuts)
    for chosen, words in ((True, tr("in the programme")), (False, tr("not in the programme"))):
        shown = [line for line in lines if bool(line.chosen) == chosen]
        axes.scatter(
            [line.fei for line in shown],
            [line.sei for line in shown],
            s=26,
            label=words,
            facecolor=colour if chosen else "white",
            edgecolor=colour,
            linewidth=1,
            zorder=3,
        )
    axes.set_xlabel(tr("Financial-economic index (FEI): how well it can be done"))
    axes.set_ylabel(tr("Social-environmental index (SEI): how much it is needed"))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: number(value, 1))
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncol=2, fontsize=8)
    _label(axes, [line for line in lines if line.rank is not None][:LABELLED])


def cut(lines: Sequence[RankedMeasure], index: str, cuts: Mapping[str, float]) -> float | None:
    """The line of an index: as the run gives it, else between its low and its high measures."""
    if index in cuts:
        return cuts[index]
    values = [(getattr(line, index.lower()), line.quadrant in HIGH[index]) for line in lines if line.quadrant]
    high = [value for value, is_high in values if is_high]
    low = [value for value, is_high in values if not is_high]
    return (min(high) + max(low)) / 2 if high and low else None


def _draw_quadrants(axes: Any, lines: Sequence[RankedMeasure], cuts: Mapping[str, float]) -> None:
    for index, draw in (("FEI", axes.axvline), ("SEI", axes.axhline)):
        line = cut(lines, index, cuts)
        if line is not None:
            draw(line, color="#8a8f94", linewidth=0.8, linestyle="--", zorder=1)
    for letter, (x, y) in QUADRANTS.items():
        axes.annotate(
            letter,
            (x, y),
            xytext=(-12 if x else 12, -12 if y else 12),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=17,
            color="#b4bac0",
        )
    axes.margins(0.09)


def _label(axes: Any, lines: Sequence[RankedMeasure]) -> None:
    """Ranks beside the points, each at the first of eight places that covers no point and no other rank."""
    axes.figure.canvas.draw()
    points = axes.transData.transform([(line.fei, line.sei) for line in lines]) if lines else []
    taken = [_box(x, y, 5, 5) for x, y in points]
    scale = axes.figure.dpi / 72
    for line, (x, y) in zip(lines, points):
        words = str(line.rank)
        width = 3.2 * len(words) * scale
        for dx, dy in OFFSETS:
            centre = x + dx * scale + (width if dx > 0 else -width if dx < 0 else 0), y + dy * scale
            box = _box(*centre, width, 4 * scale)
            if not any(_cover(box, other) for other in taken):
                taken.append(box)
                place = axes.transData.inverted().transform(centre)
                axes.text(*place, words, ha="center", va="center", fontsize=7.5)
                break


def _box(x: float, y: float, half_width: float, half_height: float) -> tuple[float, float, float, float]:
    return x - half_width, y - half_height, x + half_width, y + half_height


def _cover(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
