from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.language import language
from vidnova.planning.plan.runs import RunRecord, store_run
from vidnova.planning.publish.gather import gather, published_run
from vidnova.planning.publish.method import value_function_words
from vidnova.planning.ranking.value.definitions import value_function


def content_of(plan, code="uk"):
    run = published_run(plan)
    with language(code):
        return gather(plan, run)


def test_every_measure_is_either_chosen_or_left_out_with_a_reason(example):
    content = content_of(example)
    chosen = [line.measure.code for line in content.programme]
    left_out = [line.measure.code for line in content.left_out]
    assert sorted(chosen + left_out) == sorted(row["code"] for row in example.rows("measure"))
    assert all(line.reason for line in content.left_out)
    reasons = {line.measure.code: line.reason for line in content.left_out}
    assert reasons["К-01"] == "Невідома вартість"
    assert reasons["Б-03"] == "Обрано взаємовиключний захід"
    assert reasons["Ц-02"] == "Не порівнювався в цьому розрахунку"


def test_a_part_is_counted_within_its_measure(example):
    whole = example.row("measure", code="О-01")
    with example.transaction():
        example.insert(
            "measure", [{"title_uk": "Вентиляція", "place_state": "placed", "parent_id": whole["measure_id"]}]
        )
    [part] = [line for line in content_of(example).left_out if line.measure.title == "Вентиляція"]
    assert part.reason == "Враховано в заході, частиною якого є"
    assert part.explanation == "О-01"


def test_the_run_says_why_in_the_language_of_the_reader(example):
    for code, words in (("uk", "Натомість обрано «Б-04»."), ("en", "«Б-04» is chosen instead.")):
        assert words in [line.explanation for line in content_of(example, code).left_out]


def test_money_agrees_with_the_payments_of_the_run(example):
    content = content_of(example)
    paid = defaultdict(float)
    for row in example.rows("draw_down"):
        paid[row["year"]] += row["amount"]
    for year in content.years:
        assert content.money.paid(year=year) == pytest.approx(paid[year])
    assert sum(line.paid() for line in content.programme) == pytest.approx(sum(paid.values()))
    assert content.money.paid() == pytest.approx(content.cost)


def test_budgets_are_those_of_the_scenarios_variant_and_years(example):
    money = content_of(example).money
    assert money.years == (2026, 2027, 2028, 2029, 2030)
    assert money.budget() == pytest.approx(5 * (14_000_000 + 22_000_000.5 + 18_500_000))
    assert money.left() == pytest.approx(money.budget() - money.paid())


def test_the_ranking_is_in_order_with_shared_ranks_and_the_unscored_last(example):
    ranking = content_of(example).ranking
    ranks = [line.rank for line in ranking]
    assert ranks[-1] is None and ranks[:-1] == sorted(ranks[:-1])
    assert [line.rank for line in ranking if line.tied] == [16, 16]
    assert all(
        sum(s.contribution or 0 for s in line.scores) == pytest.approx(line.score, abs=1e-5) for line in ranking[:-1]
    )


def test_a_goal_counts_the_measures_of_the_goals_below_it_once(example):
    top, *below = content_of(example).goals
    assert [goal.depth for goal in below] == [1, 1]
    assert top.measures == sum(goal.measures for goal in below)
    assert top.cost == pytest.approx(sum(goal.cost for goal in below))


def test_shares_of_the_people_are_unknown_where_one_area_is(example):
    content = content_of(example)
    assert [area.floor for area in content.areas] == [0.1, None]
    assert content.population is None


def test_a_rejected_link_counts_nowhere(example):
    [link] = example.rows("measure_goal")[:1]
    before = content_of(example).goals[0].measures
    with example.transaction():
        example.update("measure_goal", link["link_id"], {"review": "rejected"})
    assert content_of(example).goals[0].measures == before - 1


def test_titles_come_in_the_language_and_fall_back_to_ukrainian(example):
    titles = {line.measure.code: line.measure.title for line in content_of(example, "en").programme}
    assert titles["М-02"] == "Purchase of a type C ambulance"
    assert titles["О-02"] == "Реконструкція даху та утеплення фасаду гімназії № 3"


def test_remarks_come_gravest_first_and_those_of_other_calculations_stay_away(example):
    with example.transaction():
        run = RunRecord("portfolio", {})
        run.results = {"finding": [{"rule": "x", "severity": "error", "message_uk": "Чуже зауваження."}]}
        run.started = "2000-01-01"
        store_run(example, run)
        example.update("run", run.run_id, {"finished": "2000-01-01T00:00:00Z"})
    remarks = content_of(example).remarks
    assert [remark.severity for remark in remarks] == ["error", "warning"]
    assert remarks[0].subject == "К-01 Протиаварійні роботи на будинку культури"


def test_rows_refused_at_the_last_import_of_a_file_are_remarks(example):
    with example.transaction():
        for number, (why, finished) in enumerate((("Старе.", "2026-01-01"), ("Немає назви.", "2026-02-01"))):
            run = RunRecord("import", {})
            run.inputs.append({"name": "програма.xlsx", "source": "програма.xlsx"})
            row = {"sheet": "Заходи", "row": 9 + number, "outcome": "refused", "message": why}
            run.results = {"import_row": [row]}
            store_run(example, run)
            example.update("run", run.run_id, {"finished": finished})
    refused = [remark for remark in content_of(example).remarks if remark.subject.startswith("програма.xlsx")]
    assert [(remark.subject, remark.text) for remark in refused] == [
        ("програма.xlsx, «Заходи», рядок 10", "Не взято: Немає назви.")
    ]


def test_the_method_says_weights_value_functions_and_what_is_known(example):
    method = content_of(example, "en").method
    people = method.criteria[0]
    assert (people.name, people.weight, people.known) == ("People served", 0.3, 24)
    assert people.value_function == "linear, worst 0, best 6,000"
    assert method.criteria[4].value_function == "piecewise: 0 → 0; 4 → 0.8; 9 → 1"
    assert method.ranking_cut_loss == pytest.approx(1 - 11.111 / 12.345)
    assert "At most one of: Б-03, Б-04." in method.rules


def test_a_plan_without_a_run_gives_content_without_results(plan):
    with plan.transaction():
        plan.insert("measure", [{"title_uk": "Ремонт", "place_state": "unknown"}])
    content = content_of(plan)
    assert not content.has_run and content.measures == 1
    assert content.ranking == content.programme == content.left_out == ()
    assert [measure.title for measure in content.placeless] == ["Ремонт"]


def test_a_run_with_an_empty_summary_and_no_scenario_is_no_obstacle(plan):
    with plan.transaction():
        [measure] = plan.insert("measure", [{"title_uk": "Ремонт", "place_state": "placed"}])
        run = RunRecord("prioritise", {})
        run.results = {"ranking": [{"measure_id": measure, "tied": False}]}
        store_run(plan, run)
    content = content_of(plan)
    assert [line.reason for line in content.left_out] == ["Вибір його не розглядав"]
    assert content.method.ranking_cut_loss is None


def test_an_unknown_run_is_said_with_those_there_are(example):
    known = published_run(example)["run_id"]
    assert published_run(example, known)["run_id"] == known
    with pytest.raises(PlanError, match=known):
        published_run(example, "немає такого")


def test_ranks_made_of_little_are_called_so(example):
    content = content_of(example)
    assert not content.is_thin
    half_known = [replace(line, coverage=0.49) for line in content.ranking]
    assert replace(content, ranking=tuple(half_known)).is_thin


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (
            {"function": "exponential", "worst": 0, "best": 9, "mid": 2},
            "exponential through a half at 2, worst 0, best 9",
        ),
        ({"function": "exponential", "rho": 3}, "exponential, each step counts less (ρ = 3), from the worst"),
        ({"function": "exponential", "rho": -3}, "exponential, each step counts more (ρ = −3), from the worst"),
        ({"function": "s-shape"}, "S-shaped, steepness 2, from the worst to the best"),
        (
            {"function": "s-shape", "mid": 5, "steepness": 3},
            "S-shaped through a half at 5, steepness 3, from the worst",
        ),
        (
            {"function": "target", "target": 25, "lower": 5},
            "1 at 25, falling to 0 at 5 and at an end taken from the data",
        ),
    ],
)
def test_each_value_function_has_words(definition, words):
    assert value_function_words(value_function(definition, None)).startswith(words)
