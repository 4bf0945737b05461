"""Puts a plan's project together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsLayerTreeGroup,
    QgsLayoutExporter,
    QgsProcessingContext,
    QgsProject,
    QgsProjectMetadata,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, QSize

from ...planning.errors import PlanError
from ...planning.language import current_language, tr
from ...planning.plan.store import PlanFile
from ...planning.progress import Progress
from ..layers import plan_crs
from .context_layers import DRAWING_ORDER, HIDDEN, IN_LEGEND, IN_OVERVIEW, copy_layers, open_context
from .extents import views_of
from .facts import facts_of
from .forms import make_forms, view_fields
from .layouts import Contents, make_layout
from .legends import LegendGroup
from .map_tips import set_map_tips
from .need_layers import need_layers, visible_need
from .paths import forget_absolute_paths
from .plan_layers import open_plan_layers, shown_tables
from .relations import make_relations
from .sheets import sheets
from .styling import apply_style
from .words import group_titles

RESULTS = ("measure_map", "measure_line_map", "measure_polygon_map")
PLACE_TABLES = ("measure_point", "measure_line", "measure_polygon")
NAMED_AREAS = "focus_area"
Layers = dict[str, QgsVectorLayer]


class ProjectBuilder:
    """Makes the QGIS project of a plan in the current language; the user's open project is never touched."""

    def __init__(self, plan: PlanFile, path: Path, context: QgsProcessingContext, progress: Progress) -> None:
        self.plan = plan
        self.path = path
        self.context = context
        self.progress = progress
        self.project = QgsProject()
        self.project.setFileName(str(path))
        self.project.setCrs(plan_crs(plan.srs_id), True)
        self.facts = facts_of(plan)

    def build(self, given: Iterable[QgsVectorLayer], copies: Path | None) -> None:
        """Fill the project: `given` are the layers of its context, copied to `copies` where that is named."""
        tables = open_plan_layers(self.plan.path, self.progress.part(0, 0.3))
        around = open_context(given, self.plan.path, bool(copies), self.progress.part(0.3, 0.4))
        if tables[NAMED_AREAS].featureCount():
            around.pop("districts", None)
        if copies and around:
            around = copy_layers(around, copies, self.progress.part(0.4, 0.5))
        need = need_layers(self.plan, self.context)
        self._describe()
        self._style(tables)
        self._add_all(tables, around, need)
        self._arrange(tables, around, need)
        views = views_of(self.project, [tables[n] for n in RESULTS], tables[NAMED_AREAS], around.values())
        self.project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(views.main, self.project.crs()))
        legend = self._legend(tables, around, need)
        contents = Contents(self.facts, views, legend, tables["measure_result"], _overview(tables, around, need))
        for sheet in sheets():
            self.project.layoutManager().addLayout(make_layout(self.project, sheet, contents))
        self.progress.step(0.6, 1)

    def write(self) -> None:
        """Save the project with paths relative to it. Raises PlanError where the file cannot be written."""
        self.project.writeEntryBool("Paths", "/Absolute", False)
        if not self.project.write(str(self.path)):
            raise PlanError(tr("{path} cannot be written: {why}.", path=self.path, why=self.project.error()))
        forget_absolute_paths(self.path)

    def close(self) -> None:
        """Let go of the layers and their files."""
        self.project.clear()

    def export_picture(self, path: Path, pixels: int) -> None:
        """The map with its legend as a picture `pixels` wide."""
        sheet = sheets()[-1]
        size = QSize(pixels, round(pixels * sheet.height / sheet.width))
        image = self._exporter(sheet.name).renderPageToImage(0, size)
        self._check(image.save(str(path)), path)

    def export_pdf(self, path: Path) -> None:
        """The first sheet as PDF."""
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
        result = self._exporter(sheets()[0].name).exportToPdf(str(path), settings)
        self._check(result == QgsLayoutExporter.ExportResult.Success, path)

    def _exporter(self, name: str) -> QgsLayoutExporter:
        return QgsLayoutExporter(self.project.layoutManager().layoutByName(name))

    def _check(self, written: bool, path: Path) -> None:
        if not written:
            raise PlanError(tr("{path} cannot be written: check the folder and its rights.", path=path))

    def _describe(self) -> None:
        self.project.setTitle(self.facts.title)
        metadata = QgsProjectMetadata()
        metadata.setTitle(self.facts.title)
        metadata.setAbstract(self.facts.caption)
        metadata.setLanguage(current_language())
        metadata.setAuthor("Vidnova")
        metadata.setCreationDateTime(QDateTime.currentDateTime())
        self.project.setMetadata(metadata)

    def _style(self, tables: Layers) -> None:
        for name in (*RESULTS, NAMED_AREAS):
            apply_style(tables[name], name)
        for name in PLACE_TABLES:
            apply_style(tables[name], "")
        tables[NAMED_AREAS].setName(tr("Districts and areas"))

    def _add_all(self, tables: Layers, around: Layers, need: Layers) -> None:
        self.project.addMapLayers([*tables.values(), *around.values(), *need.values()], False)
        relations = make_relations(self.project, tables)
        self.project.relationManager().setRelations(relations)
        make_forms(tables, relations)
        for layer in need.values():
            view_fields(layer, tables)
        set_map_tips(tables, around, need, self.facts)

    def _arrange(self, tables: Layers, around: Layers, need: Layers) -> None:
        root, titles = self.project.layerTreeRoot(), group_titles()
        damage = {name: layer for name, layer in around.items() if name == "damage_sites"}
        rest = {name: layer for name, layer in around.items() if name not in damage}
        shown = {name: tables[name] for name in (*RESULTS, "measure_result")}
        _fill(root.addGroup(titles["result"]), shown)
        _fill(root.addGroup(titles["need"]), {**damage, NAMED_AREAS: tables[NAMED_AREAS]})
        _fill(root.addGroup(titles["context"]), rest, HIDDEN)
        _fill(root.addGroup(titles["need_by_area"]), need, [name for name in need if name != visible_need(need)])
        groups = dict.fromkeys(table.group for table in shown_tables())
        for group in groups:
            members = {t.name: tables[t.name] for t in shown_tables() if t.group == group and t.name != NAMED_AREAS}
            node = root.addGroup(titles[group])
            _fill(node, members, PLACE_TABLES)
            node.setExpanded(False)

    def _legend(self, tables: Layers, around: Layers, need: Layers) -> list[LegendGroup]:
        titles, areas = group_titles(), visible_need(need)
        known = [around[name] for name in IN_LEGEND if name in around]
        others = [layer for name, layer in around.items() if name not in DRAWING_ORDER]
        damage = [around["damage_sites"]] if "damage_sites" in around else []
        groups = [
            LegendGroup(titles["result"], [tables[name] for name in RESULTS if tables[name].featureCount()]),
            LegendGroup(titles["need"], [*damage, *([need[areas]] if areas else [])]),
            LegendGroup(titles["context"], [*known, *others], bare=known),
        ]
        return [group for group in groups if group.layers]


def _overview(tables: Layers, around: Layers, need: Layers) -> list[QgsVectorLayer]:
    """What a small map of the whole community has room for, from the top down."""
    shown = visible_need(need)
    ground = [around[name] for name in IN_OVERVIEW if name in around]
    return [*(tables[name] for name in RESULTS), *ground, *([need[shown]] if shown else [])]


def _fill(group: QgsLayerTreeGroup, layers: Mapping[str, QgsVectorLayer], switched_off: Iterable[str] = ()) -> None:
    for name, layer in layers.items():
        node = group.addLayer(layer)
        node.setExpanded(False)
        node.setItemVisibilityChecked(name not in switched_off)
