from __future__ import annotations

import csv

import openpyxl
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorLayer
from vidnova.planning.language import language
from vidnova.planning.plan.store import PlanFile

GOALS = """Код;Вища ціль;Рівень;Назва;Назва англійською
В;;Бачення;Громада, до якої повертаються;A community to return to
1;В;Стратегічна ціль;Безпечне житло;Safe homes
1.1;1;Операційна ціль;Відбудувати житло;Rebuild homes
2;Г;Стратегічна ціль;Робота поруч;Jobs nearby
"""


@pytest.fixture
def plan_path(run, tmp_path):
    path = tmp_path / "план О'Браєна.gpkg"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PRICE_YEAR=2026, PLAN=str(path))
    return path


@pytest.fixture
def text_file(tmp_path):
    def write(name, text):
        (tmp_path / name).write_text(text, "utf-8")
        return str(tmp_path / name)

    return write


def rows(plan_path, table, **where):
    with PlanFile(plan_path) as plan:
        return plan.rows(table, **where)


def test_a_goal_tree_is_read_and_read_again(run, plan_path, text_file):
    path = text_file("goals.csv", GOALS)
    result = run("importgoals", PLAN=str(plan_path), INPUT=path)
    assert (result["ROWS"], result["TAKEN"], result["OTHER"]) == (5, 4, 1)
    goals = {row["code"]: row for row in rows(plan_path, "goal")}
    assert goals["1.1"]["parent_id"] == goals["1"]["goal_id"]
    assert (goals["В"]["level"], goals["1.1"]["level"]) == ("vision", "operational_goal")
    assert goals["1"]["title_en"] == "Safe homes"
    assert "«Г» is not in the table" in [row["message"] or "" for row in rows(plan_path, "import_row")][4]

    again = run("importgoals", PLAN=str(plan_path), INPUT=text_file("goals.csv", GOALS.replace("Робота", "Праця")))
    assert (again["TAKEN"], again["CHANGED"], again["UNCHANGED"]) == (0, 1, 3)
    assert {row["goal_id"] for row in rows(plan_path, "goal")} == {row["goal_id"] for row in goals.values()}


def test_parents_follow_from_codes(run, plan_path, text_file):
    path = text_file("goals.csv", "Назва\nСтратегічна ціль 1. Житло\n1.1. Відбудова\n1.1.1 Будинки\n")
    run("importgoals", PLAN=str(plan_path), INPUT=path)
    goals = {row["code"]: row for row in rows(plan_path, "goal")}
    assert goals["1.1.1"]["parent_id"] == goals["1.1"]["goal_id"]
    assert goals["1.1"]["parent_id"] == goals["1"]["goal_id"]


def test_goals_in_a_circle_are_refused(run, plan_path, text_file):
    path = text_file("goals.csv", "Код;Вища ціль;Назва\nА;Б;Перша\nБ;А;Друга\n")
    with pytest.raises(QgsProcessingException, match="circle: А → Б → А"):
        run("importgoals", PLAN=str(plan_path), INPUT=path)
    assert rows(plan_path, "goal") == []


@pytest.mark.parametrize(
    "table",
    [
        "Рік;Джерело;Код джерела;Сума, тис. грн\n2026;Місцевий бюджет;local;10 000,5\n"
        "2027;Місцевий бюджет;local;20000\n",
        "Джерело, тис. грн;2026;2027\nМісцевий бюджет;10 000,5;20000\n",
    ],
)
def test_budgets_by_row_or_by_column(run, plan_path, text_file, table):
    run("importbudgets", PLAN=str(plan_path), INPUT=text_file("budgets.csv", table))
    assert [row["code"] for row in rows(plan_path, "fund")] == ["local"]
    assert {row["year"]: row["amount"] for row in rows(plan_path, "budget")} == {2026: 10_000_500, 2027: 20_000_000}


def test_a_budget_that_is_no_amount_is_refused_and_the_rest_taken(run, plan_path, text_file):
    table = "Рік;Джерело;Сума, тис. грн\n2026;Місцевий бюджет;багато\n2027;Місцевий бюджет;5\nРазом;;5\n"
    result = run("importbudgets", PLAN=str(plan_path), INPUT=text_file("budgets.csv", table))
    assert (result["TAKEN"], result["REFUSED"], result["OTHER"]) == (1, 1, 2)


@pytest.fixture
def districts():
    layer = QgsVectorLayer(
        "MultiPolygon?crs=EPSG:4326&field=code:string&field=name:string&field=people:int", "d", "memory"
    )
    for number, west in enumerate((36.2, 36.3)):
        feature = QgsFeature(layer.fields())
        ring = f"{west} 50, {west + 0.1} 50, {west + 0.1} 50.1, {west} 50.1, {west} 50"
        feature.setGeometry(QgsGeometry.fromWkt(f"MultiPolygon((({ring})))"))
        feature.setAttributes([f"D{number + 1}", f"Район {number + 1}", 1000])
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


def test_areas_come_in_the_plans_system_and_merge_by_code(run, plan_path, districts):
    fields = {"NAME_FIELD": "name", "CODE_FIELD": "code", "POPULATION_FIELD": "people"}
    run("importareas", PLAN=str(plan_path), INPUT=districts, **fields)
    again = run("importareas", PLAN=str(plan_path), INPUT=districts, **fields)
    assert (again["TAKEN"], again["UNCHANGED"]) == (0, 2)
    layer = QgsVectorLayer(f"{plan_path}|layername=focus_area", "areas", "ogr")
    assert layer.featureCount() == 2
    assert 250_000 < layer.extent().xMinimum() < 350_000
    assert {feature["code"] for feature in layer.getFeatures()} == {"D1", "D2"}


def test_measures_report_every_row(run, plan_path, tmp_path):
    book = openpyxl.Workbook()
    for row in (["Назва заходу", "Вартість, тис. грн"], ["Ремонт школи № 5", "1 200"], ["Ремонт дороги", "щось"]):
        book.active.append(row)
    book.save(tmp_path / "заходи.xlsx")
    report = tmp_path / "звіт.csv"
    result = run("importmeasures", PLAN=str(plan_path), INPUT=str(tmp_path / "заходи.xlsx"), REPORT=str(report))
    assert (result["ROWS"], result["TAKEN"], result["REFUSED"], result["OTHER"]) == (3, 1, 1, 1)
    lines = list(csv.reader(report.open(encoding="utf-8-sig", newline=""), delimiter=";"))
    assert [line[:2] for line in lines[1:]] == [["1", "Header"], ["2", "Taken"], ["3", "Refused"]]
    assert "«щось» is not an amount of money" in lines[3][2]
    assert rows(plan_path, "measure")[0]["price_year"] == 2026


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("{", "not JSON"),
        ("[1]", "must name columns"),
        ('{"title": "немає"}', "no column «немає»"),
        ('{"tilte": "Перше"}', "«tilte», which is not known"),
    ],
)
def test_a_bad_mapping_gets_a_sentence(run, plan_path, text_file, mapping, sentence):
    path = text_file("table.csv", "Перше;Друге\nа;б\n")
    with pytest.raises(QgsProcessingException, match=sentence):
        run("importmeasures", PLAN=str(plan_path), INPUT=path, MAPPING=mapping)


@pytest.mark.parametrize("locale", ["en", "uk"])
def test_documents_are_named_in_ukrainian_whatever_the_users_language(run, plan_path, text_file, locale):
    goals, measures = text_file("goals.csv", GOALS), text_file("measures.csv", "Назва заходу;Вартість\nРемонт даху;5\n")
    with language(locale):
        run("importgoals", PLAN=str(plan_path), INPUT=goals)
        run("importmeasures", PLAN=str(plan_path), INPUT=measures)
        run("importmeasures", PLAN=str(plan_path), INPUT=measures, DOCUMENT="Стратегія", KIND="strategy")
    assert [(row["kind"], row["title_uk"], row["title_en"]) for row in rows(plan_path, "document")] == [
        ("KIR", "Концепція інтегрованого розвитку", "Concept of Integrated Development"),
        ("PKV", "Програма комплексного відновлення", "Integrated Recovery Programme"),
        ("strategy", "Стратегія", None),
    ]


def test_budgets_that_stand_twice_or_are_not_stated_are_said(run, plan_path, text_file):
    table = "Джерело, тис. грн;2026;2027\nМісцевий бюджет;5;уточнюється\nКошти громади;7;8\nДержавний бюджет;0;9\n"
    result = run("importbudgets", PLAN=str(plan_path), INPUT=text_file("budgets.csv", table))
    assert (result["TAKEN"], result["REFUSED"]) == (2, 1)
    messages = {row["row"]: row["message"] for row in rows(plan_path, "import_row")}
    assert "2027: no amount is stated" in messages[2]
    assert "2026: stands in row 2 already" in messages[3]
    assert [(row["year"], row["amount"]) for row in rows(plan_path, "budget")] == [
        (2026, 5000),
        (2026, 0),
        (2027, 9000),
    ]
    again = run("importbudgets", PLAN=str(plan_path), INPUT=text_file("budgets.csv", table.replace(";0;", ";1;")))
    assert (again["TAKEN"], again["CHANGED"], again["UNCHANGED"]) == (0, 1, 1)


def test_areas_that_repeat_a_code_or_have_no_polygon_are_refused_with_a_reason(run, plan_path, districts):
    provider = districts.dataProvider()
    for code in ("D1", "D3"):
        feature = QgsFeature(districts.fields())
        feature.setAttributes([code, "Район", None])
        if code == "D1":
            feature.setGeometry(QgsGeometry.fromWkt("MultiPolygon(((36 50, 36.1 50, 36.1 50.1, 36 50)))"))
        provider.addFeature(feature)
    result = run("importareas", PLAN=str(plan_path), INPUT=districts, NAME_FIELD="name", CODE_FIELD="code")
    assert (result["ROWS"], result["TAKEN"], result["REFUSED"]) == (4, 2, 2)
    messages = [row["message"] for row in rows(plan_path, "import_row")]
    assert messages[2:] == ["Code «D1» stands in feature 1 already.", "It has no polygon."]


def test_funds_have_their_usual_names_until_the_budgets_name_them(run, plan_path, text_file):
    measures = text_file("measures.csv", "Назва заходу;місцевий бюджет, грн;інші джерела, грн\nРемонт даху;5;6\n")
    run("importmeasures", PLAN=str(plan_path), INPUT=measures)
    assert {row["code"]: row["name_uk"] for row in rows(plan_path, "fund")} == {
        "local": "Місцевий бюджет",
        "donor": "Міжнародна допомога",
    }
    budgets = text_file("budgets.csv", "Рік;Джерело;Сума, грн\n2026;Грант ЄС;5\n2026;Місцевий бюджет;5\n")
    run("importbudgets", PLAN=str(plan_path), INPUT=budgets)
    assert {row["code"]: (row["name_uk"], row["name_en"]) for row in rows(plan_path, "fund")} == {
        "local": ("Місцевий бюджет", "Local budget"),
        "donor": ("Грант ЄС", "International aid"),
    }


def test_a_second_edition_is_shown_before_it_is_taken(run, plan_path, text_file, column):
    first = "Код;Назва заходу;Вартість, грн\nА-1;Ремонт школи;5\nА-2;Ремонт даху;6\n"
    second = "Код;Назва заходу;Вартість, грн\nА-1;Ремонт школи;7\nА-3;Ремонт їдальні;1\n"
    run("importmeasures", PLAN=str(plan_path), INPUT=text_file("програма.csv", first))
    asked = {"PLAN": str(plan_path), "INPUT": text_file("програма.csv", second), "REMOVED": "remove"}
    shown = run("importmeasures", **asked, PREVIEW=True, DIFFERENCES="memory:")
    assert [shown[name] for name in ("TAKEN", "CHANGED", "UNCHANGED", "GONE")] == [1, 1, 0, 1]
    table = shown["DIFFERENCES"]
    assert column(table, "code") == ["А-1", "А-3", "А-2"]
    assert column(table, "in_plan") == ["5", "", ""] and column(table, "in_table") == ["7", "", ""]
    assert [row["code"] for row in rows(plan_path, "measure")] == ["А-1", "А-2"]
    run("importmeasures", **asked, DECISIONS='{"А-1": "plan"}')
    assert {row["code"]: row["cost_total"] for row in rows(plan_path, "measure")} == {"А-1": 5, "А-3": 1}
    with pytest.raises(QgsProcessingException, match="«table» or «plan»"):
        run("importmeasures", **asked, DECISIONS='{"А-1": "yes"}')
