"""Hot spots of damage among the sample's buildings, and the density of damage sites."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fiona
import numpy as np
import shapely
from sample_map import IMAGES, SAMPLE, legend, rings, shapes
from vidnova.planning.criteria.clusters.hotspots import hot_spots
from vidnova.planning.criteria.clusters.surface import density_surface
from vidnova.planning.criteria.damage.schemes import schemes
from vidnova.planning.criteria.reach import sum_within
from vidnova.planning.criteria.shapes import middles_of
from vidnova.planning.figures import Picture

BAND = 250
SHADES = ("#fff5eb", "#fee6ce", "#fdd0a2", "#fdae6b")
HOT, OTHER = "#7f0000", "#9a9fa3"
WORDS = {
    "en": ("kernel density of damage sites: pale to dark", "hot spot of damage, 99 % sure", "other buildings"),
    "uk": ("ядерна щільність пошкоджень: від світлого до темного", "гаряча точка, упевненість 99 %", "інші будинки"),
}


def draw(folder: Path, language: str) -> Path:
    """The picture of a language."""
    buildings, sites = shapes("buildings"), shapes("damage_sites")
    damage = sum_within(buildings, sites, losses()[:, None], 0).total[:, 0]
    hot = hot_spots(middles_of(buildings), damage, BAND).level == 3
    surface = density_surface(sites, np.ones(len(sites)), None, "quartic", "hexagons", None)
    edges = np.quantile(surface.density, [0.3, 0.6, 0.8])

    def on_axes(axes: Any) -> None:
        for level, shade in enumerate(SHADES):
            chosen = surface.cells[np.searchsorted(edges, surface.density) == level]
            axes.fill(*rings(chosen), facecolor=shade, edgecolor=shade, linewidth=0.6)
        for chosen, colour in ((buildings[~hot], OTHER), (buildings[hot], HOT)):
            axes.fill(*rings(chosen), facecolor=colour, edgecolor=colour, linewidth=0.6)
        frame(axes, buildings[hot], WORDS[language])

    target = folder / f"damage.{language}.png"
    target.write_bytes(Picture(on_axes, 6.2, 4.4, (0.0, 0.16, 1.0, 0.84)).png(100))
    return target


def losses() -> Any:
    """The best loss of each damage site."""
    with fiona.open(SAMPLE, layer="damage_sites") as features:
        return np.array([schemes()["grades"][feature["properties"]["damage_class"]].best for feature in features])


def frame(axes: Any, shown: Any, words: tuple[str, ...]) -> None:
    left, bottom, right, top = shapely.total_bounds(shown)
    axes.set_aspect("equal")
    axes.set(xlim=(left - 500, right + 500), ylim=(bottom - 500, top + 500))
    axes.axis("off")
    for colour, word in ((SHADES[3], words[0]), (HOT, words[1]), (OTHER, words[2])):
        axes.fill([], [], facecolor=colour, label=word)
    legend(axes, 2)


if __name__ == "__main__":
    for code in WORDS:
        print(draw(IMAGES, code))
