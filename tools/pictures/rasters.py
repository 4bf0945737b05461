"""A place over the cells of a small raster, and the share of each cell that it covers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))
from as_plugin import ROOT, import_repository

import_repository()
from vidnova.planning.figures import COLOURS, FAINT, INK, QUIET, Picture  # noqa: E402

VALUES = [[1, 2, 3, 4], [5, 6, 7, None], [9, 9, 11, 12]]
PLACE = (0.5, 0.0, 1.0, 2.0)
WORDS = {"en": ("place", "no\ndata"), "uk": ("місце", "немає\nданих")}


def draw(folder: Path, language: str) -> Path:
    """The picture of a language."""
    place, nothing = WORDS[language]

    def on_axes(axes: Any) -> None:
        for (row, column), value in np.ndenumerate(np.array(VALUES, dtype=object)):
            x, y = column, len(VALUES) - 1 - row
            axes.fill([x, x + 1, x + 1, x], [y, y, y + 1, y + 1], facecolor="#f4f5f4", edgecolor=FAINT)
            known = value is not None
            words, colour = (value, INK) if known else (nothing, QUIET)
            axes.text(x + 0.07, y + 0.93, words, va="top", color=colour)
            if row > 0 and column < 2:
                axes.text(x + (0.75 if column == 0 else 0.25), y + 0.4, "½", ha="center", color=COLOURS[0])
        left, bottom, width, height = PLACE
        corners = [left, left + width, left + width, left], [bottom, bottom, bottom + height, bottom + height]
        axes.fill(*corners, facecolor=COLOURS[0], alpha=0.2)
        axes.fill(*corners, facecolor="none", edgecolor=COLOURS[0], linewidth=1.6)
        axes.annotate(
            place,
            (1.5, 1.5),
            (2.2, 1.5),
            va="center",
            color=COLOURS[0],
            arrowprops={"arrowstyle": "-", "color": COLOURS[0]},
        )
        axes.set_aspect("equal")
        axes.axis("off")

    target = folder / f"rasters.{language}.png"
    target.write_bytes(Picture(on_axes, 3.6, 2.8, (0.02, 0.02, 0.96, 0.96)).png(150))
    return target


if __name__ == "__main__":
    for code in WORDS:
        print(draw(ROOT / "docs" / "criteria" / "images", code))
