"""A second import: what a table states is taken over, what people wrote stays."""

from __future__ import annotations

import openpyxl
import pytest
from vidnova.planning.intake.measures import read_measures
from vidnova.planning.intake.merge import store_measures
from vidnova.planning.intake.tables import read_sheet

DOCUMENT = {"kind": "PKV", "title_uk": "Програма"}
HEADER = ["Код", "Назва заходу", "Вартість, грн", "місцевий бюджет", "державний бюджет"]


@pytest.fixture
def take(plan, tmp_path):
    def store(*rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "a.xlsx")
        run = store_measures(plan, [read_measures(read_sheet(tmp_path / "a.xlsx"))], DOCUMENT, tmp_path / "a.xlsx")
        return run.results["import_row"]

    return store


def edit(plan, code, **changes):
    with plan.transaction():
        plan.update("measure", plan.row("measure", code=code)["measure_id"], changes)


def test_what_a_person_wrote_is_not_replaced_by_a_guess(plan, take):
    take(HEADER, ["А-1", "Ремонт школи", 5, 5, None])
    edit(plan, "А-1", sector="public_safety", status="in_progress", measure_type="capital_repair", beneficiaries=700)
    [_, row] = take(HEADER, ["А-1", "Ремонт школи", 5, 5, None])
    assert (row["outcome"], row["changes"]) == ("unchanged", None)
    measure = plan.row("measure", code="А-1")
    assert (measure["sector"], measure["status"], measure["beneficiaries"]) == ("public_safety", "in_progress", 700)


def test_a_gap_is_filled_and_an_empty_cell_empties_nothing(plan, take):
    take(["Код", "Назва", "Вартість"], ["А-1", "Ремонт школи", 5])
    [_, row] = take(["Код", "Назва", "Вартість", "Охоплення, осіб"], ["А-1", "Ремонт школи", None, None])
    assert row["outcome"] == "unchanged"
    [_, row] = take(["Код", "Назва", "Вартість", "Кількість осіб"], ["А-1", "Ремонт школи", "потребує уточнення", 40])
    assert row["changes"] == {"beneficiaries": [None, 40], "cost_total": [5, None]}


def test_a_code_that_comes_later_is_given_to_the_same_measure(plan, take):
    take(["Назва", "Вартість"], ["Ремонт школи", 5])
    [_, row] = take(["Код", "Назва", "Вартість"], ["А-1", "Ремонт школи", 5])
    assert (row["outcome"], row["changes"]) == ("changed", {"code": [None, "А-1"]})
    take(["Назва", "Вартість"], ["Ремонт школи", 5])
    assert [measure["code"] for measure in plan.rows("measure")] == ["А-1"]


def test_a_code_typed_with_latin_letters_is_the_same(plan, take):
    take(["Код", "Назва", "Вартість"], ["ОСВ-01", "Ремонт школи", 5])
    take(["Код", "Назва", "Вартість"], ["OCB – 01", "Ремонт школи і спортзалу", 5])
    assert [measure["title_uk"] for measure in plan.rows("measure")] == ["Ремонт школи і спортзалу"]


def test_equal_titles_of_two_codes_are_two_measures(plan, take):
    take(["Код", "Назва", "Вартість"], ["А-1", "Ремонт школи", 5], ["А-2", "Ремонт школи", 6])
    take(["Код", "Назва", "Вартість"], ["А-3", "Ремонт школи", 7])
    assert [measure["code"] for measure in plan.rows("measure")] == ["А-1", "А-2", "А-3"]


def test_planned_money_follows_the_table_and_committed_money_stays(plan, take):
    take(HEADER, ["А-1", "Ремонт школи", 5, 2, 3])
    measure = plan.row("measure", code="А-1")["measure_id"]
    with plan.transaction():
        payment = {"measure_id": measure, "amount": 9, "currency": "UAH", "state": "committed"}
        plan.insert("funding", [payment])
    [_, row] = take(HEADER, ["А-1", "Ремонт школи", 5, 5, None])
    assert row["changes"] == {"funding local": [2, 5], "funding state": [3, None]}
    amounts = {(row["state"], row["amount"]) for row in plan.rows("funding", measure_id=measure)}
    assert amounts == {("planned", 5), ("committed", 9)}


@pytest.mark.parametrize("cell", ["1.2", 1.2, "Операційна ціль 1.2. Укриття", "2.1; 1.2"])
def test_goals_are_found_in_a_cell(plan, take, cell):
    with plan.transaction():
        [document] = plan.insert("document", [{"kind": "KIR", "title_uk": "Концепція"}])
        [goal] = plan.insert(
            "goal", [{"doc_id": document, "code": "1.2", "level": "operational_goal", "title_uk": "Укриття"}]
        )
    take(["Назва", "Вартість", "Операційна ціль"], ["Ремонт укриття", 5, cell])
    take(["Назва", "Вартість", "Операційна ціль"], ["Ремонт укриття", 5, cell])
    assert [link["goal_id"] for link in plan.rows("measure_goal")] == [goal]


def test_one_bad_row_does_not_stop_the_others(plan, take):
    rows = take(HEADER, ["А-1", "Ремонт школи", -5, None, None], ["А-2", "Ремонт даху", 5, 5, None])
    assert [row["outcome"] for row in rows] == ["header", "refused", "taken"]


def test_sums_that_differ_are_findings_until_they_are_mended(plan, take):
    take(HEADER, ["А-1", "Ремонт школи", 2_000_000, 5, None], ["Разом", None, 7_000_000, None, None])
    measure = plan.row("measure", code="А-1")["measure_id"]
    assert [(row["rule"], row["entity_id"], row["message_uk"], row["message_en"]) for row in plan.rows("finding")] == [
        (
            "funds_differ_from_cost",
            measure,
            "Сума за джерелами 5, а вартість 2\u00a0000\u00a0000.",
            "Its funds sum to 5, its cost is 2,000,000.",
        ),
        (
            "total_differs",
            None,
            "Аркуш «Sheet», рядок 3: У підсумку 7\u00a0000\u00a0000, а сума його рядків 2\u00a0000\u00a0000.",
            "Sheet «Sheet», row 3: The total says 7,000,000, its rows sum to 2,000,000.",
        ),
    ]
    take(HEADER, ["А-1", "Ремонт школи", 2_000_000, 2_000_000, None], ["Разом", None, 2_000_000, None, None])
    assert plan.rows("finding") == []
