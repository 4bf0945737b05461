"""Buildings of the sample under flood and sanitary zones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely
from sample_map import IMAGES, legend, rings, shapes, window
from vidnova.planning.figures import COLOURS, Picture  # noqa: E402

AROUND = 1500
WORDS = {
    "en": ("flood zone", "sanitary zone", "free of restrictions", "500 m"),
    "uk": ("зона затоплення", "санітарна зона", "без обмежень", "500 м"),
}
ZONES = (("flood_zones", COLOURS[0], "////"), ("sanitary_zones", COLOURS[5], "...."))
FREE = "#9aa0a3"


def draw(folder: Path, language: str) -> Path:
    """The picture of a language."""
    words, buildings = WORDS[language], shapes("buildings")
    middle = centre()

    def on_axes(axes: Any) -> None:
        restricted = [shapely.union_all(shapes(layer)) for layer, _, _ in ZONES]
        under = [shapely.intersects(buildings, zone) for zone in restricted]
        for (_, colour, hatch), zone in zip(ZONES, restricted):
            for part in shapely.get_parts(zone):
                axes.fill(*part.exterior.xy, facecolor=colour, alpha=0.16, edgecolor="none")
                axes.fill(*part.exterior.xy, facecolor="none", edgecolor=colour, hatch=hatch, linewidth=0.9, alpha=0.5)
        free = buildings[~under[0] & ~under[1]]
        for chosen, colour in ((free, FREE), (buildings[under[1]], ZONES[1][1]), (buildings[under[0]], ZONES[0][1])):
            near = chosen[shapely.dwithin(chosen, middle, 2 * AROUND)]
            axes.fill(*rings(near), facecolor=colour, edgecolor=colour, linewidth=0.9)
        frame(axes, middle, words)

    target = folder / f"conflicts.{language}.png"
    target.write_bytes(Picture(on_axes, 6.2, 4.4, (0.0, 0.1, 1.0, 0.9)).png(120))
    return target


def centre() -> Any:
    """A little west of where both kinds of zones lie one over the other."""
    flood, sanitary = (shapely.union_all(shapes(layer)) for layer, _, _ in ZONES)
    both = max(shapely.get_parts(shapely.intersection(flood, sanitary)), key=shapely.area)
    return shapely.Point(both.centroid.x - AROUND / 2, both.centroid.y - AROUND / 5)


def frame(axes: Any, middle: Any, words: tuple[str, ...]) -> None:
    window(axes, middle, AROUND, 500, words[3])
    for (_, colour, hatch), word in zip(ZONES, words):
        axes.fill([], [], facecolor=(*_rgb(colour), 0.25), edgecolor=colour, hatch=hatch, label=word)
    axes.fill([], [], facecolor=FREE, label=words[2])
    legend(axes, 3)


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


if __name__ == "__main__":
    for code in WORDS:
        print(draw(IMAGES, code))
