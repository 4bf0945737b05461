"""What a school of the sample reaches within 800 m: over streets, and in a straight line only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sample_map import IMAGES, legend, rings, shapes, window
from vidnova.planning.criteria.network.access import access_over_streets, search_from  # noqa: E402
from vidnova.planning.criteria.network.areas import service_areas  # noqa: E402
from vidnova.planning.criteria.network.cleaning.clean import network_of_streets  # noqa: E402
from vidnova.planning.criteria.network.streets.read import read_streets  # noqa: E402
from vidnova.planning.criteria.network.streets.rules import rules_of  # noqa: E402
from vidnova.planning.features import FeatureTable  # noqa: E402
from vidnova.planning.figures import COLOURS, INK, Picture  # noqa: E402

SCHOOL = 4
REACH = 800
WIDE, HIGH = 1500, 950
WORDS = {
    "en": ("800 m over streets", "only in a straight line", "further", "service area", "800 m straight", "300 m"),
    "uk": ("800 м вулицями", "лише по прямій", "далі", "зона обслуговування", "800 м по прямій", "300 м"),
}
CIRCLE: dict[str, Any] = {"color": INK, "linewidth": 0.8, "linestyle": (0, (4, 3))}
REACHED, STRAIGHT, FURTHER = COLOURS[0], COLOURS[1], "#c4c6c4"


def draw(folder: Path, language: str) -> Path:
    """The picture of a language."""
    buildings, school = shapes("buildings"), shapes("schools")[SCHOOL : SCHOOL + 1]
    streets = shapes("streets")
    layer = FeatureTable("streets", "", "", {"id": list(range(len(streets)))}, list(shapely.to_wkb(streets)))
    network = network_of_streets(read_streets(layer, rules_of("walking")))
    [area] = service_areas(search_from(network, school), [REACH])
    cost = np.nan_to_num(access_over_streets(network, buildings, school).cost, nan=np.inf)
    straight = shapely.distance(buildings, school[0])
    kinds = [(cost > REACH) & (straight > REACH), (cost > REACH) & (straight <= REACH), cost <= REACH]

    def on_axes(axes: Any) -> None:
        near = shapely.box(*school[0].buffer(1).bounds).buffer(1.3 * WIDE)
        for part in area.area.geoms:
            axes.fill(*shapely.get_coordinates(part.exterior).T, facecolor=COLOURS[2], alpha=0.3, linewidth=0)
        for line in shapely.get_parts(shapely.intersection(streets, near)):
            axes.plot(*shapely.get_coordinates(line).T, color="#9aa1a6", linewidth=0.6)
        for line in area.streets.geoms:
            axes.plot(*shapely.get_coordinates(line).T, color=REACHED, linewidth=1.5)
        for kind, shade in zip(kinds, (FURTHER, STRAIGHT, REACHED)):
            chosen = buildings[kind & shapely.intersects(buildings, near)]
            axes.fill(*rings(chosen), facecolor=shade, edgecolor=shade, linewidth=0.7)
        axes.plot(*shapely.get_coordinates(school[0].buffer(REACH)).T, **CIRCLE)
        axes.plot(school[0].x, school[0].y, "P", color=INK, markersize=8, markeredgecolor="white")
        frame(axes, school[0], WORDS[language])

    target = folder / f"access.{language}.png"
    target.write_bytes(Picture(on_axes, 6.2, 4.5, (0.0, 0.13, 1.0, 0.87)).png(96))
    return target


def frame(axes: Any, middle: Any, words: tuple[str, ...]) -> None:
    window(axes, middle, HIGH, 300, words[5])
    for shade, word in zip((REACHED, STRAIGHT, FURTHER), words):
        axes.fill([], [], facecolor=shade, label=word)
    axes.fill([], [], facecolor=COLOURS[2], alpha=0.3, label=words[3])
    axes.plot([], [], **CIRCLE, label=words[4])
    legend(axes, 3)


if __name__ == "__main__":
    for language in WORDS:
        print(draw(IMAGES, language))
