from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsUnitTypes,
)

from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.plan.geopackage import Crs
from ..planning.plan.katottg import is_invented
from ..planning.plan.store import PlanFile
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped


class CreatePlan(Algorithm):
    NAME = "createplan"
    GROUP = "plan"

    def title(self) -> str:
        return tr("New plan file")

    def about(self) -> str:
        return tr(
            "Makes a new plan file for a community. "
            "It is one GeoPackage that will hold documents, goals, measures, budgets, scenarios and results, "
            "and opens in plain QGIS too."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield helped(
            QgsProcessingParameterString("COMMUNITY", tr("Community")), tr("The community's name in Ukrainian.")
        )
        yield helped(
            QgsProcessingParameterString("COMMUNITY_EN", tr("Community in English"), optional=True),
            tr("Used in the English report and map."),
        )
        yield helped(
            QgsProcessingParameterString("KATOTTG", tr("KATOTTG code"), optional=True),
            tr("UA and 17 digits. A region that the register does not have is accepted as invented, with a notice."),
        )
        yield helped(
            QgsProcessingParameterCrs("CRS", tr("Coordinate reference system"), defaultValue="EPSG:6386"),
            tr("A projected system in metres, for example EPSG:6386. Everything in the plan is kept in it."),
        )
        yield helped(
            QgsProcessingParameterNumber(
                "PRICE_YEAR",
                tr("Price year"),
                QgsProcessingParameterNumber.Type.Integer,
                optional=True,
                minValue=1991,
                maxValue=2200,
            ),
            tr("The year in whose prices costs are given where a table does not say."),
        )
        yield helped(
            QgsProcessingParameterFileDestination("PLAN", tr("Plan file"), tr("GeoPackage (*.gpkg)")),
            tr("The new file; an existing one is never overwritten."),
        )

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        invented = self._invented(inputs.text("KATOTTG"), progress)
        community = inputs.text("COMMUNITY")
        row = {
            "title_uk": community,
            "title_en": inputs.text("COMMUNITY_EN"),
            "community_uk": community,
            "community_en": inputs.text("COMMUNITY_EN"),
            "katottg": inputs.text("KATOTTG"),
            "invented": invented,
            "currency": "UAH",
            "price_year": inputs.integer("PRICE_YEAR") if inputs.given("PRICE_YEAR") else None,
        }
        path = inputs.destination("PLAN")
        PlanFile.create(path, row, projected(self.parameterAsCrs(inputs.parameters, "CRS", inputs.context))).close()
        progress.say(tr("Plan file made: {path}", path=path))
        return {"PLAN": str(path)}

    def _invented(self, code: str, progress: Progress) -> bool:
        invented = bool(code) and is_invented(code)
        if invented:
            progress.warn(tr("KATOTTG {code}: the register has no such region; the community is invented.", code=code))
        return invented


def projected(crs: QgsCoordinateReferenceSystem) -> Crs:
    """The system for the plan file. Raises PlanError unless it is an EPSG system in metres."""
    metres = crs.mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters
    authority, _, number = crs.authid().partition(":")
    if not crs.isValid() or crs.isGeographic() or not metres or authority != "EPSG":
        raise PlanError(
            tr(
                "{crs} cannot be used: distances need a projected system in metres with an EPSG number, "
                "for example EPSG:6386.",
                crs=crs.authid() or tr("The chosen system"),
            )
        )
    wkt = crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT1_GDAL)
    return Crs(int(number), crs.description(), wkt)
