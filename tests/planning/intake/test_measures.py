from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.intake.measures import read_measures
from vidnova.planning.intake.merge import store_measures
from vidnova.planning.intake.tables import read_sheet, read_sheets

DOCUMENT = {"kind": "PKV", "title_uk": "Програма"}
TABLE = [
    ["ЗАТВЕРДЖЕНО", None, None, None, None, None, None],
    ["Перелік заходів, тис. грн", None, None, None, None, None, None],
    ["№ з/п", "Код", "Назва заходу", "Термін реалізації", "Вартість", "у тому числі", None],
    [None, None, None, None, None, "місцевий бюджет", "державний бюджет"],
    [1, 2, 3, 4, 5, 6, 7],
    ["Розділ 1. Освіта", None, None, None, None, None, None],
    [1, "ОСВ-01", "Капітальний ремонт Ліцею № 1", "2026–2027", "1 200,5", "200,5", 1000],
    [2, "ОСВ-02", "Нове будівництво укриття Гімназії № 5", 2027, 800, 100, 600],
    ["Разом за розділом", None, None, None, 2000.5, None, None],
    [None, None, None, None, None, None, None],
    ["Розділ 2. Охорона здоров'я", None, None, None, None, None, None],
    [3, "ЗДР-01", "Реконструкція амбулаторії", "до 2030", "потребує уточнення", None, None],
    [4, "ОСВ-01", "Ще один захід із тим самим кодом", 2028, 5, None, None],
    [5, None, "Захід без коду", 2028, "10-20", None, None],
    ["Разом за розділом", None, None, None, 99, None, None],
    ["ВСЬОГО", None, None, None, "2 015,5", None, None],
    ["* Вартість уточнюється після проєктування", None, None, None, None, None, None],
]
MERGED = ("A1:G1", "A2:G2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:G3", "A6:G6", "A11:G11")


@pytest.fixture
def workbook(tmp_path):
    def write(rows=TABLE, merged=MERGED, name="програма О'Браєна.xlsx") -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for area in merged:
            book.active.merge_cells(area)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def rows(workbook):
    return {report.row: report for report in read_measures(read_sheet(workbook())).rows}


def test_every_row_has_an_outcome(rows):
    assert {row: report.outcome for row, report in rows.items()} == {
        1: "title", 2: "title", 3: "header", 4: "header", 5: "numbering", 6: "subheading", 7: "taken", 8: "taken",
        9: "subtotal", 10: "empty", 11: "subheading", 12: "taken", 13: "refused", 14: "taken", 15: "subtotal",
        16: "subtotal", 17: "note",
    }  # fmt: skip


def test_values_are_read_as_they_are_meant(rows):
    first = rows[7].measure
    assert (first["code"], first["cost_total"], first["start_year"], first["end_year"]) == (
        "ОСВ-01",
        1_200_500,
        2026,
        2027,
    )
    assert (first["sector"], first["measure_type"]) == ("education_science", "capital_repair")
    assert rows[7].funding == {("local", None): 200_500, ("state", None): 1_000_000}
    assert rows[12].measure["sector"] == "health"
    assert rows[12].measure["cost_total"] is None
    assert (rows[14].measure["cost_min"], rows[14].measure["cost_max"]) == (10_000, 20_000)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (8, "Its funds sum to 700,000, its cost is 800,000"),
        (12, "Its cost is unknown"),
        (13, "code «ОСВ-01» stands in row 7 already"),
        (14, "It has no code"),
        (15, "The total says 99,000, its rows sum to 15,000"),
    ],
)
def test_oddities_are_said(rows, row, words):
    assert words in rows[row].message


@pytest.mark.parametrize("row", [9, 16])
def test_totals_that_agree_are_not_mentioned(rows, row):
    assert rows[row].message == ""


def test_parts_are_linked_and_not_counted_twice(workbook):
    table = [
        ["Назва заходу", "Вартість, грн"],
        ["Будівництво онкологічного центру, у тому числі:", 100],
        ["Будівництво онкологічного центру (перша черга)", 60],
        ["- друга черга", 40],
        ["Ремонт школи", 7],
        ["Всього", 107],
    ]
    reports = read_measures(read_sheet(workbook(table, ()))).rows
    assert [report.part_of for report in reports] == [None, None, 2, 2, None, None]
    assert reports[-1].message == ""


def test_a_mapping_names_columns_that_are_not_recognised(workbook):
    path = workbook([["Щось", "Скільки"], ["Ремонт даху", 5]], ())
    with pytest.raises(PlanError, match="no column was recognised as title"):
        read_measures(read_sheet(path))
    reading = read_measures(read_sheet(path), {"title": "Щось", "cost": "Скільки"}, 1000.0)
    assert reading.rows[1].measure["cost_total"] == 5000


def test_csv_of_any_delimiter_and_encoding(tmp_path):
    for number, (delimiter, encoding) in enumerate([(";", "utf-8-sig"), (",", "utf-8"), ("\t", "cp1251")]):
        path = tmp_path / f"{number}.csv"
        lines = [["Код", "Назва", "Вартість тис. грн"], ["А-1", 'Ремонт ""Мрії""', "5"]]
        path.write_text("\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines), encoding)
        measure = read_measures(read_sheet(path)).rows[1].measure
        assert (measure["code"], measure["title_uk"], measure["cost_total"]) == ("А-1", 'Ремонт "Мрії"', 5000)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.xlsx", None, "There is no file"),
        ("broken.xlsx", b"PK\x03\x04 broken", "is damaged"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected by a password"),
        ("table.pdf", b"%PDF", "files of this kind"),
        ("empty.csv", b"", "is empty"),
        ("picture.csv", b"\x98\xff\x00\x01", "neither UTF-8"),
    ],
)
def test_bad_files_get_a_sentence(tmp_path, name, content, sentence):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PlanError, match=sentence):
        read_sheet(path)


def test_an_unknown_sheet_lists_those_that_there_are(workbook):
    with pytest.raises(PlanError, match="no sheet «Лист 9». Its sheets: «Sheet»"):
        read_sheet(workbook(), "Лист 9")


@pytest.fixture
def store(plan, workbook):
    def keep(table=TABLE, merged=MERGED):
        path = workbook(table, merged)
        return store_measures(plan, [read_measures(read_sheet(path))], DOCUMENT, path)

    return keep


def test_rows_in_are_rows_out(plan, store):
    store()
    rows = plan.rows("import_row")
    assert [row["row"] for row in rows] == list(range(1, len(TABLE) + 1))
    assert len(plan.rows("measure")) == sum(row["outcome"] == "taken" for row in rows) == 4
    assert {row["code"]: row["name_uk"] for row in plan.rows("fund")} == {
        "local": "Місцевий бюджет",
        "state": "Державний бюджет",
    }


def test_importing_again_changes_nothing(plan, store):
    store()
    before = plan.rows("measure")
    run = store()
    assert plan.rows("measure") == before
    assert Counter(row["outcome"] for row in run.results["import_row"])["unchanged"] == 4


def test_importing_again_shows_what_changed_and_keeps_attachments(plan, store):
    store()
    measure = plan.row("measure", code="ОСВ-01")["measure_id"]
    with plan.transaction():
        plan.update("measure", measure, {"place_state": "placed"})
        [area] = plan.insert("focus_area", [{"name_uk": "Центр", "kind": "other"}])
        link = {"measure_id": measure, "area_id": area, "method": "manual", "review": "accepted"}
        plan.insert("measure_area", [link])
    cheaper = [list(row) for row in TABLE]
    cheaper[6][4] = "1 100,5"
    run = store(cheaper)
    changes = {row["row"]: row["changes"] for row in run.results["import_row"] if row["outcome"] == "changed"}
    assert changes == {7: {"cost_total": [1_200_500, 1_100_500]}}
    assert plan.row("measure", code="ОСВ-01")["place_state"] == "placed"
    assert len(plan.rows("measure_area", measure_id=measure)) == 1


def test_the_source_stays_with_the_measure(plan, store):
    store()
    row = plan.row("measure", code="ОСВ-02")
    assert (row["source_row"], row["source_page"]) == (8, "програма О'Браєна.xlsx, Sheet")
    assert "Нове будівництво укриття Гімназії № 5" in row["source_cells"]


def test_real_tables_lose_no_row(real_data):
    folder = real_data / "dfrr_measures"
    mapping = {"title": "description", "cost": "budget_plan", "year": "year"}
    years = read_measures(read_sheet(folder / "dfrr_projects_2015_2021.csv"), mapping, 1000.0)
    assert Counter(report.outcome for report in years.rows) == {"header": 1, "taken": 4832}
    for sheet in read_sheets(folder / "dfrr-2020.xlsx"):
        assert len(read_measures(sheet).rows) == len(sheet.rows)
