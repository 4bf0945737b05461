from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fiona
import pytest
import shapely
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtGui import QColor, QImage
from vidnova.planning.language import language
from vidnova.planning.plan.runs import RunRecord, store_run
from vidnova.planning.plan.schema import tables
from vidnova.planning.plan.store import PlanFile

EAST, NORTH = 320000, 5650000
CHOSEN = QColor(0, 114, 178).name()
SCENARIO = {
    "name": "base",
    "layers": {"damage": "town.gpkg|layername=damage_sites", "schools": "town.gpkg|layername=schools"},
    "criteria": [
        {
            "code": "damage",
            "kind": "damageexposure",
            "layer": "damage",
            "fields": {"damage_class": "damage_class"},
            "loss_ratios": {"minor": 0.1, "destroyed": 1.0},
        }
    ],
}


def square(column: int, row: int) -> shapely.Polygon:
    return shapely.box(EAST + 500 * column, NORTH + 500 * row, EAST + 500 * (column + 1), NORTH + 500 * (row + 1))


def point(x: float, y: float) -> shapely.Point:
    return shapely.Point(EAST + x, NORTH + y)


def write_town(path: Path) -> None:
    damage = [(point(100, 100), "destroyed"), (point(120, 100), "minor"), (point(700, 100), "minor")]
    layers = {
        "damage_sites": ("Point", "damage_class", damage),
        "schools": ("Point", "name_uk", [(point(250, 250), "Ліцей № 1")]),
        "trees": ("Point", "kind", [(point(30, 30), "oak")]),
        "remarks": ("None", "text", [(None, "no geometry")]),
    }
    for name, (geometry, field, rows) in layers.items():
        schema = {"geometry": geometry, "properties": {field: "str"}}
        with fiona.open(path, "w", driver="GPKG", layer=name, crs="EPSG:6386", schema=schema) as file:
            for shape, value in rows:
                file.write({"geometry": shape and shapely.geometry.mapping(shape), "properties": {field: value}})


def fill(plan: PlanFile, with_run: bool) -> None:
    with plan.transaction():
        plan.insert("document", [{"kind": "PKV", "title_uk": "Програма відновлення", "title_en": "Recovery programme"}])
        area = {"kind": "planning_district", "population": 2000}
        plan.insert(
            "focus_area",
            [
                {"code": f"D{n}", "name_uk": f"Район {n}", "geom": shapely.MultiPolygon([square(n, 0)]).wkb, **area}
                for n in range(2)
            ],
        )
        measures = plan.insert("measure", [measure(number) for number in range(1, 13)])
        [scenario] = plan.insert("scenario", [{"name": "base", "title_uk": "Базовий", "definition": SCENARIO}])
        for number, key in enumerate(measures):
            place = {"measure_id": key, "origin": "drawn"}
            plan.insert("measure_point", [{**place, "geom": point(60 + 70 * number, 300).wkb}])
        if with_run:
            store_run(plan, finished_run(scenario, measures))


def measure(number: int) -> dict:
    return {
        "code": f"М-{number}",
        "title_uk": f"Ремонт об'єкта № {number}",
        "title_en": f"Repair of object no. {number}",
        "sector": "housing",
        "place_state": "placed",
        "cost_total": 1_000_000 * number,
        "currency": "UAH",
    }


def finished_run(scenario: str, measures: list[str]) -> RunRecord:
    """The last measure of the list comes first; the five first are chosen."""
    run = RunRecord("prioritise", {}, scenario)
    ranked = list(enumerate(reversed(measures), 1))
    run.results["ranking"] = [{"measure_id": key, "rank": rank, "score": 1 / rank} for rank, key in ranked]
    run.results["programme_item"] = [
        {"measure_id": key, "chosen": rank <= 5, "start_year": 2026 if rank <= 5 else None} for rank, key in ranked
    ]
    return run


@dataclass(frozen=True)
class Made:
    """A folder with a town, its plan, and the project, picture and print built from them."""

    folder: Path
    code: str

    @property
    def plan(self) -> Path:
        return self.folder / "plan.gpkg"

    @property
    def project(self) -> QgsProject:
        return opened(self.folder / "project.qgz")

    @property
    def picture(self) -> QImage:
        return QImage(str(self.folder / "map.png"))

    @property
    def printed(self) -> str:
        words = ["pdftotext", str(self.folder / "map.pdf"), "-"]
        text = subprocess.run(words, capture_output=True, text=True).stdout
        return unicodedata.normalize("NFKC", text)


@pytest.fixture(scope="module")
def make(provider, tmp_path_factory):
    """Make a plan (with=None: empty, "measures", "ranks") and build its project."""
    from qgis import processing

    def make(code: str, contents: str | None = "ranks", **parameters: object) -> Made:
        made = Made(tmp_path_factory.mktemp("місто") / "О'Браєн", code)
        made.folder.mkdir()
        write_town(made.folder / "town.gpkg")
        names = {"COMMUNITY": "Тестова громада", "COMMUNITY_EN": "Test community", "KATOTTG": "UA99000000000000001"}
        processing.run("vidnova:createplan", {**names, "CRS": "EPSG:6386", "PLAN": str(made.plan)})
        if contents:
            with PlanFile(made.plan) as file:
                fill(file, with_run=contents == "ranks")
        written = {"PROJECT": "project.qgz", "MAP": "map.png", "PDF": "map.pdf"}
        paths = {name: str(made.folder / path) for name, path in written.items()}
        processing.run("vidnova:buildproject", {"PLAN": str(made.plan), "LANGUAGE": code, **paths, **parameters})
        return made

    return make


@pytest.fixture(scope="module")
def ukrainian(make) -> Made:
    return make("uk")


@pytest.fixture(scope="module")
def english(make) -> Made:
    return make("en")


@pytest.fixture
def copied(ukrainian, tmp_path) -> Path:
    """A folder of town and plan that a test may change."""
    return Path(shutil.copytree(ukrainian.folder, tmp_path / "копія"))


@pytest.fixture
def build(run):
    """Build the project of the plan in a folder again."""

    def build(folder: Path, **parameters: object) -> QgsProject:
        given = {"PLAN": str(folder / "plan.gpkg"), "LANGUAGE": "en", "PROJECT": str(folder / "project.qgz")}
        run("buildproject", **{**given, **parameters})
        return opened(folder / "project.qgz")

    return build


def opened(path: Path) -> QgsProject:
    project = QgsProject()
    assert project.read(str(path))
    return project


def layer_of(project: QgsProject, table: str) -> QgsVectorLayer:
    return next(layer for layer in project.mapLayers().values() if layer.source().endswith(f"layername={table}"))


def legend_labels(layer: QgsVectorLayer) -> list[str]:
    return [item.label() for item in layer.renderer().legendSymbolItems()]


def broken(project: QgsProject) -> list[str]:
    return [layer.name() for layer in project.mapLayers().values() if not layer.isValid()]


def test_the_folder_can_be_moved_whole(copied):
    project = opened(copied / "project.qgz")
    assert len(project.mapLayers()) > 30
    assert broken(project) == []


def test_no_absolute_path_is_kept(ukrainian):
    with zipfile.ZipFile(ukrainian.folder / "project.qgz") as archive:
        assert not any(str(ukrainian.folder.parent).encode() in archive.read(name) for name in archive.namelist())


def test_copies_of_the_layers_make_the_folder_whole(build, copied, tmp_path):
    elsewhere = tmp_path / "elsewhere.gpkg"
    shutil.move(copied / "town.gpkg", elsewhere)
    project = build(copied, LAYERS=str(elsewhere), COPY=True)
    elsewhere.unlink()
    schools = layer_of(project, "schools")
    assert schools.isValid() and schools.featureCount() == 1
    assert "School" in legend_labels(schools)


@pytest.mark.parametrize(
    ("made", "groups", "label"),
    [
        ("ukrainian", ["Результат", "Потреба", "Контекст"], "У програмі (число — місце в рейтингу)"),
        ("english", ["Result", "Need", "Context"], "In the programme (number: rank)"),
    ],
)
def test_everything_speaks_the_chosen_language(request, made, groups, label):
    made = request.getfixturevalue(made)
    project = made.project
    assert [group.name() for group in project.layerTreeRoot().findGroups()][:3] == groups
    assert label in legend_labels(layer_of(project, "measure_map"))
    measures = layer_of(project, "measure")
    with language(made.code):
        assert measures.attributeAlias(measures.fields().indexOf("sector")) == tables()["measure"].field("sector").label
    shown = [layer.name() for layer in project.mapLayers().values() if not layer.name().startswith("list_")]
    assert any(not name.isascii() for name in shown) == (made.code == "uk")


def test_codes_are_chosen_by_words(ukrainian):
    project = ukrainian.project
    measures = layer_of(project, "measure")
    settings = measures.editorWidgetSetup(measures.fields().indexOf("sector"))
    assert settings.type() == "ValueRelation"
    codes = project.mapLayer(settings.config()["Layer"])
    words = {feature["code"]: feature[settings.config()["Value"]] for feature in codes.getFeatures()}
    assert words["housing"] == "Житло"


def test_every_reference_of_the_schema_is_a_relation(ukrainian):
    project = ukrainian.project
    relations = project.relationManager().relations()
    assert [name for name, relation in relations.items() if not relation.isValid()] == []
    assert {"measure_object_measure_id", "measure_parent_id", "goal_doc_id", "budget_fund_id"} <= set(relations)


def test_a_measure_added_in_qgis_gets_an_identifier(english):
    project = english.project
    feature = QgsVectorLayerUtils.createFeature(layer_of(project, "measure"))
    assert len(feature["measure_id"]) == 36


def test_the_print_lists_the_ten_first(english):
    listed = re.findall(r"Repair of object no. (\d+)", english.printed)
    assert listed == [str(number) for number in range(12, 2, -1)]
    assert english.printed.count("not chosen") == 5


def test_districts_carry_their_loss_for_a_thousand_residents(ukrainian):
    project = ukrainian.project
    [layer] = [found for found in project.mapLayers().values() if "loss" in found.fields().names()]
    losses = {feature["code"]: feature["loss"] for feature in layer.getFeatures()}
    assert losses == pytest.approx({"D0": (1.0 + 0.1) / 2, "D1": 0.1 / 2})


def test_the_picture_shows_chosen_measures_and_is_fit_for_the_report(ukrainian):
    assert ukrainian.picture.width() == 1600
    assert CHOSEN in set(colours(ukrainian.picture))


def test_without_a_run_there_are_measures_but_no_ranks(make):
    made = make("en", "measures")
    assert "No priorities have been computed yet" in made.printed
    assert "Repair of object no. 1" in made.printed
    assert CHOSEN not in set(colours(made.picture))


def test_a_plan_with_nothing_in_it_makes_a_project(make):
    made = make("uk", None)
    assert broken(made.project) == []
    assert made.picture.width() == 1600


def test_the_printed_map_names_community_scenario_and_that_it_is_invented(ukrainian, english):
    for words in ("Тестова громада", "Базовий", "Громада вигадана", "Перші десять заходів"):
        assert words in ukrainian.printed
    for words in ("Test community", "The community is invented", "The ten first measures"):
        assert words in english.printed


def test_the_map_tip_tells_what_and_why(english):
    project = QgsProject.instance()
    project.read(str(english.folder / "project.qgz"))
    try:
        layer = layer_of(project, "measure_map")
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(next(layer.getFeatures('"rank" = 2')))
        tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    finally:
        project.clear()
    assert "Repair of object no. 11" in tip
    assert "Housing" in tip
    assert "2 (0.50)" in tip


def test_a_file_gives_all_its_layers_unknown_ones_plain_and_no_tables(build, copied):
    project = build(copied, LAYERS=str(copied / "town.gpkg"))
    names = [layer.name() for layer in project.mapLayers().values()]
    assert {"trees", "Schools", "Damage"} <= set(names)
    assert "remarks" not in names


def test_without_layers_those_of_the_scenario_are_shown(english):
    project = english.project
    assert layer_of(project, "schools").name() == "Schools"
    assert "trees" not in [layer.name() for layer in project.mapLayers().values()]


def test_the_users_project_and_the_plan_stay_as_they_were(build, copied):
    open_now = QgsProject.instance()
    open_now.addMapLayer(QgsVectorLayer("Point?crs=EPSG:6386", "mine", "memory"))
    plan = (copied / "plan.gpkg").read_bytes()
    try:
        build(copied)
        assert [layer.name() for layer in open_now.mapLayers().values()] == ["mine"]
    finally:
        open_now.clear()
    assert (copied / "plan.gpkg").read_bytes() == plan
    assert [path.name for path in copied.iterdir() if path.suffix.startswith(".gpkg-")] == []


def test_a_stopped_build_writes_no_project(ukrainian, tmp_path):
    from qgis import processing

    feedback = QgsProcessingFeedback()
    feedback.cancel()
    given = {"PLAN": str(ukrainian.plan), "LANGUAGE": "uk", "PROJECT": str(tmp_path / "project.qgz")}
    processing.run("vidnova:buildproject", given, feedback=feedback)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_in_memory_is_refused_unless_it_is_copied(build, copied):
    layer = QgsVectorLayer("Point?crs=EPSG:6386", "draft", "memory")
    QgsProject.instance().addMapLayer(layer)
    try:
        with pytest.raises(QgsProcessingException, match="lives in memory only"):
            build(copied, LAYERS=[layer.id()])
        assert broken(build(copied, LAYERS=[layer.id()], COPY=True)) == []
    finally:
        QgsProject.instance().clear()


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"PLAN": "none.gpkg"}, "no plan file"),
        ({"PLAN": "{folder}/town.gpkg"}, "is not a Vidnova plan file"),
        ({"LAYERS": "none.gpkg"}, "LAYERS"),
        ({"PROJECT": "{folder}/plan.gpkg/project.qgz"}, "plan.gpkg"),
        ({"MAP": "{folder}/map.nonsense"}, "map.nonsense"),
    ],
)
def test_bad_input_gets_a_sentence(build, ukrainian, tmp_path, parameters, sentence):
    given = {"PROJECT": str(tmp_path / "project.qgz"), **parameters}
    filled = {name: value.replace("{folder}", str(ukrainian.folder)) for name, value in given.items()}
    with pytest.raises(QgsProcessingException, match=sentence):
        build(ukrainian.folder, **filled)


def colours(picture: QImage) -> Iterator[str]:
    seen = set()
    for y in range(0, picture.height(), 2):
        for x in range(0, picture.width(), 2):
            value = picture.pixel(x, y)
            if value not in seen:
                seen.add(value)
                yield QColor(value).name()
