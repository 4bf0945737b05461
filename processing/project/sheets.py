"""Where things stand on each sheet of paper, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from ...planning.language import tr


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """A print layout: its page, the boxes of its parts (None: the sheet has no such part) and the text size."""

    name: str
    width: float
    height: float
    map: Box
    legend: Box
    caption: Box
    title: Box | None
    table: Box | None
    overview: Box
    points: float


def sheets() -> tuple[Sheet, ...]:
    """The sheets of a project; the first is what a printed map is made from, the last the picture for the report."""
    return (
        Sheet(
            name=tr("A3 landscape"),
            width=420,
            height=297,
            title=Box(10, 8, 400, 12),
            map=Box(10, 22, 288, 250),
            table=Box(302, 22, 108, 84),
            legend=Box(302, 102, 108, 126),
            overview=Box(302, 228, 108, 44),
            caption=Box(10, 275, 400, 15),
            points=8,
        ),
        Sheet(
            name=tr("A4 portrait"),
            width=210,
            height=297,
            title=Box(8, 7, 194, 12),
            map=Box(8, 20, 194, 146),
            table=Box(8, 170, 110, 72),
            legend=Box(121, 169, 81, 106),
            overview=Box(8, 242, 110, 32),
            caption=Box(8, 276, 194, 15),
            points=6.5,
        ),
        Sheet(
            name=tr("Picture for the report"),
            width=254,
            height=176,
            title=None,
            map=Box(0, 0, 182, 162),
            table=None,
            legend=Box(185, 1, 69, 118),
            overview=Box(185, 120, 68, 42),
            caption=Box(2, 163, 250, 13),
            points=7,
        ),
    )
