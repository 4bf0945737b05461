"""The short way from a GeoPackage to columns: its rows and geometries at once, moved into another system at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsCsException, QgsFields, QgsGeometry
from qgis.PyQt.QtCore import QVariant

from ..planning.libraries import require
from ..planning.plan.geometry import to_wkb
from ..planning.progress import SILENT, Progress
from .geopackage import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLAIN_KINDS = (QVariant.Int, QVariant.LongLong, QVariant.Double, QVariant.String, QVariant.Bool, QVariant.Date)
LINE_HEADER = np.dtype([("order", "u1"), ("kind", "<u4"), ("size", "<u4")])
LINE_STRING = 2
FLAT_KINDS = range(1, 7)
WITH_Z = 1000
Wkb = list[Any]


def are_plain(fields: QgsFields, wanted: Sequence[str]) -> bool:
    """Whether the file stores these fields just as QGIS shows them."""
    return all(fields.field(name).type() in PLAIN_KINDS for name in wanted)


def rows_of_table(
    table: Table, fields: QgsFields, wanted: Sequence[str], progress: Progress = SILENT
) -> list[tuple[Any, ...]]:
    """These fields of all rows."""
    truths = [place for place, name in enumerate(wanted) if fields.field(name).type() == QVariant.Bool]
    rows = table.rows(wanted, progress) if wanted else [()] * table.count()
    return [_with_truths(row, truths) for row in rows] if truths else rows


def wkb_of_table(table: Table, transform: QgsCoordinateTransform | None, progress: Progress = SILENT) -> Wkb | None:
    """The geometries of all rows as plane WKB; None where they are not all points, lines or polygons of one kind, or
    where some of them cannot be moved."""
    wkb = [None if blob is None else to_wkb(blob) for (blob,) in table.rows([table.geometry], progress)]
    kinds = {part[:5] for part in wkb if part is not None}
    kind = int.from_bytes(next(iter(kinds))[1:], "little") if len(kinds) == 1 else 0
    if kind in FLAT_KINDS and transform is None:
        return wkb
    return _plane(wkb, transform) if kind in FLAT_KINDS or kind - WITH_Z in FLAT_KINDS else None


def _plane(wkb: Wkb, transform: QgsCoordinateTransform | None) -> Wkb | None:
    shapely = require("shapely")
    given = np.array(wkb, dtype=object)
    geometries = shapely.force_2d(shapely.from_wkb(given, on_invalid="ignore"))
    if (shapely.is_missing(geometries) & (given != None)).any():  # noqa: E711 elementwise
        return None
    if transform:
        coordinates = moved(shapely.get_coordinates(geometries), transform)
        if coordinates is None:
            return None
        geometries = shapely.set_coordinates(geometries, coordinates)
    return list(shapely.to_wkb(geometries, output_dimension=2, byte_order=1))


def moved(coordinates: NDArray[np.float64], transform: QgsCoordinateTransform) -> NDArray[np.float64] | None:
    """Coordinates (c, 2) in the other system, None where some cannot be there. All travel as one line: QGIS moves a
    geometry at once, and points one by one."""
    if not len(coordinates):
        return coordinates
    header = np.array([(1, LINE_STRING, len(coordinates))], dtype=LINE_HEADER)
    line = QgsGeometry()
    line.fromWkb(header.tobytes() + np.ascontiguousarray(coordinates, dtype="<f8").tobytes())
    try:
        line.transform(transform)
    except QgsCsException:
        return None
    found = np.frombuffer(bytes(line.asWkb()), dtype="<f8", offset=LINE_HEADER.itemsize).reshape(-1, 2)
    return found if np.isfinite(found).all() else None


def _with_truths(row: tuple[Any, ...], places: Sequence[int]) -> tuple[Any, ...]:
    return tuple(bool(v) if place in places and v is not None else v for place, v in enumerate(row))
