from __future__ import annotations

import json

import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.language import language
from vidnova.planning.plan.runs import RunRecord, store_run
from vidnova.planning.plan.scenarios import store_scenario
from vidnova.planning.programme.again import choose_again
from vidnova.planning.programme.runner import solve_here
from vidnova.planning.programme.scenario import choice_of_scenario, programme_rows, summary_of
from vidnova.planning.programme.solve import choose_programme

CRITERIA = [{"code": "stage", "kind": "field", "field": "stage"}]
DEFINITION = {
    "name": "base",
    "criteria": CRITERIA,
    "budget": {"variant": "base", "first_year": 2026, "last_year": 2028},
}
MILLION = 1_000_000


class Town:
    """A plan file with a school, a road, a park, and money for three years."""

    def __init__(self, plan) -> None:
        self.plan = plan
        self.ids: dict[str, str] = {}
        with plan.transaction():
            self.local, self.state = plan.insert(
                "fund", [{"code": "local", "name_uk": "Місцевий бюджет"}, {"code": "state", "name_uk": "Субвенція"}]
            )
            self.budget(self.local, {2026: 50, 2027: 50, 2028: 50})
            self.budget(self.state, {2026: 20, 2027: 0, 2028: 0})
        self.measure("ШК-01", 60, sector="education_science")
        self.measure("ДР-01", 40, sector="transport")
        self.measure("ПК-01", 30, sector="environment")

    def budget(self, fund: str, millions: dict[int, float], variant: str = "base", currency: str = "UAH") -> None:
        rows = [{"variant": variant, "fund_id": fund, "year": y, "amount": m * MILLION} for y, m in millions.items()]
        self.plan.insert("budget", [{**row, "currency": currency} for row in rows])

    def measure(self, code: str, millions: float | None, **fields) -> str:
        cost = None if millions is None else millions * MILLION
        row = {"code": code, "title_uk": code, "place_state": "unknown", "cost_total": cost, **fields}
        with self.plan.transaction():
            [self.ids[code]] = self.plan.insert("measure", [row])
        return self.ids[code]

    def area(self, code: str, *inside: str, review: str = "automatic") -> None:
        row = {"code": code, "name_uk": f"Район {code}", "kind": "planning_district"}
        with self.plan.transaction():
            [area] = self.plan.insert("focus_area", [row])
            links = [{"measure_id": self.ids[c], "area_id": area, "method": "place", "review": review} for c in inside]
            self.plan.insert("measure_area", links)

    def choice(self, values: dict[str, float] | None = None, **programme):
        scores = {code: 1.0 for code in self.ids} if values is None else values
        by_id = {self.ids[code]: value for code, value in scores.items()}
        return choice_of_scenario(self.plan, {**DEFINITION, "programme": programme}, by_id)

    def rows(self, values: dict[str, float] | None = None, **programme) -> dict[str, dict]:
        """Code → its row of table "programme_item"."""
        choice = self.choice(values, **programme)
        chosen = choose_programme(choice.problem, choice.gap, choice.time_limit, solver=solve_here)
        made = programme_rows(choice, chosen, {"local": self.local, "state": self.state})
        codes = {key: code for code, key in self.ids.items()}
        return {codes[row["measure_id"]]: row for row in made["programme_item"]}

    def clash(self, **programme) -> str:
        choice = self.choice(**programme)
        with pytest.raises(PlanError) as told, language("uk"):
            choose_programme(choice.problem, solver=solve_here)
        with language("uk"):
            return str(told.value)


@pytest.fixture
def town(plan) -> Town:
    return Town(plan)


def test_the_money_of_the_years_decides(town):
    items = town.rows()
    assert [items[code]["chosen"] for code in town.ids] == [True, True, True]
    assert items["ШК-01"]["start_year"] == 2026
    assert {row["cost"] for row in items.values()} == {60 * MILLION, 40 * MILLION, 30 * MILLION}


def test_a_fund_pays_only_for_its_sectors(town):
    items = town.rows(funds={"state": {"sectors": ["health"]}})
    assert not items["ШК-01"]["chosen"]
    assert (items["ШК-01"]["reason_code"], items["ДР-01"]["chosen"]) == ("budget", True)
    assert "60,0 млн грн" in items["ШК-01"]["reason_uk"] and "UAH" in items["ШК-01"]["reason_en"]


def test_payments_go_to_the_plan_in_whole_hryvnias(town):
    choice = town.choice()
    chosen = choose_programme(choice.problem, solver=solve_here)
    made = programme_rows(choice, chosen, {"local": town.local, "state": town.state})
    assert sum(row["amount"] for row in made["draw_down"]) == 130 * MILLION
    assert {row["fund_id"] for row in made["draw_down"]} == {town.local, town.state}
    run = RunRecord("portfolio", DEFINITION, summary=summary_of(choice, chosen), results=made)
    with town.plan.transaction():
        store_run(town.plan, run)
    assert len(town.plan.rows("programme_item", run_id=run.run_id)) == 3


@pytest.mark.parametrize(
    ("rules", "left_out", "reason"),
    [
        ({"must_not": ["ПК-01"]}, "ПК-01", "must_not"),
        ({"exclusive": [["ПК-01", "ДР-01"]]}, "ПК-01", "exclusion"),
        ({"requires": [["ПК-01", "ШК-01"]], "must_not": ["ШК-01"]}, "ПК-01", "dependency"),
    ],
)
def test_what_rules_leave_out_is_told(town, rules, left_out, reason):
    items = town.rows({"ШК-01": 1, "ДР-01": 1, "ПК-01": 0.5}, **rules)
    assert (items[left_out]["chosen"], items[left_out]["reason_code"]) == (False, reason)


def test_one_after_the_end_of_another(town):
    items = town.rows(requires=[["ДР-01", "ПК-01"]])
    assert items["ДР-01"]["start_year"] > items["ПК-01"]["end_year"]


def test_links_between_measures_that_the_plan_holds_count_too(town):
    with town.plan.transaction():
        link = {"from_id": town.ids["ДР-01"], "to_id": town.ids["ПК-01"], "kind": "excludes"}
        town.plan.insert("dependency", [link])
    items = town.rows()
    assert items["ДР-01"]["chosen"] != items["ПК-01"]["chosen"]


def test_measures_that_cannot_be_candidates_say_why(town):
    town.measure("НВ-01", None)
    town.measure("ДЛ-01", 5, currency="USD")
    town.measure("ЗВ-01", 5, status="completed")
    town.measure("СТ-01", 5, status="in_progress", start_year=2023, end_year=2024)
    town.measure("ДВ-01", 6, start_year=2026, end_year=2031)
    town.measure("НО-01", 5)
    items = town.rows({"ШК-01": 1, "НО-01": float("nan")})
    assert {code: items[code]["reason_code"] for code in ("НВ-01", "ДЛ-01", "ЗВ-01", "СТ-01", "ДВ-01", "НО-01")} == {
        "НВ-01": "no_cost",
        "ДЛ-01": "no_cost",
        "ЗВ-01": "status",
        "СТ-01": "period",
        "ДВ-01": "period",
        "НО-01": "value",
    }
    assert "невідом" in items["НО-01"]["reason_uk"] and items["НО-01"]["value"] is None


def test_what_requires_a_completed_measure_is_free(town):
    town.measure("ЗВ-01", 5, status="completed")
    assert town.rows(requires=[["ПК-01", "ЗВ-01"]])["ПК-01"]["chosen"]


def test_parts_are_never_added_to_their_whole(town):
    town.measure("ШК-01.1", 35, parent_id=town.ids["ШК-01"])
    town.measure("ШК-01.2", 25, parent_id=town.ids["ШК-01"])
    whole = town.measure("КВ-01", None)
    town.measure("КВ-01.1", 7, parent_id=whole)
    town.measure("КВ-01.2", 8, parent_id=whole)
    items = town.rows()
    assert set(items) == {"ШК-01", "ДР-01", "ПК-01", "КВ-01"}
    assert (items["ШК-01"]["cost"], items["КВ-01"]["cost"]) == (60 * MILLION, 15 * MILLION)
    assert not town.rows(must_not=["ШК-01.2"])["ШК-01"]["chosen"]


def test_a_cost_is_spread_over_the_years_of_work(town):
    town.measure("МС-01", 90, duration_months=30, sector="transport")
    choice = town.choice({"МС-01": 1.0})
    chosen = choose_programme(choice.problem, solver=solve_here)
    yearly = {p.year: 0 for p in chosen.payments}
    for payment in chosen.payments:
        yearly[payment.year] += payment.amount
    assert yearly == {2026: 30 * MILLION, 2027: 30 * MILLION, 2028: 30 * MILLION}


def test_an_area_gets_its_share_and_what_that_costs_is_told(town):
    town.area("D5", "ПК-01")
    items = town.rows(floors=[{"area": "D5", "share": 0.4}])
    spent = sum(row["cost"] for row in items.values() if row["chosen"])
    assert items["ПК-01"]["chosen"] and 0.4 * spent <= 30 * MILLION
    assert {row["reason_code"] for row in items.values() if not row["chosen"]} == {"floor"}
    assert "Район D5" in next(row["reason_uk"] for row in items.values() if row["reason_code"] == "floor")


def test_a_doubtful_place_does_not_fill_a_floor(town):
    town.area("D5", "ПК-01", review="to_review")
    with pytest.raises(PlanError, match="«Район D5» cannot be met"):
        town.choice(floors=[{"area": "D5", "share": 0.1}])


@pytest.mark.parametrize(
    ("programme", "sentence"),
    [
        ({"must": ["ШК-99"]}, "does not have: ШК-99"),
        ({"must": ["ШК-01"], "must_not": ["ШК-01"]}, "both in «must» and in «must_not»"),
        ({"requires": [["ШК-01"]]}, "takes pairs of codes"),
        ({"exclusive": ["ШК-01"]}, "takes lists of codes"),
        ({"floors": [{"area": "D9", "share": 0.1}]}, "area «D9»"),
        ({"floors": ["D9"]}, "area «D9»"),
        ({"funds": {"bank": {}}}, "names fund «bank»"),
        ({"funds": {"state": {"sectors": ["schools"]}}}, "names «schools» in «sectors»"),
        ({"excludes": []}, "no rule «excludes»"),
        ({"time_limit": "soon"}, "«time_limit» of the scenario is «soon»"),
        ({"gap": -1}, "«gap» of the scenario"),
    ],
)
def test_rules_that_cannot_be_used_are_refused(town, programme, sentence):
    with pytest.raises(PlanError, match=sentence):
        town.choice(**programme)


def test_a_must_without_a_cost_is_refused_with_the_reason(town):
    town.measure("НВ-01", None)
    with pytest.raises(PlanError, match="НВ-01 must be in the programme and cannot: Its cost is unknown"):
        town.choice(must=["НВ-01"])


def test_a_code_that_two_measures_have_cannot_be_named(town):
    town.measure("ШК-01", 1)
    with pytest.raises(PlanError, match="several measures of the plan have: ШК-01"):
        town.choice(must=["ШК-01"])


def test_a_missing_or_foreign_budget_is_refused(town):
    with pytest.raises(PlanError, match="no budget of variant «rich».*base"):
        choice_of_scenario(town.plan, {**DEFINITION, "budget": {"variant": "rich"}}, {})
    with town.plan.transaction():
        town.budget(town.local, {2026: 1}, "euro", "EUR")
    with pytest.raises(PlanError, match="is in EUR, the plan is in UAH"):
        choice_of_scenario(town.plan, {**DEFINITION, "budget": {"variant": "euro"}}, {})


def test_too_little_money_for_what_must_be_done_is_told_in_numbers(town):
    town.measure("ОСВ-01", 50, start_year=2028)
    town.measure("ЖИТ-02", 30, start_year=2028)
    assert town.clash(must=["ОСВ-01", "ЖИТ-02"]) == (
        "Обов'язкові заходи (ЖИТ-02, ОСВ-01) потребують 80,0 млн грн у 2028 році, а джерела, що можуть їх оплатити "
        "(«Місцевий бюджет», «Субвенція»), мають на цей рік 50,0 млн грн. "
        "Додайте коштів, виберіть інші роки або приберіть якийсь захід зі списку обов'язкових. "
        "Найменша зміна, після якої програма можлива: на 30,0 млн грн більше у джерелі «Місцевий бюджет» у 2028 році."
    )


def test_other_clashes_name_their_limits(town):
    assert "щонайбільше один із заходів ДР-01, ШК-01" in town.clash(
        must=["ШК-01", "ДР-01"], exclusive=[["ШК-01", "ДР-01"]]
    )
    assert "ДР-01 потребує ПК-01, якого у програмі бути не може" in town.clash(
        must=["ДР-01"], must_not=["ПК-01"], requires=[["ДР-01", "ПК-01"]]
    )
    circle = town.clash(must=["ДР-01"], requires=[["ДР-01", "ПК-01"], ["ПК-01", "ДР-01"]])
    assert "ДР-01 — лише разом з ПК-01 і після його завершення" in circle
    town.measure("ДВ-01", 6, start_year=2028, duration_months=24)
    assert town.clash(must=["ДВ-01"]).startswith("ДВ-01 є обов'язковим, але не вміщується у роки 2026–2028")
    town.area("D5", "ПК-01")
    assert "щонайменше 60\u00a0% коштів на Район D5" in town.clash(
        must=["ШК-01"], floors=[{"area": "D5", "share": 0.6}]
    )


def test_choosing_again_keeps_the_ranking_and_uses_the_rules_of_now(town, tmp_path):
    store_scenario(town.plan, DEFINITION, tmp_path)
    with pytest.raises(PlanError, match="has no ranking yet"):
        choose_again(town.plan, "base")
    ranking = [{"measure_id": key, "score": 0.5, "rank": 1} for key in town.ids.values()]
    scenario_id = town.plan.row("scenario", name="base")["scenario_id"]
    definition = town.plan.row("scenario", name="base")["definition"]
    with town.plan.transaction():
        first = store_run(town.plan, RunRecord("prioritise", definition, scenario_id, results={"ranking": ranking}))
    store_scenario(town.plan, {**DEFINITION, "programme": {"must_not": ["ШК-01"]}}, tmp_path)
    run = choose_again(town.plan, "base")
    assert run.kind == "portfolio" and run.summary["ranked_by"] == first and run.summary["chosen"] == 2
    assert json.dumps(run.summary, allow_nan=False)
    assert len(town.plan.rows("ranking", run_id=run.run_id)) == 3
    again = choose_again(town.plan, "base")
    assert again.summary["ranked_by"] == first and again.summary["value"] == run.summary["value"]
    with pytest.raises(PlanError, match="no ranking in run «x»"):
        choose_again(town.plan, "base", "x")
