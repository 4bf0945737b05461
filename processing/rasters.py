"""Conversion at the edge: QGIS rasters → Grid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingContext,
    QgsRasterLayer,
    QgsRectangle,
)

from ..planning.criteria.people.population import Population, population_of_grid
from ..planning.criteria.rasters import Grid, Raster
from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.libraries import require
from .columns import moved

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = {
    Qgis.DataType.Byte: "u1",
    Qgis.DataType.UInt16: "u2",
    Qgis.DataType.Int16: "i2",
    Qgis.DataType.UInt32: "u4",
    Qgis.DataType.Int32: "i4",
    Qgis.DataType.Float32: "f4",
    Qgis.DataType.Float64: "f8",
}


def grid_of_layer(layer: QgsRasterLayer, band: int = 1) -> Grid:
    """One band of a raster layer, read by windows when asked.

    Raises PlanError for a layer without a coordinate reference system, a band that it does not have, and for a raster
    of colours or complex numbers.
    """
    provider = layer.dataProvider()
    if not layer.crs().isValid():
        raise PlanError(
            tr(
                "Layer «{layer}» has no coordinate reference system: set it in the layer's properties.",
                layer=layer.name(),
            )
        )
    if not 1 <= band <= provider.bandCount():
        raise PlanError(
            tr(
                "Raster «{layer}» has no band {band}; it has {count}.",
                layer=layer.name(),
                band=band,
                count=provider.bandCount(),
            )
        )
    if provider.dataType(band) not in KINDS or not provider.xSize():
        raise PlanError(tr("Raster «{layer}» holds no numbers: choose a raster of values.", layer=layer.name()))
    extent, rows, columns = provider.extent(), provider.ySize(), provider.xSize()
    width, height = extent.width() / columns, extent.height() / rows

    def read(row: int, column: int, count: int, across: int) -> NDArray[np.float64]:
        left, top = extent.xMinimum() + column * width, extent.yMaximum() - row * height
        window = QgsRectangle(left, top - count * height, left + across * width, top)
        return _values(provider, band, window, count, across)

    corner = extent.xMinimum(), extent.yMaximum()
    return Grid(layer.name(), layer.crs().authid(), *corner, width, height, rows, columns, read)


def open_raster(source: str, folder: Path) -> QgsRasterLayer:
    """The raster of a file, its path relative to `folder`."""
    layer = QgsRasterLayer(str(folder / source), Path(source).stem)
    if not layer.isValid():
        raise PlanError(tr("Raster {source} cannot be opened: check the path.", source=source))
    return layer


def placed_raster(layer: QgsRasterLayer, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext) -> Raster:
    """The first band for places in a system of their own."""
    grid = grid_of_layer(layer)
    return Raster(grid, layer.source(), lambda places: moved_geometries(places, crs, layer.crs(), context))


def population_of_raster(
    layer: QgsRasterLayer,
    around: tuple[float, float, float, float],
    crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
) -> Population:
    """The inhabited cells within bounds, both in the system `crs` of the places."""
    box = QgsRectangle(*around)
    if box.isFinite():
        box = QgsCoordinateTransform(crs, layer.crs(), context.transformContext()).transformBoundingBox(box)
    bounds = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    return population_of_grid(
        grid_of_layer(layer), bounds, lambda cells: moved_geometries(cells, layer.crs(), crs, context)
    )


def moved_geometries(
    geometries: NDArray[np.object_],
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
) -> NDArray[np.object_]:
    """Shapely geometries in another system. Raises PlanError where some cannot be there."""
    if source == target:
        return geometries
    shapely = require("shapely")
    transform = QgsCoordinateTransform(source, target, context.transformContext())
    coordinates = moved(shapely.get_coordinates(geometries), transform)
    if coordinates is None:
        raise PlanError(
            tr("Places cannot be moved into {crs}, the system of the raster: choose another one.", crs=target.authid())
        )
    return shapely.set_coordinates(geometries.copy(), coordinates)


def _values(provider: Any, band: int, window: QgsRectangle, rows: int, columns: int) -> NDArray[np.float64]:
    if not rows or not columns:
        return np.empty((rows, columns))
    block = provider.block(band, window, columns, rows)
    kind = KINDS[block.dataType()]
    values = np.frombuffer(bytes(block.data()), dtype=kind).astype(float).reshape(rows, columns)
    if block.hasNoDataValue():
        values[values == block.noDataValue()] = np.nan
    for unset in provider.userNoDataValues(band):
        values[(values >= unset.min()) & (values <= unset.max())] = np.nan
    return values
