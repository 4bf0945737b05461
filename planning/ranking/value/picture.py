"""A value function as a small picture."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...figures import COLOURS, FAINT, INK, QUIET, Picture, plain
from ...language import tr
from ...wording import plain_number
from .classes import Category, class_name
from .functions import Column, Goalposts, ValueFunction, spread
from .points import Piecewise, Target, Threshold

if TYPE_CHECKING:
    from numpy.typing import NDArray

PIXELS = 96
WIDTH, HEIGHT = 160 / PIXELS, 100 / PIXELS
SMALL = 6.5
TICKS = 200
MILLION = 1e6
BEYOND = 0.12
CLASSES, LETTERS = 6, 14


def picture(function: ValueFunction, unit: str = "", data: Column = ()) -> Picture:
    """What a criterion's raw values are worth: the curve over an axis in its unit, marked where it is 0 (hollow) and
    1 (filled), with the data as ticks below it; bars where it values classes.

    data (n,) may be empty; a function that takes its goalposts from the data needs them.
    """
    if isinstance(function, Category):
        table, counts = function.table, Counter(class_name(raw) for raw in data)
        return Picture(lambda axes: _draw_classes(axes, table, counts), WIDTH, HEIGHT, (0.46, 0.06, 0.42, 0.9))
    raw = np.asarray(data, dtype=float)
    fitted = function.fitted(raw) if raw.size or not function.from_data else None
    bottom = 0.34 if unit else 0.24
    return Picture(lambda axes: _draw(axes, fitted, unit, raw), WIDTH, HEIGHT, (0.1, bottom, 0.85, 0.94 - bottom))


def _draw(axes: Any, function: ValueFunction | None, unit: str, data: NDArray[np.float64]) -> None:
    axes.set_ylim(-0.24, 1.1)
    axes.set_yticks([0, 1], ["0", "1"], fontsize=SMALL)
    axes.tick_params(length=0, pad=2)
    axes.spines["left"].set_bounds(0, 1)
    axes.set_xlabel(plain(textwrap.shorten(unit, 34, placeholder=" …")), fontsize=SMALL, color=QUIET, labelpad=1)
    if function is None:
        axes.set_xticks([])
        axes.text(0.5, 0.5, tr("from the data"), transform=axes.transAxes, ha="center", va="center", fontsize=SMALL)
        return
    marks = _marks(function)
    low, high = _range(marks, data)
    _draw_curve(axes, function, low, high)
    _draw_marks(axes, function, marks, low, high)
    _draw_data(axes, data, low, high)


def _marks(function: ValueFunction) -> list[float]:
    """The raw values that the picture names, rising."""
    if isinstance(function, Goalposts):
        return sorted(function.posts)
    if isinstance(function, Target):
        return [function.ends[0], function.target, function.ends[1]]
    if isinstance(function, Threshold):
        return [function.threshold]
    return [function.points[0][0], function.points[-1][0]] if isinstance(function, Piecewise) else []


def _range(marks: list[float], data: NDArray[np.float64]) -> tuple[float, float]:
    """What the axis covers: the marks, and of the data as much beyond them as leaves the curve readable."""
    found = spread(data) if data.size else None
    low, high = marks[0], marks[-1]
    if low == high:
        reach = max([abs(low - end) for end in found or ()] or [abs(low)]) or 1.0
        return low - 1.1 * reach, high + 1.1 * reach
    margin = BEYOND * (high - low)
    if found:
        return min(low - 0.04 * margin, max(low - 2 * margin, found[0])), max(high, min(high + 2 * margin, found[1]))
    return low - margin, high + margin


def _draw_curve(axes: Any, function: ValueFunction, low: float, high: float) -> None:
    pad = 0.05 * (high - low)
    axes.set_xlim(low - pad, high + pad)
    raw = np.linspace(low - pad, high + pad, 241)
    if isinstance(function, Threshold):
        raw = np.array([low - pad, function.threshold, function.threshold, high + pad])
        values = function.value(raw[[0, 0, 3, 3]])
    else:
        values = function.value(raw)
    axes.plot(raw, values, color=COLOURS[0], linewidth=1.6, solid_joinstyle="miter", clip_on=True, zorder=3)


def _draw_marks(axes: Any, function: ValueFunction, marks: list[float], low: float, high: float) -> None:
    for raw in marks:
        value = float(function.value([raw])[0])
        axes.plot([raw, raw], [-0.24, value], color=FAINT, linewidth=0.7, zorder=1)
        face = COLOURS[0] if value > 0.5 else "white"
        axes.plot([raw], [value], "o", markersize=4, markerfacecolor=face, markeredgecolor=COLOURS[0], zorder=4)
    axes.set_xticks(marks, [_short(raw, high - low) for raw in marks], fontsize=SMALL)
    for raw, label in zip(marks, axes.get_xticklabels()):
        place = (raw - low) / (high - low)
        label.set_horizontalalignment("left" if place < 0.15 else "right" if place > 0.85 else "center")


def _short(raw: float, span: float) -> str:
    """A raw value in few letters, as exact as a picture that covers so much can show."""
    if abs(raw) >= MILLION:
        return tr("{number} M", number=plain_number(round(raw / MILLION, 1)))
    return plain_number(round(raw, 2 - math.floor(math.log10(min(span, abs(raw) or span)))))


def _draw_data(axes: Any, data: NDArray[np.float64], low: float, high: float) -> None:
    known = data[np.isfinite(data)]
    if known.size > TICKS:
        known = np.quantile(known, np.linspace(0, 1, TICKS))
    axes.vlines(np.clip(known, low, high), -0.2, -0.07, color=INK, linewidth=0.6, alpha=0.65, zorder=2)


def _draw_classes(axes: Any, table: Mapping[str, float], counts: Counter[str]) -> None:
    names = list(table)[:CLASSES]
    shown = [table[name] for name in names]
    axes.barh(range(len(names)), shown, height=0.62, color=COLOURS[0])
    labels = [plain(name if len(name) <= LETTERS else name[: LETTERS - 1] + "…") for name in names]
    axes.set_yticks(range(len(names)), labels, fontsize=SMALL)
    for place, name in enumerate(names):
        said = plain_number(table[name]) + (f" ({counts[name]})" if counts[name] else "")
        axes.text(table[name] + 0.04, place, said, va="center", fontsize=SMALL)
    axes.set_xlim(0, 1.25)
    axes.set_ylim(max(len(names), 3) - 0.5, -0.5)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(length=0, pad=2)
