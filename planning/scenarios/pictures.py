"""Pictures of a comparison: ranks from scenario to scenario, and who is chosen where."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from ..figures import COLOURS, FAINT, INK, QUIET, Picture, plain
from ..language import tr
from ..wording import NO_BREAK_SPACE
from .comparison import ENTERED, KEPT, LEFT, MOVED, NEVER, Comparison, Measure
from .outcomes import Outcome

RISES, FALLS, SAME = COLOURS[0], COLOURS[5], "#a3aab0"
CELLS = {KEPT: COLOURS[2], MOVED: "#f1deb2", ENTERED: COLOURS[3], LEFT: "white", NEVER: "white"}
ROWS = 60
ROW_INCHES = 0.235
WIDE, NARROW = 7.0, 5.2


def ranks_picture(comparison: Comparison, top: int) -> Picture:
    """Lines from rank to rank of the measures that are among the first `top` in any scenario; what lies further back
    stands below a gap, in order. A filled mark: in the programme."""
    shown = _among_first(comparison, top)
    slots = [_slots(outcome, shown, top) for outcome in comparison.outcomes]
    height = ROW_INCHES * (len(shown) + 1) + 1.1

    def draw(axes: Any) -> None:
        for place, measure in enumerate(shown):
            _line(axes, comparison, measure, [column[place] for column in slots])
        _names(axes, shown, slots)
        last = len(comparison.outcomes) - 1
        axes.set(xlim=(-0.12, last + 0.12), ylim=(len(shown) + 0.7, -0.7))
        _columns_on_top(axes, comparison.outcomes)
        _ranks_legend(axes, height)

    return Picture(draw, WIDE, height, (0.38, 0.75 / height, 0.52, 1 - 1.15 / height), cut=True)


def programme_picture(comparison: Comparison) -> Picture:
    """A row for each measure that some scenario chooses, with the year in which it starts."""
    chosen = [measure for measure in comparison.measures if comparison.times_chosen(measure.id)]
    shown = chosen[:ROWS]
    height = ROW_INCHES * len(shown) + 1.2

    def draw(axes: Any) -> None:
        for row, measure in enumerate(shown):
            for column, outcome in enumerate(comparison.outcomes):
                _cell(axes, comparison, outcome, measure, (column, row))
        axes.set_yticks(range(len(shown)), [_title(measure, 44) for measure in shown], fontsize=7.5)
        axes.set(xlim=(-0.5, len(comparison.outcomes) - 0.5), ylim=(len(shown) - 0.5, -0.5))
        _columns_on_top(axes, comparison.outcomes)
        axes.tick_params(axis="y", length=0)
        _cells_legend(axes, height)

    return Picture(draw, WIDE, height, (0.44, 0.7 / height, 0.54, 1 - 1.2 / height), cut=True)


def rows_left_out(comparison: Comparison) -> int:
    """How many chosen measures the picture of programmes has no room for."""
    return max(0, sum(comparison.times_chosen(measure.id) > 0 for measure in comparison.measures) - ROWS)


def _among_first(comparison: Comparison, top: int) -> list[Measure]:
    def first(measure: Measure) -> bool:
        return any(outcome.ranks.get(measure.id, top + 1) <= top for outcome in comparison.outcomes)

    return [measure for measure in comparison.measures if first(measure)]


def _slots(outcome: Outcome, shown: Sequence[Measure], top: int) -> list[int]:
    """The height at which each measure stands in a column: by rank, in the base's order where ranks are equal."""
    ranks = [outcome.ranks.get(measure.id) for measure in shown]
    order = sorted(range(len(shown)), key=lambda place: (ranks[place] is None, ranks[place] or 0))
    slots = [0] * len(shown)
    for height, place in enumerate(order):
        beyond = (ranks[place] or top + 1) > top
        slots[place] = height + beyond
    return slots


def _line(axes: Any, comparison: Comparison, measure: Measure, heights: Sequence[int]) -> None:
    for column in range(len(comparison.others)):
        before, after = (comparison.outcomes[c].ranks.get(measure.id) for c in (column, column + 1))
        if before is not None and after is not None:
            colour = RISES if after < before else FALLS if after > before else SAME
            width = 1.0 if after == before else 1.8
            axes.plot((column, column + 1), heights[column : column + 2], color=colour, linewidth=width, zorder=1)
    for column, outcome in enumerate(comparison.outcomes):
        chosen = measure.id in outcome.starts
        rank = outcome.ranks.get(measure.id)
        face, ink = (INK, "white") if chosen else ("white", INK)
        axes.plot(column, heights[column], "o", markersize=11.5, markerfacecolor=face, markeredgecolor=INK, zorder=2)
        axes.annotate(
            "–" if rank is None else str(rank),
            (column, heights[column]),
            ha="center",
            va="center_baseline",
            fontsize=6.6,
            color=ink,
            zorder=3,
        )


def _names(axes: Any, shown: Sequence[Measure], slots: Sequence[Sequence[int]]) -> None:
    places = sorted(range(len(shown)), key=lambda place: slots[0][place])
    axes.set_yticks([slots[0][p] for p in places], [_title(shown[p], 36) for p in places], fontsize=7.5)
    axes.tick_params(axis="y", length=0, pad=4)
    for place, measure in enumerate(shown):
        at = (len(slots) - 1, slots[-1][place])
        axes.annotate(
            _title(measure, 12, code_only=True), at, (9, 0), textcoords="offset points", va="center", fontsize=7.5
        )
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _cell(axes: Any, comparison: Comparison, outcome: Outcome, measure: Measure, at: tuple[int, int]) -> None:
    kind = KEPT if outcome is comparison.base else comparison.change(outcome, measure.id)
    if outcome is comparison.base and measure.id not in outcome.starts:
        kind = NEVER
    column, row = at
    edge = FALLS if kind == LEFT else FAINT
    axes.bar(
        column, 0.84, 0.94, row - 0.42, facecolor=CELLS[kind], edgecolor=edge, linewidth=1.2 if kind == LEFT else 0.5
    )
    colour = "white" if kind == ENTERED else FALLS if kind == LEFT else INK
    words = _cell_words(comparison, outcome, measure, kind)
    weight = "bold" if kind in (ENTERED, LEFT, MOVED) else "normal"
    axes.annotate(words, at, ha="center", va="center_baseline", fontsize=7.2, color=colour, weight=weight)


def _cell_words(comparison: Comparison, outcome: Outcome, measure: Measure, kind: str) -> str:
    start = outcome.starts.get(measure.id)
    if kind == NEVER:
        return ""
    if kind == LEFT:
        return "−"
    year = tr("chosen") if start is None else str(start)
    before = comparison.base.starts.get(measure.id)
    if kind == MOVED and start is not None and before is not None:
        return f"→ {year}" if start > before else f"← {year}"
    return f"+ {year}" if kind == ENTERED else year


def _columns_on_top(axes: Any, outcomes: Sequence[Outcome]) -> None:
    room = max(10, 40 // len(outcomes))
    names = ["\n".join(textwrap.wrap(_unbroken(o.title), room, max_lines=3, placeholder=" …")) for o in outcomes]
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(outcomes)), names, fontsize=8, fontweight="bold")
    axes.tick_params(axis="x", length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _unbroken(words: str) -> str:
    return plain(words.replace(" %", NO_BREAK_SPACE + "%"))


def _ranks_legend(axes: Any, height: float) -> None:
    for colour, words in ((RISES, tr("rises")), (FALLS, tr("falls")), (SAME, tr("same rank"))):
        axes.plot([], [], color=colour, linewidth=1.8, label=words)
    for face, words in ((INK, tr("in the programme")), ("white", tr("not in the programme"))):
        axes.plot([], [], "o", markersize=7, markerfacecolor=face, markeredgecolor=INK, label=words)
    _legend(axes, height, 5)


def _cells_legend(axes: Any, height: float) -> None:
    cells = (
        (KEPT, FAINT, tr("chosen, the year of its start")),
        (ENTERED, FAINT, tr("+ entered")),
        (LEFT, FALLS, tr("− dropped out")),
        (MOVED, FAINT, tr("→ later, ← sooner")),
    )
    for kind, edge, words in cells:
        axes.fill([], [], facecolor=CELLS[kind], edgecolor=edge, linewidth=1.0, label=words)
    _legend(axes, height, 4)


def _legend(axes: Any, height: float, columns: int) -> None:
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, 0.6 / height),
        bbox_transform=axes.figure.transFigure,
        ncol=columns,
        fontsize=7.5,
        labelcolor=QUIET,
        handlelength=1.4,
        columnspacing=1.2,
    )


def _title(measure: Measure, room: int, code_only: bool = False) -> str:
    words = measure.name if code_only else " ".join(part for part in (measure.code, measure.title) if part)
    return plain(textwrap.shorten(words, room, placeholder=" …"))
