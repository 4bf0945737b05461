from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.column import placeless_findings
from ..planning.criteria.need.grid import GRIDS, checked_grid
from ..planning.criteria.need.surface import (
    FITS,
    SCALES,
    Brought,
    Fit,
    amounts_in_cells,
    brought_to_cells,
    cells_around,
    fit_of,
)
from ..planning.errors import PlanError
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, choice_parameter, helped
from .catchments import field_parameter
from .distances import MAP_LAYER, metres_parameter, read_for_distances, say_findings
from .need_style import style_fit
from .new_shapes import write_shapes
from .result_style import keep_style
from .results import write_with_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

OWN = "own"
CELLS = (*GRIDS, OWN)
NEED_FROM, BROUGHT_FROM = 0.5, 0.25


class NeedSurface(Algorithm):
    NAME = "needsurface"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Need and measures")

    def about(self) -> str:
        return tr(
            "Shows where there is need without a measure, and a measure without need. "
            "Need is summed by district or by the cells of a grid made here; what each measure brings is spread over "
            "its reach. Both are scaled from 0 to 1, and two thresholds make four classes. The result are the "
            "districts again, or the cells, with sum_<field>, need from 0 to 1, brought_sum, brought from 0 to 1, "
            "measures: how many reach the cell, and fit: need_without_measure, measure_without_need, both, neither, or "
            "unknown where need is NULL."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield helped(
            QgsProcessingParameterFeatureSource("INPUT", tr("Layer with need"), MAP_LAYER),
            tr("Districts, buildings or points; for example the result of «Access to capacity»."),
        )
        yield helped(
            QgsProcessingParameterField(
                "NEED_FIELDS",
                tr("Fields with need"),
                parentLayerParameterName="INPUT",
                type=QgsProcessingParameterField.DataType.Numeric,
                allowMultiple=True,
            ),
            tr("Amounts such as people without a place; several are scaled each by itself and count equally."),
        )
        yield choice_parameter(
            "CELLS",
            tr("Cells"),
            CELLS,
            tr("hexagons or squares: a grid made here, in metres. own: the polygons of the layer with need."),
        )
        yield metres_parameter("SIZE", tr("Size of a cell, metres"), tr("From side to side, for a grid."), 500)
        yield helped(
            QgsProcessingParameterFeatureSource("MEASURES", tr("Measures"), MAP_LAYER),
            tr("Measures with places, for example those that a programme chose."),
        )
        yield field_parameter(
            "BENEFIT_FIELD",
            "MEASURES",
            tr("Field with benefit"),
            tr("What a measure brings, such as people served; without a field each measure brings 1."),
            optional=True,
        )
        yield metres_parameter(
            "REACH",
            tr("Reach, metres"),
            tr("The benefit is spread evenly over all that is no further from the measure."),
            800,
        )
        yield from _threshold_inputs()
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Need and measures by cell"), MAP_LAYER[0]),
            tr("The cells, or the layer with need again, with need, brought and fit."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("NEED_ONLY", tr("Cells with need without a measure"))
        yield QgsProcessingOutputNumber("BOTH", tr("Cells with need and a measure"))
        yield QgsProcessingOutputNumber("MEASURE_ONLY", tr("Cells with a measure without need"))
        yield QgsProcessingOutputNumber("NEITHER", tr("Cells with neither"))
        yield QgsProcessingOutputNumber("UNKNOWN", tr("Cells of unknown need"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of cells"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        names, reach = inputs.fields("NEED_FIELDS"), inputs.number("REACH")
        benefit = [inputs.text("BENEFIT_FIELD")] if inputs.given("BENEFIT_FIELD") else []
        wanted = {"INPUT": names, "MEASURES": benefit}
        units, measures = read_for_distances(inputs, wanted, progress.part(0, 0.3))
        own = inputs.text("CELLS") == OWN
        say_findings([*(() if own else placeless_findings(units)), *placeless_findings(measures)], progress)
        cells, need = _cells(inputs, units, measures, names, progress.part(0.3, 0.6))
        benefits = measures.numbers(benefit[0]) if benefit else np.ones(len(measures))
        _say_unknown(benefits, progress)
        brought = brought_to_cells(cells, measures.geometries, benefits, reach, progress.part(0.6, 0.8))
        fit = fit_of(
            need, brought.amount, inputs.number("NEED_FROM"), inputs.number("BROUGHT_FROM"), inputs.text("SCALE")
        )
        columns = _columns(names, need, brought, fit)
        output = _write(inputs, cells, columns, units.crs, progress.part(0.8, 1))
        counts = Counter(fit.fit.tolist())
        totals = zip(("NEED_ONLY", "BOTH", "MEASURE_ONLY", "NEITHER", "UNKNOWN"), FITS)
        return {"OUTPUT": output, **{name: counts[kind] for name, kind in totals}, "COUNT": len(cells)}


def _threshold_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    yield choice_parameter(
        "SCALE",
        tr("Scale"),
        SCALES,
        tr(
            "rank: the share of the cells with anything that have no more. largest: the share of the largest amount. "
            "0 stays 0."
        ),
    )
    for name, title, words, value in (
        ("NEED_FROM", tr("Need from"), tr("A cell has need from this value on, 0 to 1."), NEED_FROM),
        ("BROUGHT_FROM", tr("Measure from"), tr("A cell has a measure from this value on, 0 to 1."), BROUGHT_FROM),
    ):
        real = QgsProcessingParameterNumber.Type.Double
        yield helped(QgsProcessingParameterNumber(name, title, real, value, minValue=0, maxValue=1), words)


def _cells(
    inputs: Inputs, units: FeatureTable, measures: FeatureTable, names: Sequence[str], progress: Progress
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """The cells and the amounts of need in them."""
    amounts = np.column_stack([units.numbers(name) for name in names])
    if inputs.text("CELLS") == OWN:
        if not _are_polygons(inputs):
            raise PlanError(tr("Own cells need polygons: choose hexagons or squares for points and lines."))
        return units.geometries, amounts
    grid = checked_grid(inputs.text("CELLS"), inputs.number("SIZE"))
    reach = inputs.number("REACH")
    cells = cells_around(grid, units.geometries, measures.geometries, reach, progress.part(0, 0.5))
    return cells, amounts_in_cells(cells, units.geometries, amounts, progress.part(0.5, 1))


def _are_polygons(inputs: Inputs) -> bool:
    return bool(QgsWkbTypes.geometryType(inputs.source("INPUT").wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry)


def _write(
    inputs: Inputs, cells: NDArray[np.object_], columns: dict[str, NDArray[Any]], crs: str, progress: Progress
) -> str:
    fields = [_field(name, values) for name, values in columns.items()]
    if inputs.text("CELLS") == OWN:
        output = write_with_columns(inputs, "INPUT", "OUTPUT", columns, fields, progress)
    else:
        plain = {name: _plain(values) for name, values in columns.items()}
        kind = QgsWkbTypes.Type.Polygon
        output = write_shapes(inputs, "OUTPUT", cells, plain, fields, kind, crs, "INPUT", progress)
    if fields[-1].name() == "fit":
        keep_style(output, inputs.context, style_fit(inputs.number("NEED_FROM"), inputs.number("BROUGHT_FROM")))
    return output


def _columns(names: Sequence[str], need: NDArray[np.float64], brought: Brought, fit: Fit) -> dict[str, NDArray[Any]]:
    return {
        **{f"sum_{name}": column for name, column in zip(names, need.T)},
        "need": fit.need,
        "brought_sum": brought.amount,
        "brought": fit.brought,
        "measures": brought.measures,
        "fit": fit.fit,
    }


def _field(name: str, values: NDArray[Any]) -> QgsField:
    kinds = {"i": QVariant.Int, "f": QVariant.Double}
    return QgsField(name, kinds.get(values.dtype.kind, QVariant.String))


def _plain(values: NDArray[Any]) -> list[Any]:
    return [None if value != value else value for value in values.tolist()]


def _say_unknown(benefits: NDArray[np.float64], progress: Progress) -> None:
    unknown = int(np.isnan(benefits).sum())
    if unknown:
        progress.warn(tr("The benefit of {count} measures is not known; they bring nothing known.", count=unknown))
