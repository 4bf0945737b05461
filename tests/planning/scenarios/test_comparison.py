from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.errors import PlanError
from vidnova.planning.progress import Progress
from vidnova.planning.scenarios.comparison import (
    ENTERED,
    KEPT,
    LEFT,
    MOVED,
    NEVER,
    Comparison,
    Measure,
    compare,
    jaccard,
)
from vidnova.planning.scenarios.copying import copy_scenario
from vidnova.planning.scenarios.outcomes import Outcome, outcomes_of
from vidnova.planning.scenarios.tables import field_names, measure_columns, scenario_columns
from vidnova.planning.scenarios.totals import totals_of

TOWN = {"community_uk": "Вербівка", "invented": True}
ranks = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 8), min_size=2)
starts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(2026, 2028))


def outcome(label="x", **found) -> Outcome:
    empty = dict.fromkeys(("definition", "summary", "ranks", "scores", "starts", "values", "paid"), {})
    return Outcome(label, label, label, found.pop("run_id", label), "2026-01-01T00:00", **{**empty, **found})


def measure(key: str, **found) -> Measure:
    return replace(Measure(key, key, key, "", "", None, None, frozenset(), ""), **found)


def comparison(*outcomes: Outcome, measures="abcdefgh") -> Comparison:
    return Comparison(tuple(measure(key) for key in measures), outcomes, {}, TOWN, "UAH")


def tau_b(one, other):
    """Kendall (1945): (concordant − discordant) / √((pairs − ties in one)(pairs − ties in the other))."""
    keys = sorted(set(one) & set(other))
    signs = [(np.sign(one[a] - one[b]), np.sign(other[a] - other[b])) for a, b in combinations(keys, 2)]
    untied = [sum(sign[side] != 0 for sign in signs) for side in (0, 1)]
    return sum(a * b for a, b in signs) / np.sqrt(untied[0] * untied[1]) if all(untied) else np.nan


@given(one=ranks, other=ranks)
def test_tau_b_is_as_its_definition_says(one, other):
    found = comparison(outcome(ranks=one), outcome("y", ranks=other))
    agreement = found.agreement(found.others[0])
    assert agreement.tau == pytest.approx(tau_b(one, other), nan_ok=True)
    assert agreement.ranked == len(set(one) & set(other))


@given(one=starts, other=starts)
def test_changes_share_out_the_measures(one, other):
    found = comparison(outcome(starts=one), outcome("y", starts=other))
    sizes = {kind: len(found.changes(found.others[0], kind)) for kind in (KEPT, MOVED, ENTERED, LEFT, NEVER)}
    assert sum(sizes.values()) == 8
    assert sizes[KEPT] + sizes[MOVED] + sizes[LEFT] == len(one)
    assert sizes[KEPT] + sizes[MOVED] + sizes[ENTERED] == len(other)
    together = len(one) + sizes[ENTERED]
    assert jaccard(set(one), set(other)) == pytest.approx((sizes[KEPT] + sizes[MOVED]) / together if together else 1)


def test_over_several_scenarios_a_measure_is_kept_left_entered_or_never_in():
    found = comparison(
        outcome("1", starts={"a": 2026, "b": 2026}),
        outcome("2", starts={"a": 2027, "c": 2026}),
        outcome("3", starts={"a": 2026, "b": 2026}),
        measures="abcd",
    )
    assert [found.overall(key) for key in "abcd"] == [KEPT, LEFT, ENTERED, NEVER]
    assert [found.times_chosen(key) for key in "abcd"] == [3, 2, 1, 0]
    assert found.change(found.outcomes[1], "a") == MOVED


def test_shifts_are_places_gained_and_unknown_where_a_rank_is():
    found = comparison(outcome(ranks={"a": 1, "b": 5, "c": 2}), outcome("y", ranks={"a": 4, "b": 2, "d": 1}))
    assert [found.shift(found.others[0], key) for key in "abcd"] == [-3, 3, None, None]


def test_value_by_the_values_of_the_base():
    found = comparison(outcome(values={"a": 0.5, "b": 0.25}, starts={"a": 1}), outcome("y", starts={"a": 1, "b": 1}))
    assert [found.value_by_base(each) for each in found.outcomes] == [0.5, 0.75]


def test_names_of_fields_are_words_and_told_apart():
    found = comparison(outcome("Без часток, 20 %"), outcome("без часток 20", run_id="2"), outcome("%", run_id="3"))
    assert list(field_names(found).values()) == ["без_часток_20", "без_часток_20_2", "scenario"]


def by_code(comparison, name):
    columns = {column.name: column.values for column in measure_columns(comparison)}
    return dict(zip(columns["code"], columns[name]))


def test_a_comparison_of_a_plan_by_hand(three):
    """Less: А-1 alone can be paid. Ready: А-3 and А-4 need 90 and start in 2026 (60) and 2027 (50): А-4 has no year of
    its own and may start in 2026; together with А-3 they are worth 1.9, with А-1 in 2026 and А-3 1.8."""
    found = compare(three.plan, outcomes_of(three.plan, [], []))
    assert [each.label for each in found.outcomes] == ["base", "less", "ready"]
    assert by_code(found, "change") == {"А-1": LEFT, "А-3": LEFT, "А-2": NEVER, "А-4": ENTERED}
    assert by_code(found, "rank_ready") == {"А-3": 1, "А-4": 2, "А-1": 3, "А-2": 4}
    assert by_code(found, "shift_ready") == {"А-1": -2, "А-3": 1, "А-2": -1, "А-4": 2}
    assert by_code(found, "shift_less") == dict.fromkeys(("А-1", "А-3", "А-2", "А-4"), 0)
    assert by_code(found, "change_ready") == {
        "А-1": "dropped out",
        "А-3": "kept",
        "А-2": "not chosen",
        "А-4": "entered",
    }
    assert by_code(found, "start_base") == {"А-1": 2026, "А-3": 2027, "А-2": None, "А-4": None}
    told = {column.name: column.values for column in scenario_columns(found)}
    assert told["value"] == pytest.approx([1.2, 0.65, 1.9])
    assert told["value_by_base"] == pytest.approx([1.2, 0.65, 0.55 + 0.3])
    assert told["jaccard"] == pytest.approx([1, 1 / 2, 1 / 3])
    assert told["tau"][:2] == pytest.approx([1, 1]) and told["tau"][2] == pytest.approx((3 - 3) / 6)
    assert (told["entered"], told["left"]) == ([0, 0, 1], [0, 1, 1])


def test_totals_by_sector_and_area(three):
    found = compare(three.plan, outcomes_of(three.plan, ["base", "ready"], []))
    totals = {(t.scenario, t.kind, t.code): (t.measures, t.money, t.people) for t in totals_of(found)}
    assert totals["base", "all", ""] == (2, 100, 1000)
    assert totals["ready", "all", ""] == (2, 90, 500)
    assert totals["base", "area", "D1"] == (1, 60, 600)
    assert totals["ready", "area", "D1"] == (0, 0, 0)
    assert totals["ready", "sector", "health"] == (1, 50, 100)
    assert totals["ready", "area", ""] == (2, 90, 500)


def test_people_that_are_not_stated_are_not_zero(three):
    with three.plan.transaction():
        three.plan.update("measure", three.ids["А-3"], {"beneficiaries": None})
    found = compare(three.plan, outcomes_of(three.plan, ["base", "less"], []))
    total = totals_of(found)[0]
    assert (total.people, total.people_unknown) == (600, 1)


def test_base_is_chosen_by_name_or_run_and_added_where_it_is_not_named(three):
    labels = lambda *asked: [each.label for each in outcomes_of(three.plan, *asked)]  # noqa: E731
    assert labels(["less", "ready"], [], "base") == ["base", "less", "ready"]
    assert labels(["less", "ready"], [], "ready") == ["ready", "less"]
    assert labels(["less", "ready"], []) == ["less", "ready"]
    [run] = three.plan.rows("run", scenario_id=three.plan.row("scenario", name="less")["scenario_id"])
    assert labels([], [], run["run_id"])[0] == "less"


def test_two_runs_of_one_scenario_are_told_apart(three):
    three.run("base", again=True)
    base = three.plan.row("scenario", name="base")["scenario_id"]
    runs = [row["run_id"] for row in three.plan.rows("run", scenario_id=base)]
    assert [each.label for each in outcomes_of(three.plan, [], runs)] == ["base", "base (2)"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ((["base"], []), "two runs at least"),
        ((["base", "x"], []), "no scenario «x»"),
        ((["base"], ["y"]), "no finished run «y»"),
        ((["base", "less"], [], "z"), "no finished run «z»"),
        ((["base", "new"], []), "«new» has no finished run"),
    ],
)
def test_what_cannot_be_compared_is_told(three, asked, sentence):
    copy_scenario(three.plan, "base", "new", {})
    with pytest.raises(PlanError, match=sentence):
        outcomes_of(three.plan, *asked)


def test_what_a_later_change_has_left_behind_is_warned_of(three):
    told: list[str] = []
    outcomes_of(three.plan, [], [], progress=Progress(warn=told.append))
    assert told == []
    copy_scenario(three.plan, "base", "new", {})
    copy_scenario(three.plan, "base", "less", {"budget": {"variant": "none"}}, replace=True)
    with three.plan.transaction():
        three.plan.update("measure", three.ids["А-2"], {"cost_total": 10})
    three.run("less", "base")
    outcomes_of(three.plan, [], [], progress=Progress(warn=told.append))
    assert [word for word in ("«new»", "between", "«less» has changed", "last try of «less»")] == [
        word for word in ("«new»", "between", "«less» has changed", "last try of «less»") if word in " ".join(told)
    ]
