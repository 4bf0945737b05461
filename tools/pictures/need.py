"""Need for kindergartens in the sample against what rebuilding the closed one would bring, by hexagons."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely

sys.path.append(str(Path(__file__).parent))
from catchment import NORM, REACH, frame, layer, mark  # noqa: E402
from sample_map import IMAGES, rings  # noqa: E402
from vidnova.planning.criteria.catchment.access import Demand, floating_catchment  # noqa: E402
from vidnova.planning.criteria.catchment.additions import Additions  # noqa: E402
from vidnova.planning.criteria.catchment.decay import Decay  # noqa: E402
from vidnova.planning.criteria.catchment.gain import catchment_gains  # noqa: E402
from vidnova.planning.criteria.catchment.links import StraightLinks  # noqa: E402
from vidnova.planning.criteria.catchment.shortage import shortage  # noqa: E402
from vidnova.planning.criteria.need.grid import HEXAGONS, Grid  # noqa: E402
from vidnova.planning.criteria.need.surface import (  # noqa: E402
    BOTH,
    MEASURE_ONLY,
    NEED_ONLY,
    NEITHER,
    amounts_in_cells,
    brought_to_cells,
    cells_around,
    fit_of,
)
from vidnova.planning.figures import Picture  # noqa: E402

SIZE = 400
COLOURS = {NEED_ONLY: "#e66101", BOTH: "#40206f", MEASURE_ONLY: "#b2abd2", NEITHER: "#f7f7f7"}
WORDS = {
    "en": (("need without a measure", "need and a measure", "measure without need", "neither"), "500 m"),
    "uk": (("потреба без заходу", "потреба і захід", "захід без потреби", "ні потреби, ні заходу"), "500 м"),
}


def draw(folder: Path, language: str) -> Path:
    """The picture of a language."""
    homes, people = layer("buildings", "residents")
    places, seats = layer("kindergartens", "capacity")
    works = layer("kindergartens", "working")[1] > 0
    demand, links = Demand(people, np.ones(len(people), dtype=bool)), StraightLinks(homes, REACH, measured=False)
    now = floating_catchment(links, places[works], seats[works], demand, Decay("none", REACH))
    closed = Additions(places[~works], seats[~works], np.ones(int((~works).sum()), dtype=bool))
    gains = catchment_gains(links, now, places[works], seats[works], demand, closed, NORM)
    cells = cells_around(Grid(HEXAGONS, SIZE), homes, closed.places, REACH)
    need = amounts_in_cells(cells, homes, shortage(people, now.access, NORM)[:, None])
    fit = fit_of(need, brought_to_cells(cells, closed.places, gains.served, REACH).amount, 0.5, 0.25).fit

    def on_axes(axes: Any) -> None:
        for kind, colour in COLOURS.items():
            axes.fill(*rings(cells[fit == kind]), facecolor=colour, edgecolor="#8a8f94", linewidth=0.5)
        axes.fill(*rings(homes[people > 0]), facecolor="#8a8f94", edgecolor="none", alpha=0.8)
        for place, served in zip(closed.places, gains.served):
            mark(axes, place, "X", f"{served:.0f}")
        middle = shapely.centroid(shapely.MultiPoint(places[:6]))
        frame(axes, middle, WORDS[language], tuple(COLOURS.values()))

    target = folder / f"need.{language}.png"
    target.write_bytes(Picture(on_axes, 6.4, 4.9, (0.0, 0.1, 1.0, 0.9)).png(100))
    return target


if __name__ == "__main__":
    for code in WORDS:
        print(draw(IMAGES, code))
