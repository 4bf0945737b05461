from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..features import FeatureTable, number_of
from ..language import tr
from ..libraries import require
from ..plan.schema import tables
from ..plan.store import PlanFile, Row
from .links import Links, links_of_plan

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLACE_TABLES = ("measure_point", "measure_line", "measure_polygon")


@dataclass(frozen=True)
class Alternatives:
    """What is valued: n measures or features.

    places (n,) are shapely geometries in metres, None where there is none; community_wide (n,) marks what serves
    everyone; fields are columns of n values, None where unknown; links (n,) are what a plan links with
    each, none at all for a layer.
    """

    ids: Sequence[str]
    codes: Sequence[str]
    places: NDArray[np.object_]
    community_wide: NDArray[np.bool_]
    sectors: Sequence[str | None]
    fields: Mapping[str, Sequence[Any]]
    links: Sequence[Links] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def numbers(self, field: str) -> NDArray[np.float64]:
        """A field as numbers (n,), NaN where unknown or where there is no such field. PlanError for a text."""
        values = self.fields.get(field, [None] * len(self))
        return np.array([self._number(field, row, value) for row, value in enumerate(values)], dtype=float)

    def _number(self, field: str, row: int, value: Any) -> float:
        return number_of(
            value,
            lambda: tr(
                "«{code}», field «{field}»: «{value}» is not a number.", code=self.codes[row], field=field, value=value
            ),
        )


def alternatives_of_plan(plan: PlanFile) -> Alternatives:
    """The measures of a plan; one with parts is valued as a whole, its place being its own and all its parts'."""
    rows = plan.rows("measure")
    measures = [row for row in rows if row["parent_id"] is None]
    parents = {row["measure_id"]: row["parent_id"] for row in rows}
    position = {row["measure_id"]: number for number, row in enumerate(measures)}
    wholes = {key: position[whole] for key in parents if (whole := _whole(key, parents)) in position}
    places = _places(plan, parents)
    documents = {row["doc_id"]: row["title_uk"] for row in plan.rows("document")}
    return Alternatives(
        ids=[row["measure_id"] for row in measures],
        codes=[row["code"] or row["title_uk"] for row in measures],
        places=_object_array([places.get(row["measure_id"]) for row in measures]),
        community_wide=np.array([row["place_state"] == "community_wide" for row in measures], dtype=bool),
        sectors=[row["sector"] for row in measures],
        fields={
            **{name: [row[name] for row in measures] for name in tables()["measure"].field_names},
            "document": [documents.get(row["doc_id"]) for row in measures],
        },
        links=links_of_plan(plan, wholes, len(measures)),
    )


def alternatives_of_layer(layer: FeatureTable, code_field: str = "", sector_field: str = "") -> Alternatives:
    """The features of any layer in metres; they are numbered where no field names them."""
    numbers = [str(row + 1) for row in range(len(layer))]
    return Alternatives(
        ids=numbers,
        codes=layer.texts(code_field) if code_field else numbers,
        places=layer.geometries,
        community_wide=np.zeros(len(layer), dtype=bool),
        sectors=layer.values(sector_field) if sector_field else [None] * len(layer),
        fields=layer.columns,
    )


def _places(plan: PlanFile, parents: Mapping[str, str | None]) -> dict[str, Any]:
    shapely = require("shapely")
    found: dict[str, list[Any]] = {}
    for row in _place_rows(plan):
        found.setdefault(_whole(row["measure_id"], parents), []).append(shapely.from_wkb(row["geom"]))
    return {key: parts[0] if len(parts) == 1 else shapely.geometrycollections(parts) for key, parts in found.items()}


def _place_rows(plan: PlanFile) -> list[Row]:
    return [row for table in PLACE_TABLES for row in plan.rows(table) if row["geom"] is not None]


def _whole(measure_id: str, parents: Mapping[str, str | None]) -> str:
    """The measure that this one is a part of, or itself; a ring of parents ends where it began."""
    seen = {measure_id}
    while (parent := parents.get(measure_id)) is not None and parent not in seen:
        seen.add(parent)
        measure_id = parent
    return measure_id


def _object_array(items: Sequence[Any]) -> NDArray[np.object_]:
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array
