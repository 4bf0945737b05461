from __future__ import annotations

import copy
import json

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vidnova.planning.exchange.oc4ids.losses import carried
from vidnova.planning.exchange.oc4ids.package import VERSION
from vidnova.planning.plan.schema import codes, tables

PACKAGES = ("example.json", "lib-cove-fixtures/example-data.json", "lib-cove-fixtures/example-additional-checks.json")
LOST = {line["field"] for line in carried() if line["table"] == "measure" and not line["where"]}


def carried_fields(table):
    return [line["field"] for line in carried() if line["table"] == table and line["where"]]


def test_every_field_goes_somewhere_or_has_a_reason():
    for table in {line["table"] for line in carried() if line["field"]}:
        listed = [line for line in carried() if line["table"] == table]
        assert [line["field"] for line in listed] == list(tables()[table].field_names)
        assert all(bool(line["where"]) != bool(line["reason"]) for line in listed)


def test_a_plan_comes_back_field_by_field(rich_plan, new_plan, write, read):
    package = write(rich_plan)
    with new_plan("back.gpkg") as back:
        read(back, package)
        for table in ("measure", "funding", "cost_item", "indicator", "dependency", "document"):
            fields = carried_fields(table)
            key = tables()[table].key
            left = {row[key]: {name: row[name] for name in fields} for row in rich_plan.rows(table)}
            right = {row[key]: {name: row[name] for name in fields} for row in back.rows(table)}
            if table == "funding":
                codes_of = [{row["fund_id"]: row["code"] for row in plan.rows("fund")} for plan in (rich_plan, back)]
                for rows, names in zip((left, right), codes_of):
                    for row in rows.values():
                        row["fund_id"] = names.get(row["fund_id"])
            assert left == right
        assert write(back) == package


def test_places_come_back_within_a_millimetre(rich_plan, new_plan, write, read):
    package = write(rich_plan)
    with new_plan("back.gpkg") as back:
        read(back, package)
        for table in ("measure_point", "measure_polygon"):
            [was], [now] = rich_plan.rows(table), back.rows(table)
            assert now["place_id"] == was["place_id"] and now["note"] == was["note"]
            assert shapely.hausdorff_distance(*shapely.from_wkb([was["geom"], now["geom"]])) < 0.001


def test_what_is_written_is_valid(rich_plan, write, problems):
    package = write(rich_plan)
    assert problems(package) == []
    assert package["version"] == VERSION and len(package["projects"]) == 3


@pytest.mark.parametrize("name", PACKAGES)
def test_a_foreign_package_is_written_as_it_came(name, new_plan, write, read, standard):
    with new_plan() as plan:
        read(plan, standard / name)
        assert write(plan) == json.loads((standard / name).read_text("utf-8"))
        assert write(plan, language="en") == json.loads((standard / name).read_text("utf-8"))


def test_an_edit_in_the_plan_reaches_the_foreign_package_and_nothing_else_does(new_plan, write, read, standard):
    package = json.loads((standard / "example.json").read_text("utf-8"))
    expected = copy.deepcopy(package)
    project = expected["projects"][0]
    project["title"] = "Нова назва"
    project["budget"]["amount"] = {"amount": 1000, "currency": "UAH"}
    project["locations"][0]["address"]["locality"] = "Вербівка"
    project["implementationPeriod"]["endDate"] = "2019-12-31T23:59:59Z"
    with new_plan() as plan:
        read(plan, package)
        [measure] = plan.rows("measure")
        edits = {"title_uk": "Нова назва", "cost_total": 1000, "settlement": "Вербівка", "end_year": 2019}
        with plan.transaction():
            plan.update("measure", measure["measure_id"], {**edits, "currency": "UAH"})
        assert write(plan) == expected


def test_an_edited_payment_keeps_what_the_file_said_of_it(new_plan, write, read, standard):
    text = (standard / "example.json").read_text("utf-8").replace('"GBP"', '"EUR"')
    expected = json.loads(text)
    items = expected["projects"][0]["budget"]["budgetBreakdowns"][0]["budgetBreakdown"]
    with new_plan() as plan:
        read(plan, text)
        rows = plan.rows("funding")
        assert [(row["year"], row["amount"], row["currency"]) for row in rows] == [
            (int(item["id"]), item["amount"]["amount"], "EUR") for item in items
        ]
        with plan.transaction():
            plan.update("funding", rows[1]["funding_id"], {"amount": 7})
            plan.delete("funding", funding_id=rows[0]["funding_id"])
        items[1]["amount"]["amount"] = 7
        del items[0]
        assert write(plan)["projects"][0]["budget"] == expected["projects"][0]["budget"]


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)


@st.composite
def measures(draw):
    row = {"title_uk": draw(words), "place_state": draw(st.sampled_from(sorted(codes("place_state"))))}
    for field in tables()["measure"].fields:
        if field.name in {*LOST, "measure_id", "parent_id", "doc_id", "updated", "currency", *row} or draw(
            st.booleans()
        ):
            continue
        row[field.name] = draw(values_of(field))
    if row.get("cost_total") is not None:
        row["currency"] = draw(st.sampled_from(sorted(codes("currency"))))
    return row


def values_of(field):
    if field.codes:
        return st.sampled_from(sorted(codes(field.codes))).map(int if field.type == "integer" else str)
    if field.type == "boolean":
        return st.booleans()
    if field.type == "year":
        return st.integers(1991, 2100)
    if field.name == "duration_months":
        return st.integers(1, 4000).map(lambda tenths: tenths / 10)
    if "beneficiaries" in field.name:
        return st.integers(0, 10**7)
    if field.type in ("integer", "real"):
        high = int(field.check.split()[-1]) if field.check.startswith("BETWEEN") else 10**12
        return st.integers(0, high) if field.type == "integer" else st.floats(0, high)
    return (
        words.filter(lambda text: ";" not in text and text == text.strip()) if field.name == "oc4ids_sector" else words
    )


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(measures(), min_size=1, max_size=4))
def test_any_measures_come_back(rows, tmp_path_factory, new_plan, write, read, problems):
    folder = tmp_path_factory.mktemp("plans").name
    with new_plan(f"{folder}/one.gpkg") as one, new_plan(f"{folder}/two.gpkg") as two:
        with one.transaction():
            one.insert("measure", rows)
        package = write(one)
        assert problems(package) == []
        read(two, package)
        fields = [name for name in carried_fields("measure") if name != "currency"]
        assert [[row[name] for name in fields] for row in one.rows("measure")] == [
            [row[name] for name in fields] for row in two.rows("measure")
        ]
        assert write(two) == package
