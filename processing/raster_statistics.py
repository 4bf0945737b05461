from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsField,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.raster.statistics import STATISTICS, ZonalStatistics, zonal_statistics
from ..planning.criteria.shares import catchments
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, choice_parameter, helped
from .distances import MAP_LAYER, metres_parameter, places_parameter, read_for_distances
from .layers import read_input
from .rasters import grid_of_layer, moved_geometries
from .results import Values, write_with_columns

ABOVE = "above"


class RasterStatistics(Algorithm):
    NAME = "rasterstatistics"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Raster statistics")

    def about(self) -> str:
        return tr(
            "Takes from a raster what lies within each feature or within reach of it: population, noise, heat, slope, "
            "elevation. Cells count by the part of them that is covered. The result is the layer again with a field "
            "for each statistic and known: the share of the feature for which the raster has data. Cells without data "
            "are unknown, not zero."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield places_parameter()
        yield helped(
            QgsProcessingParameterRasterLayer("RASTER", tr("Raster")),
            tr("Numbers in cells; it may be in another system and of any size."),
        )
        yield helped(
            QgsProcessingParameterBand("BAND", tr("Band"), parentLayerParameterName="RASTER", optional=True),
            tr("The band to read; without it the first one."),
            advanced=True,
        )
        yield choice_parameter(
            "STATISTICS",
            tr("Statistics"),
            STATISTICS,
            tr(
                "mean, median and majority weight cells by the covered part; sum adds value × covered part, as for a "
                "population raster; above is the share of the feature with values above the threshold."
            ),
            several=True,
        )
        yield helped(
            QgsProcessingParameterNumber(
                "THRESHOLD", tr("Threshold"), QgsProcessingParameterNumber.Type.Double, None, optional=True
            ),
            tr("For above, in the unit of the raster: 65 for decibels, 10 for a slope in percent."),
        )
        yield metres_parameter(
            "REACH",
            tr("Reach, metres"),
            tr("Straight distance around each feature; empty or 0 takes what lies within the feature itself."),
            None,
        )
        yield helped(
            QgsProcessingParameterString("PREFIX", tr("Prefix of the fields"), "r_", optional=True),
            tr("Stands before the names of the statistics, so that several rasters do not clash."),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Places with statistics"), MAP_LAYER[0]),
            tr("The layer of places again, with the numbers added."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("UNKNOWN", tr("Number of features without any data"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of features"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        layer = inputs.raster("RASTER")
        grid = grid_of_layer(layer, inputs.integer("BAND") if inputs.given("BAND") else 1)
        regions = _regions(inputs, layer.crs(), progress.part(0, 0.3))
        threshold = inputs.number("THRESHOLD") if inputs.given("THRESHOLD") else None
        chosen = tuple(name for name in inputs.texts("STATISTICS") if name != ABOVE or threshold is not None)
        if ABOVE in inputs.texts("STATISTICS") and threshold is None:
            progress.say(tr("Without a threshold there is no share above it."))
        found = zonal_statistics(grid, regions, chosen, threshold or 0.0, progress.part(0.3, 0.7))
        columns = _columns(found, inputs.text("PREFIX"))
        fields = [QgsField(name, QVariant.Double) for name in columns]
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress.part(0.7, 1))
        unknown = int((found.known == 0).sum())
        if unknown:
            progress.warn(tr("{count} features lie where the raster has no data: unknown.", count=unknown))
        return {"OUTPUT": output, "UNKNOWN": unknown, "COUNT": len(regions)}


def _regions(inputs: Inputs, crs: QgsCoordinateReferenceSystem, progress: Progress) -> Any:
    """The features, or what lies around them, in the raster's system."""
    reach = inputs.number("REACH") if inputs.given("REACH") else 0
    if not reach:
        return read_input(inputs, "INPUT", crs, progress, []).geometries
    [places] = read_for_distances(inputs, {"INPUT": []}, progress)
    around, measured = catchments(places.geometries, reach), QgsCoordinateReferenceSystem(places.crs)
    return moved_geometries(around, measured, crs, inputs.context)


def _columns(found: ZonalStatistics, prefix: str) -> dict[str, Values]:
    return {f"{prefix}{name}": values for name, values in {**found.values, "known": found.known}.items()}
