from __future__ import annotations

import copy

import pytest
from vidnova.planning.errors import Cancelled
from vidnova.planning.progress import Progress

FIRST = {
    "uri": "https://example.org/1",
    "projects": [
        {
            "id": "oc4ids-abc123-1",
            "title": "Школа",
            "description": "Дах",
            "budget": {
                "amount": {"amount": 10, "currency": "UAH"},
                "budgetBreakdowns": [
                    {"id": "y", "budgetBreakdown": [{"id": "1", "amount": {"amount": 10, "currency": "UAH"}}]}
                ],
            },
        },
        {"id": "oc4ids-abc123-2", "title": "Лікарня"},
    ],
}


def outcomes(run):
    return [row["outcome"] for row in run.results["import_row"]]


def test_the_same_file_changes_nothing(plan, read):
    read(plan, FIRST)
    before = [plan.rows(name) for name in ("measure", "funding", "exchange_record")]
    assert outcomes(read(plan, FIRST)) == ["unchanged", "unchanged"]
    assert [plan.rows(name) for name in ("measure", "funding", "exchange_record")] == before


def test_what_has_changed_in_the_file_is_taken_and_edits_in_the_plan_stay(plan, read):
    read(plan, FIRST)
    [school, _] = plan.rows("measure")
    with plan.transaction():
        plan.update("measure", school["measure_id"], {"description": "Дах і вікна", "settlement": "Вербівка"})
    second = copy.deepcopy(FIRST)
    second["projects"][0]["title"] = "Ліцей"
    second["projects"][0]["budget"]["budgetBreakdowns"][0]["budgetBreakdown"][0]["amount"]["amount"] = 7
    second["projects"].append({"id": "oc4ids-abc123-3", "title": "Котельня"})
    run = read(plan, second)
    assert outcomes(run) == ["changed", "unchanged", "taken"]
    [row, *_] = run.results["import_row"]
    assert row["changes"] == {"title_uk": ["Школа", "Ліцей"]} and "Changed: budget." in row["message"]
    now = plan.rows("measure")[0]
    assert (now["title_uk"], now["description"], now["settlement"]) == ("Ліцей", "Дах і вікна", "Вербівка")
    assert now["measure_id"] == school["measure_id"]
    assert [row["amount"] for row in plan.rows("funding")] == [7]


def test_where_both_have_changed_the_file_is_taken_and_it_is_told(plan, read):
    read(plan, FIRST)
    [school, _] = plan.rows("measure")
    with plan.transaction():
        plan.update("measure", school["measure_id"], {"title_uk": "Гімназія"})
    second = copy.deepcopy(FIRST)
    second["projects"][0]["title"] = "Ліцей"
    [row, _] = read(plan, second).results["import_row"]
    assert row["changes"] == {"title_uk": ["Гімназія", "Ліцей"]} and "both changed" in row["message"]


def test_a_plan_that_reads_its_own_package_stays_as_it_is(rich_plan, read, write):
    package = write(rich_plan)
    tables = ("measure", "funding", "fund", "cost_item", "indicator", "dependency", "document", "measure_goal")
    before = {name: sorted(rich_plan.rows(name), key=str) for name in tables}
    assert outcomes(read(rich_plan, package)) == ["unchanged"] * 3
    after = {name: sorted(rich_plan.rows(name), key=str) for name in tables}
    assert after == before and write(rich_plan) == package


def test_what_a_partner_changed_in_our_package_comes_back(rich_plan, read, write):
    package = write(rich_plan)
    package["projects"][1]["status"] = "preparation"
    package["projects"][1]["budget"]["amount"]["amount"] = 26_000_000
    package["projects"][1]["purpose"] = "Безпека"
    read(rich_plan, package)
    row = rich_plan.rows("measure")[1]
    assert (row["status"], row["cost_total"], row["rationale"]) == ("in_preparation", 26_000_000, "Безпека")
    assert write(rich_plan) == package


def test_a_deleted_measure_comes_back_with_the_file(plan, read, write):
    read(plan, FIRST)
    with plan.transaction():
        plan.delete("measure", title_uk="Лікарня")
    assert outcomes(read(plan, FIRST)) == ["unchanged", "taken"]
    assert write(plan) == FIRST


def test_a_package_of_other_projects_is_headed_by_the_plan(plan, read, write):
    read(plan, FIRST)
    with plan.transaction():
        plan.insert("measure", [{"title_uk": "Власний", "place_state": "unknown"}])
    package = write(plan)
    assert package["publisher"] == {"name": "Тестова громада"} and package["uri"].startswith("urn:uuid:")
    assert package["projects"][0] == FIRST["projects"][0]


def test_one_identifier_in_two_projects_does_not_clash(plan, read, write):
    same = "1b671a64-40d5-491e-99b0-da01ff1f3341"
    place = {"id": same, "geometry": {"type": "Point", "coordinates": [36.2, 49.9]}}
    package = {"projects": [{"id": f"{name}-{same}", "title": name, "locations": [place]} for name in "ab"]}
    read(plan, package)
    assert len(plan.rows("measure")) == len(plan.rows("measure_point")) == 2 and write(plan) == package


def test_a_stop_leaves_the_plan_as_it_was(plan, read):
    steps = iter([False] * 6)
    with pytest.raises(Cancelled):
        read(plan, FIRST, progress=Progress(cancelled=lambda: next(steps, True)))
    assert plan.rows("measure") == plan.rows("exchange_record") == []
