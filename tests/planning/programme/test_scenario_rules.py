"""Every rule of a scenario's «programme» object, from JSON to the problem."""

from __future__ import annotations

import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.programme.inputs.prices import Prices
from vidnova.planning.programme.rules import Count, Pair, Quota
from vidnova.planning.programme.runner import solve_here
from vidnova.planning.programme.scenario import choice_of_scenario
from vidnova.planning.programme.solve import choose_programme

MILLION = 1_000_000
CRITERIA = [{"code": "people", "kind": "peopleserved"}]
YEARS = {"variant": "base", "first_year": 2026, "last_year": 2028}


class Village:
    """A plan file with four measures and a budget."""

    def __init__(self, plan) -> None:
        self.plan, self.ids = plan, {}
        with plan.transaction():
            [fund, other] = plan.insert("fund", [{"code": c, "name_uk": c} for c in ("local", "state")])
            rows = [(fund, year, 50) for year in (2026, 2027, 2028)] + [(other, 2026, 100)]
            plan.insert(
                "budget",
                [
                    {"variant": "base", "fund_id": f, "year": y, "amount": m * MILLION, "currency": "UAH"}
                    for f, y, m in rows
                ],
            )
            [area] = plan.insert("focus_area", [{"code": "D1", "name_uk": "Центр", "kind": "planning_district"}])
        self.measure("A", 20, sector="health", settlement="Село", ownership="municipal", stage=0, price_year=2025)
        self.measure("B", 30, sector="health", beneficiaries=500, idp_beneficiaries=40, stage=4, end_year=2027)
        self.measure("C", 40, sector="energy", opex_year=2 * MILLION, cofinancing_pct=25, status="adopted")
        self.measure("D", 10, cost_min=8 * MILLION, cost_max=15 * MILLION, duration_months=30)
        with plan.transaction():
            link = {"measure_id": self.ids["A"], "area_id": area, "method": "place", "review": "accepted"}
            plan.insert("measure_area", [link])

    def measure(self, code: str, millions: float, **fields) -> None:
        row = {"code": code, "title_uk": code, "place_state": "unknown", "cost_total": millions * MILLION, **fields}
        with self.plan.transaction():
            [self.ids[code]] = self.plan.insert("measure", [row])

    def link(self, first: str, second: str, kind: str) -> None:
        row = {"from_id": self.ids[first], "to_id": self.ids[second], "kind": kind}
        with self.plan.transaction():
            self.plan.insert("dependency", [row])

    def choice(self, counted=None, **programme):
        definition = {"name": "base", "criteria": CRITERIA, "budget": YEARS, "programme": programme}
        return choice_of_scenario(self.plan, definition, dict.fromkeys(self.ids.values(), 1.0), counted)

    def problem(self, **programme):
        return self.choice(**programme).problem

    def candidate(self, code: str, **programme):
        return self.problem(**programme).by_id[self.ids[code]]


@pytest.fixture
def village(plan) -> Village:
    return Village(plan)


def test_what_the_plan_says_of_a_measure_comes_along(village):
    first, second, third, fourth = village.problem().candidates
    assert (first.owner, first.settlement, first.areas) == ("municipal", "Село", {"D1"})
    assert second.people == {"all": 500, "idp": 40}
    assert (third.status, third.running_cost) == ("adopted", 2 * MILLION)
    assert fourth.cost_range == (0.8, 1.5)
    assert len(fourth.profile) == 3


def test_links_of_every_kind(village):
    a, b = village.ids["A"], village.ids["B"]
    for kind in ("requires", "after", "not_before", "same_start"):
        assert getattr(village.problem(**{kind: [["A", "B"]]}).rules, kind) == ((a, b),)


def test_counts_of_codes_and_of_groups(village):
    ids = village.ids
    rules = village.problem(
        groups={"clinics": ["A", "B"]},
        counts=[{"group": "clinics", "least": 1}, {"of": ["C", "D"], "most": 1}],
    ).rules
    clinics, other = rules.counts
    assert clinics == Count("clinics", frozenset([ids["A"], ids["B"]]), 1, None)
    assert other == Count("C, D", frozenset([ids["C"], ids["D"]]), 0, 1)
    assert village.candidate("A", groups={"clinics": ["A", "B"]}).groups == {"clinics"}


def test_quotas_in_money_and_in_people(village):
    floors = [{"area": "D1", "share": 0.1}]
    quotas = [
        {"sector": "health", "most_share": 0.5},
        {"group": "g", "counted": "idp", "least": 20},
        {"settlement": "Село", "most": 25 * MILLION},
    ]
    assert village.problem(groups={"g": ["B", "C"]}, floors=floors, quotas=quotas).rules.quotas == (
        Quota("area", "D1", least_share=0.1),
        Quota("sector", "health", most_share=0.5),
        Quota("group", "g", "idp", 20),
        Quota("settlement", "Село", most=25 * MILLION),
    )


def test_people_that_a_criterion_counts_stand_in_where_none_are_stated(village):
    counted = {"people": {village.ids["A"]: 120.4, village.ids["B"]: 9.0, village.ids["C"]: float("nan")}}
    choice = village.choice(
        counted, people={"all": "people"}, quotas=[{"sector": "health", "counted": "all", "least": 1}]
    )
    by_code = {candidate.code: candidate.people for candidate in choice.problem.candidates}
    assert (by_code["A"], by_code["B"]["all"], by_code["C"]) == ({"all": 120}, 500, {})
    [note] = choice.notes
    assert "unknown for 2 measures" in note["message_en"] and "C, D" in note["message_uk"]


def test_pairs_and_synergies_of_the_plan(village):
    village.link("C", "D", "synergy")
    found = village.problem(pairs=[{"first": "A", "second": "B", "saving": 5e6, "bonus": 0.2}], synergy_bonus=0.1)
    a, b, c, d = (village.ids[code] for code in "ABCD")
    one, other = found.rules.pairs
    assert one == Pair(a, b, 5 * MILLION, 0.2)
    assert ({other.first, other.second}, other.bonus) == ({c, d}, 0.1)
    assert village.problem().rules.pairs == ()


def test_funds_have_shares_owners_and_statuses(village):
    limits = {"least": 0.1, "owners": ["municipal"], "statuses": ["adopted", "funded"]}
    local, state = village.problem(funds={"local": limits, "state": {"most": 0.9}}).funds
    assert (local.least, local.owners, local.statuses) == (0.1, {"municipal"}, {"adopted", "funded"})
    assert state.most == 0.9


def test_a_measures_own_cofinancing_is_asked_of_the_fund_that_is_named(village):
    problem = village.problem(cofinancing_fund="local", funds={"local": {"least": 0.1}})
    assert problem.funds[0].share_of(problem.by_id[village.ids["C"]]) == (0.25, 1.0)
    assert problem.funds[0].share_of(problem.by_id[village.ids["A"]]) == (0.1, 1.0)


def test_readiness_and_ends_bound_the_start(village):
    assert village.candidate("A", lead_time={"0": 2}).earliest == 2028
    assert village.candidate("B", lead_time={"0": 2}).earliest == 2026
    assert village.candidate("D", lead_time={"unknown": 1}).earliest == 2027
    assert village.candidate("A", latest_end={"A": 2027}).latest == 2027
    assert village.candidate("B", keep_period=True).latest == 2027
    assert village.candidate("B").latest == 2028


def test_costs_follow_the_profile_to_the_last_hryvnia(village):
    assert village.candidate("A", profiles={"A": [60, 40]}).profile == (12 * MILLION, 8 * MILLION)
    thirds = village.candidate("D", profiles={"3": [1, 1, 1]}).profile
    assert sum(thirds) == 10 * MILLION and max(thirds) - min(thirds) <= 1


def test_prices_are_brought_to_the_first_year_and_rise_after_it(village):
    problem = village.problem(prices={"index": {"2026": 10, "2027": 5}, "base": 2024})
    assert problem.by_id[village.ids["A"]].cost == 22 * MILLION
    assert problem.index == {2026: 1.0, 2027: 1.05, 2028: 1.05}
    assert village.problem().index == {}


def test_a_price_level_is_the_product_of_the_growth_on_the_way():
    prices = Prices(2026, {2025: 20, 2026: 10, 2027: 5})
    assert prices.level(2024) == pytest.approx(1 / (1.2 * 1.1))
    assert prices.level(2027) == pytest.approx(1.05)
    assert prices.converted(100, 2024) == pytest.approx(132)
    assert prices.converted(100, None) == 100


def test_running_costs_under_a_ceiling_and_a_discount(village):
    problem = village.problem(running_ceiling=MILLION, discount=0.04)
    assert (problem.rules.running_ceiling, problem.discount) == (MILLION, 0.04)
    assert village.ids["C"] not in choose_programme(problem, solver=solve_here).starts
    [note] = village.choice(running_ceiling=MILLION).notes
    assert "A, B, D" in note["message_en"]


@pytest.mark.parametrize(
    ("programme", "sentence"),
    [
        ({"quotas": [{"least": 1}]}, "one of area, sector, group, settlement"),
        ({"quotas": [{"sector": "healing"}]}, "names sector «healing»"),
        ({"quotas": [{"sector": "health", "least": 5, "most": 1}]}, "ceiling below its floor"),
        ({"quotas": [{"sector": "health", "least_share": 1.2}]}, "«least_share» of the scenario is «1.2»"),
        ({"quotas": [{"sector": "health", "at_least": 1}]}, "«quotas» of the scenario has at_least"),
        ({"quotas": [{"sector": "health", "counted": "veterans", "least": 1}]}, "people «veterans»"),
        ({"quotas": {"sector": "health"}}, "must be a list"),
        ({"counts": [{"group": "clinics"}]}, "names group «clinics»"),
        ({"counts": [{"of": ["A", "B"], "least": 2, "most": 1}]}, "asks for 2 to 1"),
        ({"counts": ["A"]}, "takes objects with of, group"),
        ({"groups": ["A", "B"]}, "gives names to lists"),
        ({"funds": {"local": {"least": 0.5, "most": 0.2}}}, "pays at least more than at most"),
        ({"funds": {"local": {"least": 0.6}, "state": {"least": 0.6}}}, "more than its cost together"),
        ({"funds": {"local": {"owners": ["church"]}}}, "«church» in «owners»"),
        ({"cofinancing_fund": "bank"}, "names fund «bank»"),
        ({"profiles": {"2": [50, 30, 20]}}, "profile «2»"),
        ({"prices": {"index": [8, 6]}}, "growth in percent for each year"),
        ({"discount": 5}, "«discount» of the scenario is «5»"),
        ({"pairs": [{"first": "A", "second": "Z"}]}, "does not have: Z"),
        ({"people": ["all"]}, "names a criterion for each group"),
        ({"latest_end": {"Z": 2027}}, "does not have: Z"),
    ],
)
def test_rules_of_a_wrong_form_are_refused(village, programme, sentence):
    with pytest.raises(PlanError, match=sentence):
        village.problem(**programme)
