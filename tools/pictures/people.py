"""Who is served by the sample's health points: by one of them only, by several, by none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fiona
import numpy as np
import shapely
from sample_map import IMAGES, SAMPLE, legend, rings, shapes, window
from vidnova.planning.criteria.reach import sum_within  # noqa: E402
from vidnova.planning.figures import COLOURS, INK, Picture  # noqa: E402

REACH = 800
AROUND = 1450
WORDS = {
    "en": ("one health point in reach", "several in reach", "none", "500 m", "{served:,} served\n{only:,} by it alone"),
    "uk": ("досяжний один медзаклад", "досяжні кілька", "жодного", "500 м", "{served} обслуговує\n{only} лише він"),
}
SHADES = (COLOURS[0], COLOURS[1], "#c4c6c4")


def draw(folder: Path, language: str) -> Path:
    """The picture of a language."""
    buildings, points = shapes("buildings"), shapes("health_points")[[0, 2]]
    middle = shapely.centroid(shapely.MultiPoint(points))
    times, served, only = counted(points, buildings)

    def on_axes(axes: Any) -> None:
        for count, shade in ((0, SHADES[2]), (1, SHADES[0]), (2, SHADES[1])):
            chosen = buildings[times == count]
            near = chosen[shapely.dwithin(chosen, middle, 1.6 * AROUND)]
            axes.fill(*rings(near), facecolor=shade, edgecolor=shade, linewidth=0.9)
        for point, all_of, alone in zip(points, served, only):
            axes.plot(*shapely.get_coordinates(point.buffer(REACH)).T, color=INK, linewidth=0.7)
            axes.plot(point.x, point.y, "+", color=INK, markersize=9, markeredgewidth=1.8)
            words = WORDS[language][4].format(served=all_of, only=alone)
            paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
            axes.text(point.x + 70, point.y, words, va="center", bbox=paper)
        frame(axes, middle, WORDS[language])

    target = folder / f"people.{language}.png"
    target.write_bytes(Picture(on_axes, 6.2, 4.4, (0.0, 0.1, 1.0, 0.9)).png(120))
    return target


def counted(points: Any, buildings: Any) -> tuple[Any, list[int], list[int]]:
    """How many points reach each building, and the people of each point: all, and those of no other."""
    with fiona.open(SAMPLE, layer="buildings") as features:
        people = np.array([[feature["properties"]["residents"] or 0] for feature in features], dtype=float)
    times = sum(shapely.dwithin(buildings, point, REACH).astype(int) for point in points)
    found = sum_within(points, buildings, people, REACH)
    return times, *([int(number) for number in column[:, 0]] for column in (found.total, found.only))


def frame(axes: Any, middle: Any, words: tuple[str, ...]) -> None:
    window(axes, middle, AROUND, 500, words[3])
    for shade, word in zip(SHADES, words):
        axes.fill([], [], facecolor=shade, label=word)
    legend(axes, 3)


if __name__ == "__main__":
    for code in WORDS:
        print(draw(IMAGES, code))
