"""A second import: what a table states is taken over, what people wrote stays."""

from __future__ import annotations

import openpyxl
import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.intake.decisions import Decisions, decisions_from
from vidnova.planning.intake.differences import differences
from vidnova.planning.intake.measures import read_measures
from vidnova.planning.intake.merge import store_measures
from vidnova.planning.intake.tables import read_sheet

DOCUMENT = {"kind": "PKV", "title_uk": "Програма"}
HEADER = ["Код", "Назва заходу", "Вартість, грн", "місцевий бюджет", "державний бюджет"]


@pytest.fixture
def take(plan, tmp_path):
    def store(*rows, name="a.xlsx", **decided):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
        preview = decided.pop("preview", False)
        readings = [read_measures(read_sheet(tmp_path / name))]
        decisions = Decisions(**decided)
        run = store_measures(plan, readings, DOCUMENT, tmp_path / name, decisions=decisions, preview=preview)
        store.differences = [(d.outcome, d.code, d.field, d.there, d.stated, d.taken) for d in differences(run)]
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


SMALL = ["Код", "Назва заходу", "Вартість, грн", "Кількість осіб"]
FIRST = ["А-1", "Ремонт школи", 5, 100]


def test_what_a_person_corrected_stays_while_the_table_says_the_same(plan, take):
    take(SMALL, FIRST)
    edit(plan, "А-1", cost_total=6)
    [_, row] = take(SMALL, FIRST)
    assert (row["outcome"], row["changes"], row["kept"]) == ("unchanged", None, {"cost_total": [6, 5]})
    assert row["message"] == "Cost stays «6» as in the plan; the table says «5»."
    assert take.differences == [("unchanged", "А-1", "cost_total", "6", "5", False)]
    [_, row] = take(SMALL, ["А-1", "Ремонт школи", 5, 120])
    assert row["changes"] == {"beneficiaries": [100, 120]}
    assert plan.row("measure", code="А-1")["cost_total"] == 6


def test_where_both_have_changed_the_table_is_taken_and_the_row_says_so(plan, take):
    take(SMALL, FIRST)
    edit(plan, "А-1", cost_total=6)
    [_, row] = take(SMALL, ["А-1", "Ремонт школи", 7, 100])
    assert row["changes"] == {"cost_total": [6, 7]}
    assert row["message"] == "Cost was changed in the plan to «6»; the table's «7» is taken."


def test_what_a_person_emptied_stays_empty(plan, take):
    take(SMALL, FIRST)
    edit(plan, "А-1", beneficiaries=None)
    take(SMALL, FIRST)
    assert plan.row("measure", code="А-1")["beneficiaries"] is None


@pytest.mark.parametrize(
    ("decided", "cost", "people"),
    [
        ({"changes": "table"}, 5, 120),
        ({"changes": "plan"}, 6, 100),
        ({"changes": "plan", "single": {"a-1": {"beneficiaries": "table"}}}, 6, 120),
        ({"single": {"А-1": "plan"}}, 6, 100),
        ({"single": {"Ремонт школи": {"cost_total": "table"}}}, 5, 120),
    ],
)
def test_the_user_decides(plan, take, decided, cost, people):
    take(SMALL, FIRST)
    edit(plan, "А-1", cost_total=6)
    take(SMALL, ["А-1", "Ремонт школи", 5, 120], **decided)
    measure = plan.row("measure", code="А-1")
    assert (measure["cost_total"], measure["beneficiaries"]) == (cost, people)


def test_planned_money_that_a_person_corrected_stays_while_the_table_says_the_same(plan, take):
    take(HEADER, ["А-1", "Ремонт школи", 5, 2, 3])
    payment = next(row for row in plan.rows("funding") if row["amount"] == 3)
    with plan.transaction():
        plan.update("funding", payment["funding_id"], {"amount": 4})
    [_, row] = take(HEADER, ["А-1", "Ремонт школи", 5, 2, 3])
    assert row["outcome"] == "unchanged" and sorted(row["amount"] for row in plan.rows("funding")) == [2, 4]
    [_, row] = take(HEADER, ["А-1", "Ремонт школи", 5, 1, 4])
    assert row["changes"] == {"funding local": [2, 1]}
    take(HEADER, ["А-1", "Ремонт школи", 5, 3, 2], changes="plan")
    assert sorted(row["amount"] for row in plan.rows("funding")) == [1, 4]


def test_a_measure_that_is_gone_is_told_and_kept(plan, take):
    take(SMALL, FIRST, ["А-2", "Ремонт даху", 6, 10])
    rows = take(SMALL, FIRST)
    assert [row["outcome"] for row in rows] == ["header", "unchanged", "gone"]
    assert rows[2]["message"] == "«А-2» is no longer in the table: it stays in the plan."
    assert take.differences == [("gone", "А-2", "", "", "", False)]
    assert {row["code"]: row["status"] for row in plan.rows("measure")} == {"А-1": "proposed", "А-2": "proposed"}


def test_a_gone_measure_is_cancelled_or_removed_as_is_wanted(plan, take):
    take(SMALL, FIRST, ["А-2", "Ремонт даху", 6, 10])
    take(SMALL, FIRST, gone="cancel")
    assert plan.row("measure", code="А-2")["status"] == "cancelled"
    take(SMALL, FIRST, gone="remove")
    assert [row["code"] for row in plan.rows("measure")] == ["А-1"]


def test_what_is_attached_is_never_removed(plan, take):
    take(SMALL, FIRST, ["А-2", "Ремонт даху", 6, 10])
    with plan.transaction():
        found = {"measure_id": plan.row("measure", code="А-2")["measure_id"], "layer_source": "a.gpkg"}
        evidence = {"object_key": "1", "role": "affects", "method": "name", "review": "automatic"}
        plan.insert("measure_object", [{**found, **evidence}])
    [*_, row] = take(SMALL, FIRST, gone="remove")
    assert "cancelled, not removed, since «Measure attached to a feature»" in row["message"]
    assert plan.row("measure", code="А-2")["status"] == "cancelled" and len(plan.rows("measure_object")) == 1


def test_measures_of_another_file_of_the_document_are_not_gone(plan, take):
    take(SMALL, FIRST)
    take(SMALL, ["Б-1", "Ремонт даху", 6, 10], name="b.xlsx")
    assert [row["outcome"] for row in take(SMALL, FIRST)] == ["header", "unchanged"]


def test_an_edition_under_another_name_is_compared_with_the_whole_document(plan, take):
    take(SMALL, FIRST, ["А-2", "Ремонт даху", 6, 10])
    assert [row["outcome"] for row in take(SMALL, FIRST, name="2027.xlsx")] == ["header", "unchanged", "gone"]


def test_a_preview_writes_nothing(plan, take):
    take(SMALL, FIRST, ["А-2", "Ремонт даху", 6, 10])
    before = {table: plan.rows(table) for table in ("measure", "funding", "run", "import_row", "document", "fund")}
    take(SMALL, ["А-1", "Ремонт школи", 7, 100], ["А-3", "Ремонт їдальні", 1, 1], gone="remove", preview=True)
    assert take.differences == [
        ("changed", "А-1", "cost_total", "5", "7", True),
        ("taken", "А-3", "", "", "", True),
        ("gone", "А-2", "", "", "", False),
    ]
    assert before == {table: plan.rows(table) for table in before}


@pytest.mark.parametrize("given", [["А-1"], {"А-1": "keep"}, {"А-1": {"cost_total": 5}}])
def test_decisions_of_another_form_are_refused(given):
    with pytest.raises(PlanError, match="«table» or «plan»"):
        decisions_from("merge", "keep", given)
