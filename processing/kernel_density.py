from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.clusters.density import KERNELS
from ..planning.criteria.clusters.surface import Surface, density_surface
from ..planning.criteria.damage.sites import read_sites
from ..planning.criteria.need.grid import GRIDS
from ..planning.language import tr
from ..planning.progress import Progress
from ..planning.wording import plain_number
from .base import Algorithm, Inputs, choice_parameter, helped
from .damage_parameters import count_piled_parameter
from .distances import MAP_LAYER, metres_parameter, read_for_distances, say_findings
from .new_shapes import write_shapes
from .result_style import Look, keep_style, style_classes

SHADES = ("#67000d", "#cb181d", "#fb6a4a", "#fcbba1", "#fff5f0")
QUANTILES = (0.95, 0.8, 0.6, 0.3, 0.0)
LEAST = 0.005
SEAM = 0.1  # millimetres: outlines would darken the small cells of a city, none would leave white seams


class KernelDensity(Algorithm):
    NAME = "kerneldensity"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Kernel density")

    def about(self) -> str:
        return tr(
            "Draws how densely events lie, as damage or accidents, smoothed over a grid of cells. "
            "Each event is spread over the land around it by a kernel. The result is a grid with density, events for "
            "each square kilometre, and events: how many fall to the cell. Many events on one point, as when a source "
            "knows only the town, are set aside and reported."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield helped(
            QgsProcessingParameterFeatureSource("INPUT", tr("Events"), MAP_LAYER),
            tr("Points; of lines and polygons the middle counts."),
        )
        yield helped(
            QgsProcessingParameterField(
                "WEIGHT_FIELD",
                tr("Field with weight"),
                parentLayerParameterName="INPUT",
                type=QgsProcessingParameterField.DataType.Numeric,
                optional=True,
            ),
            tr("How much each event counts, as a loss from 0 to 1; without it 1."),
        )
        yield helped(
            QgsProcessingParameterField(
                "COUNT_FIELD",
                tr("Field with number of events"),
                parentLayerParameterName="INPUT",
                type=QgsProcessingParameterField.DataType.Numeric,
                optional=True,
            ),
            tr("How many events a feature stands for; without it one."),
        )
        yield metres_parameter(
            "BANDWIDTH",
            tr("Bandwidth, metres"),
            tr("How far an event spreads. Empty: a rule of thumb from how the events lie (Silverman 1986)."),
            None,
        )
        yield choice_parameter(
            "KERNEL",
            tr("Kernel"),
            KERNELS,
            tr("quartic ends at the bandwidth; gaussian has the bandwidth as standard deviation and ends at four."),
        )
        yield choice_parameter(
            "GRID", tr("Cells"), GRIDS[::-1], tr("Squares, or hexagons, which look calmer on a map.")
        )
        yield metres_parameter("SIZE", tr("Size of a cell, metres"), tr("Empty: a fifth of the bandwidth."), None)
        yield count_piled_parameter()
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Density"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr("The cells that any event reaches."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("USED_BANDWIDTH", tr("Bandwidth taken, metres"))
        yield QgsProcessingOutputNumber("TOTAL", tr("Sum of the weights"))
        yield QgsProcessingOutputNumber("SET_ASIDE", tr("Events set aside as piled on one point"))
        yield QgsProcessingOutputNumber("LARGEST", tr("Largest density for each square kilometre"))
        yield QgsProcessingOutputNumber("COUNT", tr("Number of cells"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        weight, count = inputs.text("WEIGHT_FIELD"), inputs.text("COUNT_FIELD")
        wanted = [*dict.fromkeys(filter(None, (weight, count)))]
        [events] = read_for_distances(inputs, {"INPUT": wanted}, progress.part(0, 0.3))
        sites = read_sites(events, count_field=count, count_piled=inputs.switch("COUNT_PILED"))
        say_findings(sites.findings, progress)
        surface = density_surface(
            sites.geometries,
            sites.events * events.numbers(weight) if weight else sites.events,
            inputs.number("BANDWIDTH") if inputs.given("BANDWIDTH") else None,
            inputs.text("KERNEL"),
            inputs.text("GRID"),
            inputs.number("SIZE") if inputs.given("SIZE") else None,
            progress.part(0.3, 0.7),
        )
        aside = sum(len(pile.rows) for pile in sites.piles)
        _say(surface, len(events), aside, progress)
        columns = {"density": surface.density.tolist(), "events": surface.events.tolist()}
        fields = [QgsField(name, QVariant.Double) for name in columns]
        kind, crs = QgsWkbTypes.Type.Polygon, events.crs
        output = write_shapes(
            inputs, "OUTPUT", surface.cells, columns, fields, kind, crs, "INPUT", progress.part(0.7, 1)
        )
        keep_style(output, inputs.context, style_density(surface.density))
        largest = float(surface.density.max()) if len(surface.density) else 0.0
        numbers = {"USED_BANDWIDTH": surface.bandwidth, "TOTAL": surface.total, "LARGEST": largest}
        numbers["SET_ASIDE"] = float(sum(pile.events for pile in sites.piles))
        return {"OUTPUT": output, **numbers, "COUNT": len(surface.cells)}


def _say(surface: Surface, events: int, aside: int, progress: Progress) -> None:
    progress.say(tr("Bandwidth: {metres} m.", metres=plain_number(round(surface.bandwidth, 1))))
    left = surface.left_out - aside
    if left:
        progress.warn(
            tr("{count} of {total} events have no weight or no place and are left out.", count=left, total=events)
        )


def style_density(density: Any) -> Callable[[QgsVectorLayer], None]:
    """Five shades by quantiles of the cells, the densest darkest."""
    edges = np.unique(np.quantile(density, QUANTILES))[::-1] if len(density) else np.zeros(1)
    looks = [
        Look(_words(low, high), _between(low, high), colour)
        for low, high, colour in zip(edges.tolist(), [np.inf, *edges.tolist()], SHADES)
    ]

    def style(layer: QgsVectorLayer) -> None:
        style_classes(layer, looks)
        for rule in layer.renderer().rootRule().children():
            fill = rule.symbol().symbolLayer(0)
            fill.setStrokeColor(fill.fillColor())
            fill.setStrokeWidth(SEAM)

    return style


def _between(low: float, high: float) -> str:
    below = "" if high == np.inf else f' AND "density" < {high!r}'
    return f'"density" >= {low!r}{below}'


def _words(low: float, high: float) -> str:
    if low > LEAST or high == np.inf:
        return tr("from {number} for each km²", number=plain_number(float(f"{low:.3g}")))
    return tr("under {number} for each km²", number=plain_number(float(f"{high:.3g}")))
