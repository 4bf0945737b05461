from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union

import numpy as np

from ..errors import PlanError
from ..features import FeatureTable
from ..language import language, named, tr
from ..progress import Progress
from .alternatives import Alternatives
from .rasters import Raster
from .shapes import has_place

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_REACH = 500.0
Finding = dict[str, Any]
Source = Union[FeatureTable, Raster]


@dataclass(frozen=True)
class CriterionColumn:
    """One criterion for n alternatives.

    raw (n,) is NaN where unknown; notes are n remarks in the current language ("" where there is nothing to say), or
    none at all; findings are rows of table "finding", in both languages.
    """

    raw: NDArray[np.float64]
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Request:
    """All that a criterion may look at; `earlier` holds the raw columns computed before it, by code."""

    definition: Mapping[str, Any]
    alternatives: Alternatives
    layers: Mapping[str, Source]
    earlier: Mapping[str, NDArray[np.float64]]
    progress: Progress

    @property
    def name(self) -> str:
        return named(dict(self.definition), "name") or self.definition["code"]

    @property
    def reach(self) -> float:
        """Metres."""
        return self.number("reach", DEFAULT_REACH)

    @property
    def layer(self) -> FeatureTable | None:
        """The criterion's layer, None where it is absent or nothing in it has a geometry."""
        return self.usable_layer(self.definition.get("layer", ""))

    def usable_layer(self, name: str) -> FeatureTable | None:
        layer = self.layers.get(name)
        return layer if isinstance(layer, FeatureTable) and has_place(layer.geometries).any() else None

    @property
    def raster(self) -> Raster | None:
        """The criterion's raster, None where it is absent."""
        found = self.layers.get(str(self.definition.get("raster") or ""))
        return found if isinstance(found, Raster) else None

    def field(self, role: str, default: str = "") -> str:
        """The layer's field for a role, as the definition names it."""
        return (self.definition.get("fields") or {}).get(role) or default

    def number(self, key: str, default: float) -> float:
        """A number >= 0 of the definition; PlanError where it is none."""
        value = self.definition.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < np.inf:
            raise PlanError(
                tr("Criterion «{criterion}»: «{key}» must be a number from 0.", criterion=self.name, key=key)
            )
        return float(value)

    def column(
        self, raw: NDArray[np.float64], notes: Sequence[str], findings: Sequence[Finding] = ()
    ) -> CriterionColumn:
        """The column, with a remark on every alternative that is unknown for want of a place."""
        placeless = ~has_place(self.alternatives.places) & ~self.alternatives.community_wide
        remark = tr("Its place is not known.")
        remarked = (remark if missing else note for note, missing in zip(notes, placeless))
        return CriterionColumn(raw, tuple(remarked), tuple(findings))

    def without_layer(self) -> CriterionColumn:
        """Unknown for every alternative, because there is no layer to measure it by."""
        raw = np.full(len(self.alternatives), np.nan)
        remark = tr("The criterion's layer is missing.")
        return CriterionColumn(raw, (remark,) * len(raw), (finding("layer_missing", "warning", self._no_layer),))

    def _no_layer(self) -> str:
        return tr(
            "Criterion «{criterion}»: its layer is missing or has no geometry, so it is unknown for every measure.",
            criterion=self.name,
        )


def finding(rule: str, severity: str, sentence: Callable[[], str]) -> Finding:
    """A row of table "finding", its sentence made in both languages."""
    words = {}
    for code in ("uk", "en"):
        with language(code):
            words["message_" + code] = sentence()
    return {"rule": rule, "severity": severity, **words}


def placeless_findings(layer: FeatureTable) -> list[Finding]:
    """A finding where some features of the layer have no geometry."""
    count = int((~has_place(layer.geometries)).sum())
    if not count:
        return []
    return [
        finding(
            "layer_without_geometry",
            "warning",
            lambda: tr(
                "Layer «{layer}»: {count} of {total} features have no geometry, so they are near nothing.",
                layer=layer.name,
                count=count,
                total=len(layer),
            ),
        )
    ]
