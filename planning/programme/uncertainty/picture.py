"""How often each measure is in the programme, and how likely the money of each year does."""

from __future__ import annotations

import textwrap
from typing import Any

from ...figures import COLOURS, FAINT, INK, QUIET, Picture, plain
from ...language import tr
from ...wording import percent
from .core import FIRM
from .stored import Firmness

WIDTH, ROW, MOST = 7.4, 0.2, 40
LETTERS = 46


def firmness_picture(found: Firmness) -> Picture:
    """Bars of the core index of measures that are not simply out, the firmest first; the chosen ones are full."""
    share = found.core.share
    shown = [key for key in share if share[key] > 1 - FIRM or key in found.starts]
    shown = sorted(shown, key=lambda key: (-share[key], found.problem.name_of(key)))[:MOST]
    room, years = ROW * max(len(shown), 1), 0.28 * len(found.risk.years)
    height = room + years + 1.5
    box = (0.44, (years + 1.0) / height, 0.5, room / height)
    return Picture(lambda axes: _draw(axes, found, shown, years, height), WIDTH, height, box, cut=True)


def _draw(axes: Any, found: Firmness, shown: list[str], years: float, height: float) -> None:
    share, by_id = found.core.share, found.problem.by_id
    for place, key in enumerate(shown):
        chosen = key in found.starts
        axes.barh(place, share[key], 0.66, color=COLOURS[0] if chosen else "none", edgecolor=COLOURS[0], linewidth=0.8)
        axes.text(share[key] + 0.01, place, percent(share[key]), va="center", fontsize=7.5, color=INK)
    axes.axvline(FIRM, color=QUIET, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.axvline(1 - FIRM, color=QUIET, linewidth=0.8, linestyle=(0, (4, 3)))
    names = [f"{by_id[key].code} {by_id[key].title}" for key in shown]
    axes.set_yticks(range(len(shown)), [plain(textwrap.shorten(name, LETTERS, placeholder=" …")) for name in names])
    axes.tick_params(axis="y", length=0, labelsize=7.5)
    axes.set_xlim(0, 1.08)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_xticks([0, 0.5, 1], [percent(part) for part in (0, 0.5, 1)])
    title = tr("Share of the draws in which the measure is chosen (full: in the programme)")
    axes.set_title(title, fontsize=9, loc="right")
    _years(axes.figure.add_axes((0.44, 0.3 / height, 0.5, years / height)), found)


def _years(axes: Any, found: Firmness) -> None:
    chances = list(found.risk.years.values())
    axes.barh(range(len(chances)), [1.0] * len(chances), 0.6, color="none", edgecolor=FAINT, linewidth=0.8)
    axes.barh(range(len(chances)), chances, 0.6, color=COLOURS[3])
    for place, chance in enumerate(chances):
        axes.text(1.01, place, percent(chance), va="center", fontsize=7.5, color=INK)
    axes.set_yticks(range(len(chances)), [str(year) for year in found.risk.years], fontsize=7.5)
    axes.set_xlim(0, 1.08)
    axes.set_ylim(len(chances) - 0.4, -0.6)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_title(tr("Chance that the money of the year does"), fontsize=9, loc="right")
