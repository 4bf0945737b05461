"""Where two measures of the sample share the ground: the heat mains of a street and the park beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fiona
import numpy as np
import shapely
from sample_map import IMAGES, SAMPLE, rings, shapes
from vidnova.planning.criteria.fit.neighbours import neighbours  # noqa: E402
from vidnova.planning.criteria.fit.synergy import DISTANCE  # noqa: E402
from vidnova.planning.figures import COLOURS, INK, Picture  # noqa: E402

STREET, PARK = "вул. Молодіжна", "Парк Молодіжний"
PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
WORDS = {
    "en": ("КОМ-06, heat mains, 2027", "СПО-02, park, 2027", "the same {metres} m", "100 m"),
    "uk": ("КОМ-06, теплові мережі, 2027", "СПО-02, парк, 2027", "ті самі {metres} м", "100 м"),
}


def draw(folder: Path, language: str) -> Path:
    """The picture of a language."""
    street, park = named("streets", STREET), named("grounds", PARK)
    streets, buildings = shapes("streets"), shapes("buildings")
    places = np.array([street, park], dtype=object)
    metres = float(neighbours(places, DISTANCE)[2][0])
    shared = shapely.intersection(street, shapely.buffer(park, DISTANCE))
    words = WORDS[language]

    def on_axes(axes: Any) -> None:
        axes.fill(*rings(buildings), facecolor="#dcdddc", edgecolor="none")
        for line in streets:
            axes.plot(*shapely.get_coordinates(line).T, color="#c4c6c4", linewidth=1.2)
        axes.fill(*rings([park]), facecolor=COLOURS[1], alpha=0.35, edgecolor=COLOURS[1], label=words[1])
        axes.plot(*shapely.get_coordinates(street).T, color=INK, linewidth=1.4, label=words[0])
        for part in shapely.get_parts(shared):
            axes.plot(*shapely.get_coordinates(part).T, color=COLOURS[0], linewidth=4.5, solid_capstyle="butt")
        axes.plot([], [], color=COLOURS[0], linewidth=4.5, label=words[2].format(metres=f"{metres:.0f}"))
        frame(axes, shapely.union(park, street), words)

    target = folder / f"synergy.{language}.png"
    target.write_bytes(Picture(on_axes, 6.2, 4.4, (0.0, 0.1, 1.0, 0.9)).png(120))
    return target


def frame(axes: Any, shown: Any, words: tuple[str, ...]) -> None:
    left, bottom, right, top = shapely.bounds(shown)
    across, foot = 0.56 * (right - left), (bottom + top) / 2 - 0.35 * (right - left)
    axes.set_aspect("equal")
    axes.set(xlim=((left + right) / 2 - across, (left + right) / 2 + across), ylim=(foot, foot + 1.28 * across))
    axes.axis("off")
    start = (left + right) / 2 - 0.97 * across
    axes.plot([start, start + 100], [foot + 12, foot + 12], color=INK, linewidth=1.4)
    axes.text(start + 50, foot + 22, words[3], ha="center", bbox=PAPER)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.0), ncol=3, handlelength=1.4)


def named(layer: str, name: str) -> Any:
    with fiona.open(SAMPLE, layer=layer) as features:
        found = [f for f in features if name in (f["properties"].get("name_uk"), f["properties"].get("name"))]
        return shapely.union_all([shapely.geometry.shape(feature["geometry"]) for feature in found])


if __name__ == "__main__":
    for code in WORDS:
        print(draw(IMAGES, code))
