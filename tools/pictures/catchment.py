"""Where the kindergartens of the sample leave people without a place, and what the closed one would bring back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import shapely
from sample_map import IMAGES, SAMPLE, rings
from vidnova.planning.criteria.catchment.access import Access, Demand, floating_catchment  # noqa: E402
from vidnova.planning.criteria.catchment.additions import Additions  # noqa: E402
from vidnova.planning.criteria.catchment.decay import Decay  # noqa: E402
from vidnova.planning.criteria.catchment.gain import catchment_gains  # noqa: E402
from vidnova.planning.criteria.catchment.links import StraightLinks  # noqa: E402
from vidnova.planning.figures import INK, Picture  # noqa: E402

REACH, NORM = 750.0, 0.05
WIDE, HIGH = 2500, 1700
SHADES = ("#4d1a00", "#a63603", "#fd8d3c", "#9ecae1", "#e3e3e3")
WORDS = {
    "en": (
        ("nothing in reach", "under half of the norm", "under the norm", "norm: 50 for 1,000", "nobody lives here"),
        "500 m",
        "closed, {seats} seats:\na place for {served:.0f} people",
    ),
    "uk": (
        ("нічого в зоні", "менше половини норми", "менше норми", "норма: 50 на 1000", "ніхто не живе"),
        "500 м",
        "не працює, {seats} місць:\nмісце для {served:.0f} людей",
    ),
}


def draw(folder: Path, language: str) -> Path:
    """The picture of a language."""
    homes, people = layer("buildings", "residents")
    places, seats = layer("kindergartens", "capacity")
    works = layer("kindergartens", "working")[1] > 0
    demand = Demand(people, np.ones(len(people), dtype=bool))
    links = StraightLinks(homes, REACH, measured=False)
    now = floating_catchment(links, places[works], seats[works], demand, Decay("none", REACH))
    closed = Additions(places[~works], seats[~works], np.ones(int((~works).sum()), dtype=bool))
    gains = catchment_gains(links, now, places[works], seats[works], demand, closed, NORM)

    def on_axes(axes: Any) -> None:
        draw_homes(axes, homes, classes(now, people))
        for place, number in zip(places[works], seats[works]):
            mark(axes, place, "o", f"{number:.0f}")
        for place, number, served in zip(closed.places, closed.added, gains.served):
            axes.plot(*shapely.get_coordinates(place.buffer(REACH)).T, color=INK, linewidth=0.8, linestyle="--")
            mark(axes, place, "X", WORDS[language][2].format(seats=int(number), served=served))
        frame(axes, shapely.centroid(shapely.MultiPoint(places[:6])), WORDS[language])

    target = folder / f"catchment.{language}.png"
    target.write_bytes(Picture(on_axes, 6.4, 4.9, (0.0, 0.1, 1.0, 0.9)).png(88))
    return target


def classes(now: Access, people: Any) -> Any:
    """0 nothing in reach … 3 the norm; 4 nobody lives here."""
    level = np.digitize(now.access, [1e-12, NORM / 2, NORM * (1 - 1e-9)])
    return np.where(people > 0, level, 4)


def draw_homes(axes: Any, homes: Any, level: Any) -> None:
    for number, shade in reversed(list(enumerate(SHADES))):
        axes.fill(*rings(homes[level == number]), facecolor=shade, edgecolor=shade, linewidth=1.1)


def mark(axes: Any, place: Any, sign: str, words: str) -> None:
    axes.plot(place.x, place.y, sign, color="white", markeredgecolor=INK, markersize=7, markeredgewidth=1.4)
    paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.2}
    axes.text(place.x + 75, place.y, words, va="center", bbox=paper)


def frame(axes: Any, middle: Any, words: Any, shades: Sequence[str] = SHADES) -> None:
    """Cut, scale bar and legend."""
    axes.set_aspect("equal")
    axes.set(xlim=(middle.x - WIDE, middle.x + WIDE), ylim=(middle.y - HIGH, middle.y + HIGH))
    axes.axis("off")
    left, bottom = middle.x - 0.96 * WIDE, middle.y - 0.95 * HIGH
    axes.plot([left, left + 500], [bottom, bottom], color=INK, linewidth=1.4)
    axes.text(left + 250, bottom + 45, words[1], ha="center")
    for shade, word in zip(shades, words[0]):
        axes.fill([], [], facecolor=shade, edgecolor=INK, linewidth=0.4, label=word)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.01), ncol=3, handlelength=1.0, columnspacing=1.2)


def layer(name: str, field: str) -> tuple[Any, Any]:
    """Shapes and a number field of a layer of the sample; NaN where unknown."""
    with fiona.open(SAMPLE, layer=name) as found:
        features = list(found)
    shapes = np.array([shapely.geometry.shape(feature["geometry"]) for feature in features], dtype=object)
    return shapes, np.array([feature["properties"][field] for feature in features], dtype=float)


if __name__ == "__main__":
    for code in WORDS:
        print(draw(IMAGES, code))
