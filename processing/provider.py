from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .access import AccessToFacilities
from .attach_goals import AttachGoals
from .attach_measures import AttachMeasures
from .build_project import BuildProject
from .catchment_gain import CatchmentGain
from .clean_streets import CleanStreets
from .compare_scenarios import CompareScenarios
from .copy_scenario import CopyScenario
from .create_plan import CreatePlan
from .damage_exposure import DamageExposure
from .distance_to import DistanceTo
from .duplicates import Duplicates
from .equity import EquityOfProgramme
from .explain_programme import ExplainProgramme
from .export_exchange import ExportExchange
from .export_workbook import ExportWorkbook
from .floating_catchment import FloatingCatchment
from .gates import Gates
from .hot_spots import HotSpotsOfValues
from .import_areas import ImportAreas
from .import_budgets import ImportBudgets
from .import_exchange import ImportExchange
from .import_goals import ImportGoals
from .import_measures import ImportMeasures
from .kernel_density import KernelDensity
from .need_surface import NeedSurface
from .overlap_share import OverlapShare
from .people_served import PeopleServed
from .plan_fit import PlanFitOfMeasures
from .portfolio import Portfolio
from .prioritise import Prioritise
from .programme_robustness import RobustnessOfProgramme
from .rank import Rank
from .raster_statistics import RasterStatistics
from .report import Report
from .robustness import RobustnessOfRanking
from .run_scenarios import RunScenarios
from .scenario_regret import RegretAcrossScenarios
from .service_areas import ServiceAreas
from .service_gap import ServiceGap
from .set_scenario import SetScenario
from .synergy import SynergyOfMeasures
from .weights import Weights
from .zoning_fit import ZoningFitOfPlaces

ALGORITHMS = (
    CreatePlan,
    ImportGoals,
    ImportAreas,
    ImportBudgets,
    ImportMeasures,
    ImportExchange,
    SetScenario,
    AttachMeasures,
    AttachGoals,
    PeopleServed,
    DamageExposure,
    ServiceGap,
    FloatingCatchment,
    CatchmentGain,
    NeedSurface,
    OverlapShare,
    ZoningFitOfPlaces,
    DistanceTo,
    KernelDensity,
    HotSpotsOfValues,
    RasterStatistics,
    AccessToFacilities,
    ServiceAreas,
    CleanStreets,
    SynergyOfMeasures,
    Duplicates,
    PlanFitOfMeasures,
    Weights,
    Rank,
    RobustnessOfRanking,
    Portfolio,
    ExplainProgramme,
    CopyScenario,
    RunScenarios,
    CompareScenarios,
    EquityOfProgramme,
    Gates,
    RobustnessOfProgramme,
    RegretAcrossScenarios,
    Prioritise,
    BuildProject,
    Report,
    ExportWorkbook,
    ExportExchange,
)


class VidnovaProvider(QgsProcessingProvider):
    def id(self) -> str:
        return "vidnova"

    def name(self) -> str:
        return "Vidnova"

    def icon(self) -> QIcon:
        return QIcon(str(Path(__file__).parents[1] / "qgis_plugin" / "resources" / "icon.svg"))

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
