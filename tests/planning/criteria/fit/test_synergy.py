from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.criteria.alternatives import Alternatives, alternatives_of_plan
from vidnova.planning.criteria.evaluate import evaluate
from vidnova.planning.criteria.fit.advice import advice
from vidnova.planning.criteria.fit.digging import digging_from
from vidnova.planning.criteria.fit.synergy import Works, synergy, years_known
from vidnova.planning.criteria.fit.synergy_column import works_of_measures
from vidnova.planning.criteria.links import Links
from vidnova.planning.errors import PlanError
from vidnova.planning.language import language

NAN = np.nan
ROAD, PIPE = "LINESTRING(0 0, 1000 0)", "LINESTRING(200 5, 620 5)"
SYNERGY = {"code": "synergy", "kind": "synergy"}


def objects(items):
    array = np.empty(len(items), dtype=object)
    array[:] = [item and shapely.from_wkt(item) for item in items]
    return array


def works(shapes, starts, ends=None, turns=None, links=()):
    starts = np.array(starts, dtype=float)
    first, last = years_known(starts, np.array(ends, dtype=float) if ends else starts)
    turns = np.array(turns, dtype=float) if turns else np.ones(len(starts))
    return Works(objects(shapes), first, last, turns, links)


def told(given, codes="ABCD", **options):
    found = synergy(given, **options)
    return found, advice(found, given, codes)


@pytest.mark.parametrize(
    ("starts", "ends", "apart", "closeness"),
    [
        ((2026, 2026), (2027, 2030), 0, 1),
        ((2026, 2028), (2028, 2028), 0, 1),
        ((2027, 2028), (2027, 2028), 1, 2 / 3),
        ((2028, 2026), (2029, 2026), 2, 1 / 3),
        ((2026, 2029), (2026, 2029), 3, 0),
        ((2026, NAN), (2026, 2027), 1, 2 / 3),
        ((2026, 2027), (2026, NAN), 1, 2 / 3),
        ((2026, NAN), (2026, NAN), NAN, NAN),
        ((2026, 2030), (2026, 2027), NAN, NAN),
    ],
)
def test_closeness_in_time(starts, ends, apart, closeness):
    found = synergy(works((ROAD, PIPE), starts, ends))
    assert found.pairs.years.tolist() == pytest.approx([apart], nan_ok=True)
    assert found.closeness.tolist() == pytest.approx([closeness], nan_ok=True)
    counted = 0 if np.isnan(closeness) else closeness
    assert found.score[0] == pytest.approx(counted) and found.metres[0] == pytest.approx(420 * counted)
    assert found.partners == ([[1], [0]] if counted else [[], []])


def test_unknown_years_claim_nothing_and_are_said():
    """The road's own number is a lower bound: it has a neighbour of unknown years; the pipe's is unknown."""
    found, sentences = told(works((ROAD, PIPE, PIPE), (2026, NAN, 2027)))
    assert found.score.tolist() == pytest.approx([2 / 3, NAN, 2 / 3], nan_ok=True)
    assert (found.unknown.tolist(), found.partners) == ([1, 2, 1], [[2], [], [0]])
    assert sentences[0] == "A and B: the same 420 m; the years of B are not known."


@pytest.mark.parametrize(
    ("years", "turns", "sentence"),
    [
        ((2028, 2027), (2, 1), "Do B before A: the same 420 m, 2027 and 2028."),
        ((2027, 2028), (2, 1), "A (2027) would be dug up again for B (2028): the same 420 m. Do B first."),
        ((2027, 2027), (2, 1), "Do B before A: the same 420 m, 2027 and 2027."),
        ((2028, 2027), (1, 1), "Do B and A together: the same 420 m, 2027 and 2028."),
        ((2026, 2030), (2, 1), "B (2030) and A (2026) are far apart in time: the same 420 m, opened twice."),
    ],
)
def test_the_advice(years, turns, sentence):
    assert told(works((ROAD, PIPE), years, turns=turns))[1] == [sentence]


def test_the_advice_in_ukrainian():
    with language("uk"):
        [sentence] = told(works((ROAD, PIPE), (2028, 2027), turns=(2, 1)), ("ТРА-02", "ВОД-03"))[1]
    assert sentence == "Спершу ВОД-03, тоді ТРА-02: ті самі 420 м, 2027 і 2028."


def test_what_does_not_dig_shares_nothing_and_an_unknown_sector_is_unknown():
    found = synergy(works((ROAD, PIPE, PIPE), (2026, 2026, 2026), turns=(1, np.inf, NAN)))
    assert found.score.tolist() == pytest.approx([0, 0, NAN], nan_ok=True) and len(found.pairs) == 0


def test_the_same_attached_street_is_enough_even_without_a_place():
    street = {("streets.gpkg", "7"): "вул. Мирна"}
    given = works((None, None, None), (2026, 2027, 2027), links=[Links(street), Links(street), Links()])
    found, sentences = told(given)
    assert found.score.tolist() == pytest.approx([2 / 3, 2 / 3, NAN], nan_ok=True)
    assert sentences == ["Do A and B together: the same place (вул. Мирна), 2026 and 2027."]


@pytest.mark.parametrize(
    ("kind", "years", "score", "sentence"),
    [
        ("excludes", (2026, 2026), 0, None),
        ("synergy", (2026, 2026), 1, "Do A and B together: linked in the plan, 2026 and 2026."),
        ("requires", (2028, 2027), 2 / 3, "Do B before A: linked in the plan, 2027 and 2028."),
        (
            "requires",
            (2027, 2028),
            2 / 3,
            "A (2027) would be dug up again for B (2028): linked in the plan. Do B first.",
        ),
    ],
)
def test_links_of_the_plan_count_too(kind, years, score, sentence):
    far = ("POINT(0 0)", "POINT(9000 0)")
    found, sentences = told(works(far, years, links=[Links(others={1: kind}), Links()]))
    assert found.score.tolist() == pytest.approx([score, score])
    assert sentences == ([sentence] if sentence else [])


def test_measures_that_exclude_each_other_share_nothing():
    links = [Links(others={1: "excludes"}), Links()]
    assert synergy(works((ROAD, PIPE), (2026, 2026), links=links)).score.tolist() == [0, 0]


@given(seed=st.integers(0, 10**6))
def test_whatever_the_order_each_has_the_same_partners(seed):
    random = np.random.default_rng(seed)
    shapes = [f"LINESTRING({x} {y}, {x + 200} {y})" for x, y in random.integers(0, 300, (12, 2))]
    years = np.where(random.random(12) < 0.2, NAN, random.integers(2026, 2033, 12))
    order = random.permutation(12)
    found, again = (synergy(works([shapes[i] for i in way], years[way])) for way in (range(12), order))
    assert again.score.tolist() == pytest.approx(found.score[order].tolist(), nan_ok=True)
    assert [{int(order[p]) for p in partners} for partners in again.partners] == [set(found.partners[i]) for i in order]
    assert all(one in found.partners[other] for one, others in enumerate(found.partners) for other in others)


@pytest.mark.parametrize(
    ("text", "sectors", "works_done", "turns"),
    [
        ("", ["transport", "energy", "health", None], [None] * 4, [2, 1, np.inf, NAN]),
        ("", ["Водопостачання", "Транспорт"], ["equipment", "Капітальний ремонт"], [np.inf, 2]),
        (
            '{"sectors": {"health": 5}, "not_works": ["будівництво"]}',
            ["health", "health"],
            [None, "construction"],
            [5, np.inf],
        ),
        ('{"sectors": {"Водоканал": 1}}', ["водоканал", "Тепломережа"], [None, None], [1, np.inf]),
    ],
)
def test_what_digs(text, sectors, works_done, turns):
    assert digging_from(text).turns(sectors, works_done).tolist() == pytest.approx(turns, nan_ok=True)


@pytest.mark.parametrize(
    "text", ["[", "[]", "{}", '{"sectors": {"health": "перший"}}', '{"sectors": {}, "not_works": 1}']
)
def test_what_digs_must_be_said_properly(text):
    with pytest.raises(PlanError, match="What digs"):
        digging_from(text)


@pytest.fixture
def measures() -> Alternatives:
    return Alternatives(
        ids=list("abcd"),
        codes=["ВОД-1", "ТРА-2", "ШКО-3", "УСЕ-4"],
        places=objects([PIPE, ROAD, PIPE, None]),
        community_wide=np.array([False, False, False, True]),
        sectors=["municipal_infrastructure", "transport", "education_science", "energy"],
        fields={"start_year": [2026, 2027, 2026, 2026], "end_year": [2026, None, 2026, 2026], "status": [None] * 4},
    )


def test_as_a_criterion(measures):
    column = evaluate(SYNERGY, measures, {})
    assert column.raw.tolist() == pytest.approx([2 / 3, 2 / 3, 0, NAN], nan_ok=True)
    assert column.notes[:3] == ("Shares its place with: ТРА-2.", "Shares its place with: ВОД-1.", "It opens no ground.")
    wide = {**SYNERGY, "count": "metres", "years": 1, "digging": {"sectors": {"transport": 1, "education_science": 1}}}
    assert evaluate(wide, measures, {}).raw.tolist() == pytest.approx([0, 210, 210, NAN], nan_ok=True)


def test_a_finished_measure_digs_no_more(measures):
    measures.fields["status"][1] = "completed"
    assert evaluate(SYNERGY, measures, {}).raw[0] == 0


def test_a_bad_count_gets_a_sentence(measures):
    with pytest.raises(PlanError, match="must be one of partners, metres"):
        evaluate({**SYNERGY, "count": "beide"}, measures, {})


def test_parts_and_attachments_of_a_plan(plan):
    """A pipe in two parts, its second attached to the street of the road; a doubtful attachment does not count."""
    with plan.transaction():
        base = {"place_state": "unknown", "sector": "transport", "start_year": 2027, "end_year": 2027}
        pipe, road, other = plan.insert(
            "measure",
            [
                {**base, "code": "ВОД", "title_uk": "Водогін", "sector": "municipal_infrastructure"},
                {**base, "code": "ТРА", "title_uk": "Вулиця"},
                {**base, "code": "ІНШ", "title_uk": "Інша"},
            ],
        )
        [part] = plan.insert("measure", [{**base, "title_uk": "Друга черга", "parent_id": pipe}])
        street = {"layer_source": "s.gpkg", "object_key": "7", "object_label": "вул. Мирна", "role": "affects"}
        sure = {**street, "method": "name", "review": "automatic"}
        rows = [{**sure, "measure_id": part}, {**sure, "measure_id": road, "review": "accepted"}]
        plan.insert("measure_object", [*rows, {**sure, "measure_id": other, "review": "to_review"}])
    measures = alternatives_of_plan(plan)
    found, sentences = told(works_of_measures(measures, digging_from("")), measures.codes)
    assert sentences == ["Do ВОД before ТРА: the same place (вул. Мирна), 2027 and 2027."]
    assert found.score.tolist() == pytest.approx([1, 1, NAN], nan_ok=True)
