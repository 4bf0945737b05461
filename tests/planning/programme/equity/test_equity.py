from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.errors import PlanError
from vidnova.planning.features import FeatureTable
from vidnova.planning.language import language
from vidnova.planning.programme.equity.equity import areas_of_kind, equity_of_run, keep_facts, outlines_of
from vidnova.planning.programme.equity.facts import Facts, damage_of_plan, people_in_areas
from vidnova.planning.programme.equity.picture import equity_picture
from vidnova.planning.programme.equity.sentences import equity_sentences

# 400 + 150; 150 + 300 + 45; 45; 0
MONEY = {"D1": 550, "D2": 495, "D3": 45, "D4": 0}
# 500 + 100; 100 + 50; no one known; no measure
SERVED = {"D1": 600, "D2": 150, "D3": None, "D4": 0}


def by_code(lines, name):
    return {line.code: getattr(line, name) for line in lines}


def damage(plan, **amounts):
    return Facts(
        damage={row["area_id"]: amounts[row["code"]] for row in plan.rows("focus_area") if row["code"] in amounts}
    )


def test_money_and_people_by_district_are_as_by_hand(programme):
    equity = equity_of_run(*programme)
    assert by_code(equity.areas, "money") == pytest.approx(MONEY)
    assert by_code(equity.areas, "beneficiaries") == SERVED
    assert by_code(equity.areas, "measures") == {"D1": 2, "D2": 3, "D3": 1, "D4": 0}
    assert by_code(equity.areas, "per_head") == pytest.approx({"D1": 0.55, "D2": 0.165, "D3": 0.01125, "D4": 0})
    assert equity.areas[0].quotient == pytest.approx((550 / 1090) / (1000 / 10000))
    assert by_code(equity.areas, "people_share") == {"D1": 0.1, "D2": 0.3, "D3": 0.4, "D4": 0.2}
    assert {line.kind: line.money for line in equity.others} == {
        "community_wide": 500,
        "outside": 70,
        "place_unknown": 60,
    }


def test_no_money_is_lost(programme):
    for spread in (False, True):
        equity = equity_of_run(*programme, spread=spread)
        assert sum(line.money for line in (*equity.areas, *equity.others)) == pytest.approx(equity.money) == 1720


def test_gini_and_its_curve_by_hand(programme):
    """Per head D4 < D3 < D2 < D1; running shares of people .2 .6 .9 1, of money 0, 45, 540, 1090 of 1090."""
    equity = equity_of_run(*programme)
    assert [point for pair in equity.curve for point in pair] == pytest.approx(
        [0, 0, 0.2, 0, 0.6, 45 / 1090, 0.9, 540 / 1090, 1, 1]
    )
    below = 0.4 * 22.5 + 0.3 * 292.5 + 0.1 * 815
    assert equity.gini == pytest.approx(1 - 2 * below / 1090)


def test_money_for_the_whole_community_is_spread_by_people_if_asked(programme):
    equity = equity_of_run(*programme, spread=True)
    assert by_code(equity.areas, "money") == pytest.approx({"D1": 600, "D2": 645, "D3": 245, "D4": 100})
    assert by_code(equity.areas, "spread") == pytest.approx({"D1": 50, "D2": 150, "D3": 200, "D4": 100})
    assert by_code(equity.areas, "beneficiaries") == pytest.approx({"D1": 700, "D2": 450, "D3": 400, "D4": 200})
    assert [line.kind for line in equity.others] == ["outside", "place_unknown"]


def test_an_unknown_population_is_told_and_never_zero(programme):
    plan, run = programme
    with plan.transaction():
        plan.update("focus_area", plan.row("focus_area", code="D1")["area_id"], {"population": None})
    equity = equity_of_run(plan, run, spread=True)
    first = equity.areas[0]
    assert (first.people, first.per_head, first.quotient, first.money_share) == (None,) * 4 and first.money == 550
    assert equity.areas[1].money_share == pytest.approx(495 / 540)
    assert {"equity_population_unknown", "equity_not_spread"} <= {found["rule"] for found in equity.findings}
    assert next(line for line in equity.others if line.kind == "community_wide").money == 500
    assert equity.groups[0].people is None


def test_much_damage_and_nothing_chosen_is_warned_of_in_both_languages(programme):
    """The 75th percentile of 10, 20, 30, 90 is 45."""
    plan, run = programme
    equity = equity_of_run(plan, run, facts=damage(plan, D1=10, D2=20, D3=30, D4=90))
    assert equity.threshold == pytest.approx(45)
    assert [line.code for line in equity.neglected] == ["D4"]
    [found] = [f for f in equity.findings if f["rule"] == "equity_damage_without_measure"]
    assert "«Район D4»" in found["message_uk"] and "«D4»" in found["message_en"] and found["severity"] == "warning"
    assert found["entity_id"] == plan.row("focus_area", code="D4")["area_id"]


@pytest.mark.parametrize(
    "amounts", [{"D1": 90, "D2": 10, "D3": 10, "D4": 20}, dict.fromkeys(("D1", "D2", "D3", "D4"), 7)]
)
def test_districts_that_get_something_or_are_no_worse_than_others_are_not_warned_of(programme, amounts):
    plan, run = programme
    equity = equity_of_run(plan, run, facts=damage(plan, **amounts))
    assert equity.neglected == () and equity.threshold is not None


def test_without_damage_no_one_is_called_neglected(programme):
    equity = equity_of_run(*programme)
    assert equity.threshold is None and equity.neglected == () and equity.concentration is None


def test_money_reaches_groups_by_their_part_of_those_served(programme):
    """IDPs are 1/4, 1/10 and 0 of those whom А-1, А-2 and А-3 serve: 100 + 30 of 1000; А-5 is for all, of whom no
    number is known."""
    equity = equity_of_run(*programme)
    everyone, idp = equity.groups
    assert (everyone.key, everyone.people, everyone.money) == ("all", 10000, 1720)
    assert idp.told == pytest.approx(1000 / 1720)
    assert (idp.money, idp.measures, idp.money_share) == (pytest.approx(130), 2, pytest.approx(0.13))
    assert idp.quotient is None and idp.people is None


def test_a_measure_for_everyone_reaches_groups_as_they_live(programme):
    facts = Facts(groups={"all": 10000.0, "idp": 2000.0})
    idp = equity_of_run(*programme, facts=facts).groups[1]
    assert idp.money == pytest.approx(100 + 30 + 500 * 0.2)
    assert idp.quotient == pytest.approx((230 / 1500) / 0.2)
    assert idp.beneficiaries == pytest.approx(50 + 10 + 0 + 1000 * 0.2)


def test_a_group_known_for_little_of_the_money_is_unknown(programme):
    older = equity_of_run(*programme, facts=Facts(groups={"all": 10000.0, "older": 3000.0})).groups[2]
    assert (older.key, older.people_share, older.told) == ("older", 0.3, pytest.approx(500 / 1720))
    assert (older.money, older.beneficiaries, older.quotient, older.measures) == (None,) * 4


def test_settlements_are_one_however_they_are_written(programme):
    lines = equity_of_run(*programme).settlements
    assert {line.name_uk: (line.money, line.measures) for line in lines} == {
        "м. Вербівка": (300, 1),
        "с. Калинівка": (700, 2),
        "": (220, 3),
    }
    with language("uk"):
        assert lines[-1].name == "Населений пункт невідомий"


def test_what_was_given_is_kept_with_the_run(programme):
    plan, run = programme
    given = Facts({}, {"all": 10000.0, "idp": 2000.0}, damage(plan, D1=1, D2=2, D3=3, D4=9).damage)
    keep_facts(plan, run, "planning_district", given, True)
    kept = plan.row("run", run_id=run["run_id"])
    assert equity_of_run(plan, kept) == equity_of_run(plan, run, "planning_district", given, True)


def test_areas_that_the_plan_does_not_have_are_asked_for(programme):
    with pytest.raises(PlanError, match="«Investment area»"):
        equity_of_run(*programme, kind="invest_area")


def test_damage_of_the_plan_counts_where_no_layer_is_given(programme):
    plan, run = programme
    places = [(3500, 0.5), (3500, 0.4), (500, 0.2), (1500, None)]
    with plan.transaction():
        plan.insert("damage_site", [{"loss_ratio": loss, "geom": shapely.Point(x, 500).wkb} for x, loss in places])
    found = damage_of_plan(plan, outlines_of(areas_of_kind(plan, "planning_district")))
    assert list(found.values()) == pytest.approx([0.2, 0, 0, 0.9])
    assert [line.code for line in equity_of_run(plan, run).neglected] == ["D4"]


def test_people_of_a_layer_count_where_their_middle_lies(programme):
    plan, _ = programme
    outlines = outlines_of(areas_of_kind(plan, "planning_district"))
    houses = [shapely.box(x, 10, x + 20, 30) for x in (100, 995, 1500, 2500, 9000)] + [None]
    layer = FeatureTable(
        "будинки",
        "",
        "EPSG:6386",
        {"n": [10, 20, 30, None, 5, 7], "idp": [1, None, 3, 4, 5, 6]},
        [None if house is None else house.wkb for house in houses],
    )
    sums, totals, findings = people_in_areas(layer, {"all": "n", "idp": "idp"}, outlines)
    assert sums == {plan.row("focus_area", code=code)["area_id"]: n for code, n in (("D1", 10), ("D2", 50))}
    assert totals == {"all": 72, "idp": 19}
    assert {found["rule"] for found in findings} == {"layer_without_geometry", "equity_people_unknown"}
    said = next(found["message_en"] for found in findings if found["rule"] == "equity_people_unknown")
    assert "Everyone – 1, Displaced people – 1" in said


def test_parts_of_a_measure_tell_where_it_lies(programme):
    """А-7 has no place of its own; one part of 30 lies in D3, one of 10 in D4."""
    plan, run = programme
    whole = plan.row("measure", code="А-7")["measure_id"]
    with plan.transaction():
        for cost, code in ((30, "D3"), (10, "D4")):
            row = {"title_uk": "Частина", "place_state": "placed", "parent_id": whole, "cost_total": cost}
            [part] = plan.insert("measure", [row])
            area = plan.row("focus_area", code=code)["area_id"]
            link = {"measure_id": part, "area_id": area, "share": 1, "method": "place", "review": "automatic"}
            plan.insert("measure_area", [link])
    assert by_code(equity_of_run(plan, run).areas, "money") == pytest.approx({**MONEY, "D3": 45 + 52.5, "D4": 17.5})


def test_a_link_that_no_one_confirmed_does_not_count(programme):
    plan, run = programme
    with plan.transaction():
        for row in plan.rows("measure_area", area_id=plan.row("focus_area", code="D1")["area_id"]):
            plan.update("measure_area", row["link_id"], {"review": "to_review"})
    equity = equity_of_run(plan, run)
    assert equity.areas[0].money == 0 and equity.areas[0].measures == 0
    assert equity.money == 1720


def test_a_chosen_measure_without_cost_is_told(programme):
    plan, run = programme
    item = plan.row("programme_item", measure_id=plan.row("measure", code="А-1")["measure_id"])
    with plan.transaction():
        plan.update("programme_item", item["item_id"], {"cost": None})
    equity = equity_of_run(plan, run)
    assert "equity_cost_unknown" in {found["rule"] for found in equity.findings}
    assert equity.areas[0].money == 150


@pytest.mark.parametrize("code", ["uk", "en"])
def test_words_and_picture_are_in_the_language(programme, code):
    plan, run = programme
    equity = equity_of_run(plan, run, facts=damage(plan, D1=10, D2=20, D3=30, D4=90))
    with language(code):
        said = " ".join(equity_sentences(equity))
        drawn = equity_picture(equity).svg("x")
    assert ("Джині" in said) == (code == "uk") and ("Gini" in said) == (code == "en")
    assert drawn.startswith("<svg") and len(drawn) < 150_000


def test_a_programme_without_money_has_no_picture(programme):
    plan, run = programme
    with plan.transaction():
        plan.delete("programme_item", run_id=run["run_id"])
    equity = equity_of_run(plan, run)
    assert equity.gini is None and equity_picture(equity) is None
    assert len(list(equity_sentences(equity))) == 1
    assert np.isclose(equity.money, 0)
