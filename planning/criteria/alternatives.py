from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..features import FeatureTable
from ..libraries import require
from ..plan.store import PlanFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLACE_TABLES = ("measure_point", "measure_line", "measure_polygon")


@dataclass(frozen=True)
class Alternatives:
    """What is valued: n measures or features.

    places (n,) are shapely geometries in metres, None where there is none; community_wide (n,) marks what serves
    everyone; fields are columns of n values, None where unknown.
    """

    ids: Sequence[str]
    codes: Sequence[str]
    places: NDArray[np.object_]
    community_wide: NDArray[np.bool_]
    sectors: Sequence[str | None]
    fields: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.ids)

    def numbers(self, field: str) -> NDArray[np.float64]:
        """A field as numbers, NaN where unknown or where there is no such field."""
        values = self.fields.get(field) or [None] * len(self)
        return np.array([np.nan if value is None else float(value) for value in values])


def alternatives_of_plan(plan: PlanFile) -> Alternatives:
    """The measures of a plan with their places; a part is valued within the measure it belongs to."""
    measures = [row for row in plan.rows("measure") if row["parent_id"] is None]
    places = _places(plan)
    names = [name for name in (measures[0] if measures else {}) if name != "measure_id"]
    return Alternatives(
        ids=[row["measure_id"] for row in measures],
        codes=[row["code"] or row["title_uk"] for row in measures],
        places=_object_array([places.get(row["measure_id"]) for row in measures]),
        community_wide=np.array([row["place_state"] == "community_wide" for row in measures], dtype=bool),
        sectors=[row["sector"] for row in measures],
        fields={name: [row[name] for row in measures] for name in names},
    )


def alternatives_of_layer(layer: FeatureTable) -> Alternatives:
    """The features of any layer."""
    numbers = [str(row + 1) for row in range(len(layer))]
    return Alternatives(
        ids=numbers,
        codes=numbers,
        places=layer.geometries,
        community_wide=np.zeros(len(layer), dtype=bool),
        sectors=[None] * len(layer),
        fields=layer.columns,
    )


def _places(plan: PlanFile) -> dict[str, Any]:
    shapely = require("shapely")
    parts: dict[str, list[bytes]] = {}
    for table in PLACE_TABLES:
        for row in plan.rows(table):
            if row["geom"] is not None:
                parts.setdefault(row["measure_id"], []).append(row["geom"])
    return {key: shapely.union_all(shapely.from_wkb(wkb)) for key, wkb in parts.items()}


def _object_array(items: Sequence[Any]) -> NDArray[np.object_]:
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array
