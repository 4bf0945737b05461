"""Whatever a table holds: every row is reported once, and what is taken can be stored."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vidnova.planning.errors import PlanError
from vidnova.planning.intake.budgets import read_budgets
from vidnova.planning.intake.goals import read_goals, store_goals
from vidnova.planning.intake.measures import read_measures
from vidnova.planning.intake.merge import store_measures
from vidnova.planning.intake.sheet import Sheet
from vidnova.planning.intake.tables import read_sheet
from vidnova.planning.plan.geopackage import Crs
from vidnova.planning.plan.store import PlanFile

WORDS = [
    None, "", "№ з/п", "Код", "Назва заходу", "Вартість, тис. грн", "місцевий бюджет", "2026", "2027 рік", "Термін",
    "Джерело", "Рік", "Сума", "Стратегічна ціль 1", "Операційна ціль", "Завдання", "Разом", "ВСЬОГО",
    "Розділ 1. Освіта", "у тому числі:", "Ремонт школи, у тому числі:", "- дах", "А-1", "A-1", "1.1", "1", "–",
    "уточнюється", "5 000,5",
    "10-20", "-7", "2,3 млн", "#REF!", "=A1", "2026–2028", "до 2030", "постійно", "* примітка", 1, 2, 3.5, -4, 10**13,
    True, "Освіта", "УСЬОГО – 5 тис.", "\N{COMBINING ACUTE ACCENT}", "²", "١٢", "1 2 3", "9999–9998", "NaN", 1e308,
]  # fmt: skip


@st.composite
def sheets(draw):
    width = draw(st.integers(1, 6))
    row = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), min_size=width, max_size=width)
    rows = draw(st.lists(row, max_size=9))
    own = [[draw(st.booleans()) or number == 0 for _ in row] for number, row in enumerate(rows)]
    for number in range(1, len(rows)):
        for column in range(width):
            if not own[number][column]:
                rows[number][column] = rows[number - 1][column]
    return Sheet("аркуш", [["Назва заходу", "Джерело", "Вартість", "Термін"], *rows], [[True] * 4, *own])


@pytest.fixture(scope="module")
def shared_plan(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan")
    crs = Crs(6386, "UCS-2000 / Ukraine TM zone 12", 'LOCAL_CS["UCS-2000 / Ukraine TM zone 12"]')
    with PlanFile.create(folder / "plan.gpkg", {"title_uk": "План", "community_uk": "Громада"}, crs) as plan:
        yield plan, folder / "plan.gpkg"


@settings(max_examples=150)
@given(sheets())
def test_every_row_of_a_table_of_measures_is_reported_and_stored(shared_plan, sheet):
    plan, path = shared_plan
    try:
        reading = read_measures(sheet)
    except PlanError:
        return
    assert [report.row for report in reading.rows] == list(range(1, len(sheet.rows) + 1))
    assert all((report.outcome == "refused") <= bool(report.message) for report in reading.rows)
    run = store_measures(plan, [reading], {"kind": "PKV", "title_uk": "Програма"}, path)
    assert len([row for row in run.results["import_row"] if row["outcome"] != "gone"]) == len(sheet.rows)


@settings(max_examples=150)
@given(sheets())
def test_every_row_of_goals_and_budgets_is_reported(shared_plan, sheet):
    plan, path = shared_plan
    for read in (read_goals, read_budgets):
        try:
            reports = read(sheet)
        except PlanError:
            continue
        assert [report["row"] for report in reports] == list(range(1, len(sheet.rows) + 1))
        if read is read_goals:
            store_goals(plan, sheet, reports, {"kind": "KIR", "title_uk": "Концепція"}, path)


@settings(max_examples=100)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), st.sampled_from([".csv", ".xlsx", ".txt"]))
def test_any_bytes_are_read_or_refused_with_a_sentence(shared_plan, content, ending):
    path = shared_plan[1].with_name("any" + ending)
    path.write_bytes(content)
    try:
        sheet = read_sheet(path)
    except PlanError as error:
        assert str(error)
    else:
        assert all(len(row) == len(own) for row, own in zip(sheet.rows, sheet.own))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@given(rows=st.lists(st.lists(st.text("абв,;|\" \n'1", max_size=6), min_size=3, max_size=3), min_size=3, max_size=6))
def test_csv_of_every_delimiter_comes_back(shared_plan, delimiter, rows):
    path = shared_plan[1].with_name("back.csv")
    header = ["Назва", "Код", "Вартість"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    assert read_sheet(path).rows[0] == header
