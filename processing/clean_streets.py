from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.criteria.network.network import Network
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped
from .distances import read_for_distances
from .new_shapes import write_shapes
from .street_parameters import network_of_inputs, street_inputs, street_layers

COLUMNS = {
    "street": QVariant.Int,
    "from_node": QVariant.Int,
    "to_node": QVariant.Int,
    "metres": QVariant.Double,
    "speed_along": QVariant.Double,
    "speed_against": QVariant.Double,
    "closed": QVariant.Int,
    "bridges_gap": QVariant.Int,
    "island": QVariant.Int,
    "island_metres": QVariant.Double,
    "largest": QVariant.Int,
}


class CleanStreets(Algorithm):
    NAME = "cleanstreets"
    GROUP = "criteria"

    def title(self) -> str:
        return tr("Clean streets")

    def about(self) -> str:
        return tr(
            "Makes a network of a street layer and shows what hangs together. "
            "Streets are cut where they meet, bridges and tunnels only at their ends; small gaps are bridged, pieces "
            "that lie twice are taken once. Each piece has its speeds, the number of the network that it belongs to "
            "(island: 1 is the largest) and that network's length. The other algorithms do the same on the way in: "
            "this one is to look at and to mend the layer by."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield from street_inputs()
        lines = QgsProcessing.SourceType.TypeVectorLine
        yield helped(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Clean streets"), lines),
            tr("A line for each piece between two crossings; street is the number of the feature it is from."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("COUNT", tr("Number of pieces"))
        yield QgsProcessingOutputNumber("GAPS", tr("Number of bridged gaps"))
        yield QgsProcessingOutputNumber("ISLANDS", tr("Number of networks that hang together"))
        yield QgsProcessingOutputNumber("LARGEST_SHARE", tr("Share of the length in the largest network"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        wanted = street_layers(inputs)
        layers = dict(zip(wanted, read_for_distances(inputs, wanted, progress.part(0, 0.3))))
        network = network_of_inputs(inputs, layers, progress.part(0.3, 0.8))
        columns, numbers = _described(network)
        fields = [QgsField(name, kind) for name, kind in COLUMNS.items()]
        kind, crs = QgsWkbTypes.Type.LineString, layers["STREETS"].crs
        last = progress.part(0.8, 1)
        output = write_shapes(inputs, "OUTPUT", network.lines, columns, fields, kind, crs, "STREETS", last)
        return {"OUTPUT": output, "COUNT": len(network), "GAPS": int(network.made.sum()), **numbers}


def _described(network: Network) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    island, is_open = network.islands(), network.is_open
    length = np.bincount(island, weights=network.metres)
    total = float(network.metres[is_open].sum())
    values = (
        network.rows + 1,
        network.ends[:, 0],
        network.ends[:, 1],
        network.metres,
        network.speeds[:, 0],
        network.speeds[:, 1],
        (~is_open).astype(int),
        network.made.astype(int),
        np.where(is_open, island, 0),
        np.where(is_open, length[island], np.nan),
        (is_open & (island == 1)).astype(int),
    )
    columns = {name: column.tolist() for name, column in zip(COLUMNS, values)}
    columns["island_metres"] = [None if value != value else value for value in columns["island_metres"]]
    islands = len(np.unique(island[is_open]))
    share = float(network.metres[is_open & (island == 1)].sum()) / total if total else None
    return columns, {"ISLANDS": islands, "LARGEST_SHARE": share}
