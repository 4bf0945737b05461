"""Who is served by the sample's health points: by one of them only, by several, by none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import shapely

sys.path.append(str(Path(__file__).parents[1]))
from as_plugin import ROOT, import_repository

import_repository()
from vidnova.planning.criteria.reach import sum_within  # noqa: E402
from vidnova.planning.figures import COLOURS, INK, Picture  # noqa: E402

SAMPLE = ROOT / "sample_layers" / "community.gpkg"
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
    axes.set_aspect("equal")
    axes.set(xlim=(middle.x - 1.5 * AROUND, middle.x + 1.5 * AROUND), ylim=(middle.y - AROUND, middle.y + AROUND))
    axes.axis("off")
    left, bottom = middle.x - 1.45 * AROUND, middle.y - 0.95 * AROUND
    axes.plot([left, left + 500], [bottom, bottom], color=INK, linewidth=1.4)
    axes.text(left + 250, bottom + 40, words[3], ha="center")
    for shade, word in zip(SHADES, words):
        axes.fill([], [], facecolor=shade, label=word)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.0), ncol=3, handlelength=1.2, handleheight=1.0)


def rings(polygons: Any) -> list[Any]:
    """x and y of every outline, one after another, for matplotlib's fill."""
    return [values for polygon in polygons for values in shapely.get_coordinates(polygon.exterior).T]


def shapes(layer: str) -> Any:
    with fiona.open(SAMPLE, layer=layer) as features:
        return np.array([shapely.geometry.shape(feature["geometry"]) for feature in features], dtype=object)


if __name__ == "__main__":
    for code in WORDS:
        print(draw(ROOT / "docs" / "criteria" / "images", code))
