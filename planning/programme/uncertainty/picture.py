"""How often the measures that are not certain are in the programme, and how likely the money of each year is enough."""

from __future__ import annotations

import textwrap
from typing import Any

from ...figures import COLOURS, FAINT, INK, QUIET, Picture, plain
from ...language import tr
from ...wording import percent
from .core import FIRM
from .stored import Firmness

WIDTH, ROW, MOST = 7.4, 0.21, 40
LETTERS = 58
LEFT, SPAN = 0.5, 0.42


def firmness_picture(found: Firmness) -> Picture:
    """Bars of the core index of measures that some draws or nearly best programmes have and others not, full where they
    are chosen; dots are shares of nearly best programmes. Those that all have, and none, are told in a line."""
    share = found.core.share
    order = sorted(share, key=lambda key: (-share[key], -found.core.near_share[key], found.problem.name_of(key)))
    shown = [key for key in order if not _certain(found, key)][:MOST]
    room, years = ROW * max(len(shown), 1), 0.26 * len(found.risk.years)
    height = room + years + 1.9
    box = (LEFT, (years + 1.15) / height, SPAN, room / height)
    return Picture(lambda axes: _draw(axes, found, shown, years, height), WIDTH, height, box, cut=True)


def _certain(found: Firmness, key: str) -> bool:
    near = found.core.near_share[key]
    return found.core.share[key] in (0, 1) and (near == found.core.share[key] or not found.core.near)


def _draw(axes: Any, found: Firmness, shown: list[str], years: float, height: float) -> None:
    core, by_id = found.core, found.problem.by_id
    for place, key in enumerate(shown):
        full = COLOURS[0] if key in found.starts else "none"
        axes.barh(place, core.share[key], 0.66, color=full, edgecolor=COLOURS[0], linewidth=0.8)
        axes.text(1.04, place, percent(core.share[key]), va="center", fontsize=7.5, color=INK)
    if core.near:
        dots = [core.near_share[key] for key in shown]
        axes.plot(dots, range(len(shown)), "o", color=COLOURS[1], markeredgecolor=INK, markersize=4.5, linewidth=0)
    for edge in (FIRM, 1 - FIRM):
        axes.axvline(edge, color=QUIET, linewidth=0.8, linestyle=(0, (4, 3)))
    names = [f"{by_id[key].code} {by_id[key].title}" for key in shown]
    axes.set_yticks(range(len(shown)), [plain(textwrap.shorten(name, LETTERS, placeholder=" …")) for name in names])
    axes.tick_params(axis="y", length=0, labelsize=7.5)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(max(len(shown), 1) - 0.4, -0.6)
    axes.set_xticks([0, 0.5, 1], [percent(part) for part in (0, 0.5, 1)])
    axes.set_title(_title(found), fontsize=8.5, loc="left", x=-LEFT / SPAN + 0.05)
    _years(axes.figure.add_axes((LEFT, 0.3 / height, SPAN, years / height)), found)


def _title(found: Firmness) -> str:
    certain = [share for key, share in found.core.share.items() if _certain(found, key)]
    return tr(
        "In every programme: {always} measures, in none: {never}. The others, by share of the draws\n"
        "(full bar: in the programme; dot: share of the nearly best programmes)",
        always=sum(share == 1 for share in certain),
        never=sum(share == 0 for share in certain),
    )


def _years(axes: Any, found: Firmness) -> None:
    chances = list(found.risk.years.values())
    axes.barh(range(len(chances)), [1.0] * len(chances), 0.6, color="none", edgecolor=FAINT, linewidth=0.8)
    axes.barh(range(len(chances)), chances, 0.6, color=COLOURS[3])
    for place, chance in enumerate(chances):
        axes.text(1.04, place, percent(chance), va="center", fontsize=7.5, color=INK)
    axes.set_yticks(range(len(chances)), [str(year) for year in found.risk.years], fontsize=7.5)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(len(chances) - 0.4, -0.6)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_title(tr("Chance that the money of the year is enough"), fontsize=8.5, loc="left", x=-LEFT / SPAN + 0.05)
