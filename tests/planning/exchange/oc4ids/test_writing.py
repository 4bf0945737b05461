from __future__ import annotations

import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.exchange.formats import loss_words
from vidnova.planning.plan.runs import RunRecord, store_run


@pytest.fixture
def project(rich_plan, write):
    return write(rich_plan)["projects"][1]


def test_the_standard_fields_say_what_the_measure_says(project):
    assert project["title"] == "Капітальний ремонт ліцею № 3"
    assert project["purpose"] == "Діти вчаться в дві зміни"
    assert (project["status"], project["type"], project["sector"]) == (
        "identification",
        "rehabilitation",
        ["education", "energy"],
    )
    assert project["implementationPeriod"] == {
        "startDate": "2027-01-01T00:00:00Z",
        "endDate": "2028-12-31T23:59:59Z",
        "durationInDays": 548,
    }
    assert {"id": "DREAM-UA-230125-ABCDEF12", "scheme": "DREAM"} in project["identifiers"]
    assert project["publicAuthority"] == {"id": "UA-EDR-02145010", "name": "Відділ освіти"}
    authority = next(party for party in project["parties"] if "publicAuthority" in party["roles"])
    assert authority["identifier"] == {"scheme": "UA-EDR", "id": "02145010", "legalName": "Відділ освіти"}
    assert project["social"] == {"consultationMeetings": [{"id": "Протокол № 7"}]}


def test_places_are_longitude_first_with_address_and_katottg(project):
    point, polygon, parcel = project["locations"]
    longitude, latitude = point["geometry"]["coordinates"]
    assert abs(longitude - 36.2304) < 2e-5 and abs(latitude - 49.9935) < 2e-5
    assert point["gazetteer"] == {"scheme": "UA-CATOTTG", "identifiers": ["UA63120270000028556"]}
    assert point["address"] == {"streetAddress": "вул. Шкільна, 3", "locality": "с. Вербівка"}
    assert polygon["geometry"]["type"] == "MultiPolygon"
    assert parcel["gazetteer"]["identifiers"] == ["6310100000:01:001:0001"]


def test_money_is_broken_down_by_state_fund_and_year(project):
    assert project["budget"]["amount"] == {"amount": 25_000_000.5, "currency": "UAH"}
    assert project["budget"]["description"] == "У цінах 2026 року."
    groups = {group["id"]: group["budgetBreakdown"] for group in project["budget"]["budgetBreakdowns"]}
    assert {name: len(items) for name, items in groups.items()} == {
        "committed": 1,
        "planned": 1,
        "funding": 4,
        "costs": 1,
    }
    [item] = groups["committed"]
    assert item["amount"] == {"amount": 5_000_000, "currency": "UAH"}
    assert item["period"] == {"startDate": "2027-01-01T00:00:00Z", "endDate": "2027-12-31T23:59:59Z"}
    assert item["sourceParty"] == {"id": "fund-local", "name": "Місцевий бюджет"}
    named = {party["id"] for party in project["parties"]}
    assert all(
        each["sourceParty"]["id"] in named for items in groups.values() for each in items if "sourceParty" in each
    )


def test_goals_people_indicators_and_links_are_named(project):
    assert project["policyAlignment"] == {"policies": ["SDG"], "description": "Цілі: 2.1 Навчання наживо."}
    targets = [(each["scheme"], each["id"]) for each in project["additionalClassifications"] if "sdg" in each["scheme"]]
    assert targets == [("sdg", "4"), ("sdgTarget", "4.a")]
    assert [each["numberOfPeople"] for each in project["benefits"][0]["beneficiaries"]] == [812, 57]
    [now] = [metric for metric in project["metrics"] if metric["title"] == "Місць у ліцеї"]
    assert [each["measure"] for each in now["observations"]] == [400]
    [later] = [metric for metric in project["forecasts"] if metric["title"] == "Місць у ліцеї"]
    assert [(each["id"], each["measure"]) for each in later["observations"]] == [("ind_pr", 500.5), ("ind_ext", 600)]
    assert [each["relationship"] for each in project["relatedProjects"]] == [
        "partOf",
        "requires",
        "excludes",
        "synergy",
        "phase_after",
    ]
    assert project["documents"][0]["title"] == "Програма 2026"


def test_identifiers_begin_with_the_prefix_and_a_local_one_is_told(rich_plan, write):
    local = write(rich_plan)
    assert all(project["id"].startswith("local-") for project in local["projects"])
    assert "register a prefix" in write.report.remarks[0]
    registered = write(rich_plan, prefix="oc4ids-abc123")
    ids = [project["id"] for project in registered["projects"]]
    assert ids == [f"oc4ids-abc123-{row['measure_id']}" for row in rich_plan.rows("measure")]
    assert write.report.remarks == []


def test_only_the_programme_can_be_written_with_its_payments(rich_plan, write, problems):
    _, first, other = [row["measure_id"] for row in rich_plan.rows("measure")]
    fund = rich_plan.rows("fund")[0]["fund_id"]
    run = RunRecord("portfolio", {})
    run.results = {
        "programme_item": [{"measure_id": first, "chosen": False}, {"measure_id": other, "chosen": True, "cost": 9}],
        "draw_down": [{"measure_id": other, "fund_id": fund, "year": 2027, "amount": 9}],
    }
    with rich_plan.transaction():
        store_run(rich_plan, run)
    package = write(rich_plan, run_id=run.run_id, only_chosen=True)
    assert problems(package) == []
    [project] = package["projects"]
    [group] = project["budget"]["budgetBreakdowns"]
    assert group["id"] == "programme" and group["budgetBreakdown"][0]["amount"] == {"amount": 9, "currency": "UAH"}
    with pytest.raises(PlanError, match="no run with a programme"):
        write(rich_plan, only_chosen=True)


def test_what_cannot_be_carried_is_told_field_by_field(rich_plan, write):
    [_, row, _] = rich_plan.rows("measure")
    changes = {"priority_class": "A", "risk_note": "Обстріли", "title_en": "Repair", "beneficiaries": 812.5}
    with rich_plan.transaction():
        rich_plan.update("measure", row["measure_id"], changes)
    write(rich_plan)
    told = {loss.field: loss.records for loss in write.report.losses}
    assert {name: told[f"measure.{name}"] for name in changes} == dict.fromkeys(changes, 1)
    assert told["goal"] == 1 and told["measure_point.origin"] == 1
    assert "measure.description" not in told and "measure.updated_by" not in told
    assert loss_words("measure.risk_note") == "Measure: Risks"


def test_an_empty_plan_is_no_package(plan, write):
    with pytest.raises(PlanError, match="no measure to write"):
        write(plan)
