"""What the pictures of the guides share: the sample's layers, outlines for matplotlib, a window with a scale."""

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
from vidnova.planning.figures import INK  # noqa: E402

SAMPLE = ROOT / "sample_layers" / "community.gpkg"
IMAGES = ROOT / "docs" / "criteria" / "images"
WIDE = 1.5


def shapes(layer: str) -> Any:
    """The geometries of one of the sample's layers."""
    with fiona.open(SAMPLE, layer=layer) as features:
        return np.array([shapely.geometry.shape(feature["geometry"]) for feature in features], dtype=object)


def rings(polygons: Any) -> list[Any]:
    """x and y of every outline, one after another, for matplotlib's fill."""
    outlines = [part.exterior for polygon in polygons for part in shapely.get_parts(polygon)]
    return [values for outline in outlines for values in shapely.get_coordinates(outline).T]


def window(axes: Any, middle: Any, around: float, metres: float, words: str) -> None:
    """The map around a point, so many metres up and down, with a scale at the lower left."""
    axes.set_aspect("equal")
    axes.set(xlim=(middle.x - WIDE * around, middle.x + WIDE * around), ylim=(middle.y - around, middle.y + around))
    axes.axis("off")
    left, bottom = middle.x - 1.45 * around, middle.y - 0.95 * around
    axes.plot([left, left + metres], [bottom, bottom], color=INK, linewidth=1.4)
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    axes.text(left + metres / 2, bottom + around * 0.03, words, ha="center", bbox=paper)


def legend(axes: Any, columns: int) -> None:
    """The legend below the map."""
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.0), ncol=columns, handlelength=1.4, handleheight=1.0)
