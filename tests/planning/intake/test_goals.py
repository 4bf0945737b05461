from __future__ import annotations

import openpyxl
import pytest
from vidnova.planning.intake.goals import read_goals, store_goals
from vidnova.planning.intake.tables import read_sheet

DOCUMENT = {"kind": "KIR", "title_uk": "Концепція"}


@pytest.fixture
def take(plan, tmp_path):
    def store(rows, *merged):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for area in merged:
            book.active.merge_cells(area)
        book.save(tmp_path / "a.xlsx")
        sheet = read_sheet(tmp_path / "a.xlsx")
        run = store_goals(plan, sheet, read_goals(sheet), DOCUMENT, tmp_path / "a.xlsx")
        return run.results["import_row"]

    return store


def tree(plan):
    titles = {row["goal_id"]: row["title_uk"] for row in plan.rows("goal")}
    return [(row["level"], row["code"], row["title_uk"], titles.get(row["parent_id"])) for row in plan.rows("goal")]


def test_levels_side_by_side(plan, take):
    table = [
        ["Дерево цілей", None, None],
        ["Стратегічна ціль", "Операційна ціль", "Завдання"],
        ["1. Житло", "1.1. Відбудова", "1.1.1. Будинки"],
        [None, None, "1.1.2. Гуртожитки"],
        [None, "1.2. Оренда", None],
        ["2. Робота", "2.1. Підприємці", None],
    ]
    rows = take(table, "A1:C1", "A3:A5", "B3:B4")
    assert [row["outcome"] for row in rows] == ["title", "header", "taken", "taken", "taken", "taken"]
    expected = [
        ("strategic_goal", "1", "1. Житло", None),
        ("operational_goal", "1.1", "1.1. Відбудова", "1. Житло"),
        ("task", "1.1.1", "1.1.1. Будинки", "1.1. Відбудова"),
        ("task", "1.1.2", "1.1.2. Гуртожитки", "1.1. Відбудова"),
        ("operational_goal", "1.2", "1.2. Оренда", "1. Житло"),
        ("strategic_goal", "2", "2. Робота", None),
        ("operational_goal", "2.1", "2.1. Підприємці", "2. Робота"),
    ]
    assert tree(plan) == expected
    assert {row["outcome"] for row in take(table, "A1:C1", "A3:A5", "B3:B4")[2:]} == {"unchanged"}
    assert tree(plan) == expected


def test_goals_without_code_keep_none_and_are_found_by_title(plan, take):
    table = [["Рівень", "Назва"], ["Стратегічна ціль", "Відбудувати 100 будинків"], ["Завдання", "Дім на Лісовій"]]
    take(table)
    assert tree(plan) == [
        ("strategic_goal", None, "Відбудувати 100 будинків", None),
        ("task", None, "Дім на Лісовій", "Відбудувати 100 будинків"),
    ]
    assert [row["outcome"] for row in take(table)] == ["header", "unchanged", "unchanged"]


def test_a_repeated_code_is_refused_and_the_rest_taken(plan, take):
    rows = take([["Код", "Назва"], ["1", "Житло"], ["1.", "Робота"], ["2", "Школи"]])
    assert [row["outcome"] for row in rows] == ["header", "taken", "refused", "taken"]
    assert "stands in row 2 already" in rows[2]["message"]


def test_a_parent_may_be_in_the_plan_already(plan, take):
    take([["Код", "Назва"], ["1", "Житло"]])
    rows = take([["Код", "Назва"], ["1.1", "Відбудова"]])
    assert rows[1]["message"] == ""
    assert tree(plan)[1][3] == "Житло"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Стратегічна ціль 1. Житло", "1"),
        ("Операційна ціль 1.2 Укриття", "1.2"),
        ("1.1. Відбудова", "1.1"),
        ("1.1.1 Будинки", "1.1.1"),
        ("2) Робота", "2"),
        ("5 нових шкіл", None),
        ("2030 рік без вугілля", None),
        ("Відбудувати 100 будинків", None),
    ],
)
def test_a_code_is_read_from_the_title_but_a_number_is_no_code(plan, take, title, code):
    take([["Назва"], [title]])
    assert tree(plan)[0][1] == code
