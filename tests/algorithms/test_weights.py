from __future__ import annotations

import itertools
import json

import openpyxl
import pytest
from qgis.core import QgsProcessingException

CRITERIA = ["people", "Мешканці", "social", 60, "", "", "damage", "Руйнування", "social", 20, "", ""]
CRITERIA += ["cost", "Вартість", "", 25, "", "cost", "social", "Соціальні", "", 75, "", ""]
THREE = ["people", "", "", "", "", "", "damage", "", "", "", "", "", "cost", "", "", "", "", "cost"]
PAIRS = ["people", "damage", 2, "damage", "cost", "3", "cost", "people", "1/6"]


@pytest.fixture
def weights(run):
    return lambda **parameters: run("weights", **{"OUTPUT": "memory:", **parameters})


def rows(layer):
    return {feature["code"]: feature for feature in layer.getFeatures()}


def test_points_in_groups(weights):
    """people 0.75 · 0.75, damage 0.75 · 0.25, cost 0.25, as by hand."""
    result = weights(CRITERIA=CRITERIA)
    found = rows(result["OUTPUT"])
    assert {code: row["weight"] for code, row in found.items()} == pytest.approx(
        {"people": 0.5625, "damage": 0.1875, "cost": 0.25}
    )
    assert [found[code]["local"] for code in ("people", "cost")] == pytest.approx([0.75, 0.25])
    assert (found["people"]["group"], found["cost"]["group"]) == ("Соціальні", "")
    assert {code: row["rank"] for code, row in found.items()} == {"people": 1, "cost": 2, "damage": 3}
    assert result["CONSISTENCY"] is None


def test_its_criteria_go_straight_into_the_ranking(weights, run, made_layer, column):
    """0.5625 · 0.9 + 0.1875 · 0 + 0.25 · 1 and so on: goalposts from JSON act, cost counts downwards."""
    definitions = [
        {"code": "people", "points": 60, "group": "social", "value": {"worst": 0, "best": 1000}, "index": "SEI"},
        {"code": "loss", "field": "damage", "points": 20, "group": "social", "value": {"worst": 0, "best": 1}},
        {"code": "cost", "points": 25, "value": {"worst": 10, "best": 0}, "name_uk": "Вартість"},
        {"code": "social", "points": 75, "name_uk": "Соціальні"},
    ]
    result = weights(CRITERIA_JSON=json.dumps(definitions))
    written = json.loads(result["WEIGHTS_JSON"])
    assert [one["code"] for one in written] == ["people", "loss", "cost"]
    assert written[1] == {"code": "loss", "field": "damage", "value": {"worst": 0, "best": 1}, "weight": 0.1875}
    layer = made_layer(
        "None?field=people:integer&field=damage:double&field=cost:double", (None, 900, 0.0, 0.0), (None, 0, 1.0, 10.0)
    )
    ranked = run("rank", INPUT=layer, CRITERIA_JSON=result["WEIGHTS_JSON"], OUTPUT="memory:")["OUTPUT"]
    assert column(ranked, "score") == pytest.approx([0.5625 * 0.9 + 0.25, 0.1875])


def test_pairs_that_are_consistent(weights):
    """6 : 3 : 1 in two judgements and one that follows."""
    result = weights(METHOD="ahp_eigenvector", CRITERIA=THREE, PAIRS=PAIRS)
    found = rows(result["OUTPUT"])
    assert [found[code]["weight"] for code in ("people", "damage", "cost")] == pytest.approx([0.6, 0.3, 0.1])
    assert result["CONSISTENCY"] == pytest.approx(0, abs=1e-9) and result["RECONSIDER"] == ""


@pytest.mark.parametrize("method", ["ahp_eigenvector", "ahp_geometric_mean"])
def test_a_pair_the_wrong_way_round_is_pointed_out(weights, method):
    result = weights(METHOD=method, CRITERIA=THREE, PAIRS=[*PAIRS[:6], "people", "cost", "1/6"])
    assert result["CONSISTENCY"] > 1
    assert "«cost» 6 times more important than «people»" in result["RECONSIDER"]
    assert "«people» 6 times more important than «cost» would fit" in result["RECONSIDER"]
    assert "to 0.00" in result["RECONSIDER"]


@pytest.mark.parametrize("method", ["ahp_eigenvector", "ahp_geometric_mean"])
def test_two_pairs_of_three_are_enough(weights, method):
    found = rows(weights(METHOD=method, CRITERIA=THREE, PAIRS=PAIRS[:6])["OUTPUT"])
    assert [found[code]["weight"] for code in ("people", "damage", "cost")] == pytest.approx([0.6, 0.3, 0.1])


def test_weights_from_a_layer(weights, made_layer):
    """Only people and damage tell apart; the table of criteria has a constant, which gets 0."""
    layer = made_layer(
        "None?field=people:integer&field=damage:double&field=cost:double",
        (None, 10, 1.0, 5.0),
        (None, 20, None, 5.0),
        (None, 40, 3.0, 5.0),
    )
    for method in ("entropy", "critic", "standard_deviation"):
        found = rows(weights(METHOD=method, CRITERIA=THREE, INPUT=layer)["OUTPUT"])
        assert found["cost"]["weight"] == 0
        assert sum(row["weight"] for row in found.values()) == pytest.approx(1)


@pytest.fixture
def sheets(weights, tmp_path):
    """Sheets for three members, and a way to fill them in by name, kind of row and column."""
    path = tmp_path / "бланки О'Браєн.xlsx"

    def write(method, criteria=THREE, language="uk"):
        members = ["Олена Коваль", "", "О’Браєн: [інж.]", 2, "Третій", ""]
        result = weights(METHOD=method, CRITERIA=criteria, MEMBERS=members, SHEETS=str(path), LANGUAGE=language)
        assert result["MEMBERS"] == 0 and result["WEIGHTS_JSON"] == ""
        assert result["UNFILLED"] == "Олена Коваль, О’Браєн: [інж.], Третій"
        return path

    return write


def fill(path, number, answers):
    """Write answers into a member's sheet: (kind, first code, second code) → cells G and H."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[number]
    for row in range(1, sheet.max_row + 1):
        key = tuple(sheet.cell(row, column).value or "" for column in (1, 2, 3))
        for column, value in zip((7, 8), answers.get(key, ())):
            assert not sheet.cell(row, column).protection.locked
            sheet.cell(row, column).value = value
    book.save(path)


def pairs_in(first_wins):
    """Answers 6 : 3 : 1, or 1 : 2 : 6, as a member chooses them."""
    chosen = {("people", "damage"): 2, ("people", "cost"): 6, ("damage", "cost"): 3}
    return {("pair", a, b): ((a if first_wins else b), times) for (a, b), times in chosen.items()}


def test_sheets_out_and_back_in(weights, sheets):
    """6 : 3 : 1 and 1 : 2 : 6; the second member counts twice: (0.6 + 2/9) / 3 and so on."""
    path = sheets("ahp_eigenvector")
    fill(path, 0, pairs_in(True))
    fill(path, 1, pairs_in(False))
    members = ["Олена Коваль", "", "О’Браєн: [інж.]", 2, "Третій", ""]
    result = weights(METHOD="ahp_eigenvector", CRITERIA=THREE, JUDGEMENTS=str(path), MEMBERS=members)
    found = rows(result["OUTPUT"])
    assert [found[code]["weight"] for code in ("people", "damage", "cost")] == pytest.approx(
        [(0.6 + 2 / 9) / 3, (0.3 + 4 / 9) / 3, (0.1 + 12 / 9) / 3]
    )
    assert [found["people"][name] for name in ("w_Олена Коваль", "w_О’Браєн: [інж.]")] == pytest.approx([0.6, 1 / 9])
    assert (result["MEMBERS"], result["UNFILLED"]) == (2, "Третій")
    assert result["AGREEMENT"] == pytest.approx(0) and result["CONSENSUS"] < 0.5
    assert "«Олена Коваль» gives «people» 60.0 %, the group 27.4 %: 32.6 points more." in result["DISAGREEMENT"]


def test_aggregated_judgements_of_opposites_are_equal(weights, sheets):
    path = sheets("ahp_geometric_mean")
    fill(path, 0, pairs_in(True))
    fill(path, 1, pairs_in(False))
    result = weights(METHOD="ahp_geometric_mean", CRITERIA=THREE, JUDGEMENTS=str(path), AGGREGATION="aij")
    assert [row["weight"] for row in result["OUTPUT"].getFeatures()] == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    ("method", "answers", "expected"),
    [
        ("direct", {"people": (60,), "damage": ("30",), "cost": (10,)}, [0.6, 0.3, 0.1]),
        ("swing", {"people": (100,), "damage": (50,), "cost": (50,)}, [0.5, 0.25, 0.25]),
        ("rank_sum", {"people": (1,), "damage": (2,), "cost": (2,)}, [1 / 2, 1 / 4, 1 / 4]),
        ("rank_order_centroid", {"people": (1,), "damage": (2,), "cost": (3,)}, [11 / 18, 5 / 18, 2 / 18]),
    ],
)
def test_sheets_of_points_and_places(weights, sheets, method, answers, expected):
    path = sheets(method, language="en")
    fill(path, 2, {("number", code, ""): cells for code, cells in answers.items()})
    result = weights(METHOD=method, CRITERIA=THREE, JUDGEMENTS=str(path))
    assert [row["weight"] for row in result["OUTPUT"].getFeatures()] == pytest.approx(expected)
    assert result["UNFILLED"] == "Олена Коваль, О’Браєн: [інж.]"


def test_sheets_of_the_best_and_the_worst(weights, sheets):
    path = sheets("best_worst")
    answers = {("best", "", ""): ("people",), ("worst", "", ""): ("cost",)}
    answers.update({("times", "people", ""): (None, 6), ("times", "damage", ""): (2, 3), ("times", "cost", ""): (6,)})
    fill(path, 0, answers)
    for method in ("best_worst", "best_worst_nonlinear"):
        result = weights(METHOD=method, CRITERIA=THREE, JUDGEMENTS=str(path))
        assert [row["weight"] for row in result["OUTPUT"].getFeatures()] == pytest.approx([0.6, 0.3, 0.1], abs=1e-6)
        assert result["CONSISTENCY"] == 0


def test_wrong_cells_are_named(weights, sheets):
    path = sheets("ahp_eigenvector")
    wrong = {("pair", "people", "damage"): ("people", 12), ("pair", "people", "cost"): ("хтось", 3)}
    fill(path, 0, {**wrong, ("pair", "damage", "cost"): ("damage", None)})
    with pytest.raises(QgsProcessingException) as refused:
        weights(METHOD="ahp_eigenvector", CRITERIA=THREE, JUDGEMENTS=str(path))
    for sentence in (
        "Sheet «Олена Коваль», cell H8: «12» is not a number from 1 to 9.",
        "cell G9: choose «people» or «cost» from the list.",
        "cell H10: choose how many times more important, from 1 to 9.",
    ):
        assert sentence in str(refused.value)


def test_points_left_out_are_asked_for(weights, sheets):
    path = sheets("direct")
    fill(path, 0, {("number", "people", ""): (120,), ("number", "damage", ""): ("багато",)})
    with pytest.raises(QgsProcessingException) as refused:
        weights(CRITERIA=THREE, JUDGEMENTS=str(path))
    assert "G7: «120» is not a number from 0 to 100" in str(refused.value)
    assert "G8: «багато» is not a number" in str(refused.value)
    assert "G9: the cell is empty" in str(refused.value)


def test_a_square_matrix_from_csv(weights, tmp_path):
    table = tmp_path / "матриця.csv"
    table.write_text(";people;damage;cost\npeople;1;2;6\ndamage;;1;3\ncost;;0,333;1\n", "utf-8")
    found = weights(METHOD="ahp_eigenvector", CRITERIA=THREE, JUDGEMENTS=str(table))
    assert [row["weight"] for row in found["OUTPUT"].getFeatures()] == pytest.approx([0.6, 0.3, 0.1], abs=1e-4)


def test_a_table_of_members_from_csv(weights, tmp_path):
    table = tmp_path / "опитування.csv"
    table.write_text("Учасник;people;damage;cost;Вага голосу\nА;50;50;0;1\nБ;20;40;40;3\n", "utf-8")
    result = weights(CRITERIA=THREE, JUDGEMENTS=str(table))
    assert [row["weight"] for row in result["OUTPUT"].getFeatures()] == pytest.approx([0.275, 0.425, 0.3])
    assert result["MEMBERS"] == 2


def test_members_from_json(weights, tmp_path):
    """6 : 3 : 1 and, from two pairs, 1 : 3 : 6: geometric means."""
    answers = tmp_path / "відповіді.json"
    matrix = [[1, 2, 6], [None, 1, 3], [None, None, 1]]
    members = [{"name": "А", "matrix": matrix}, {"name": "Б", "pairs": [["cost", "people", 6], ["cost", "damage", 2]]}]
    answers.write_text(json.dumps({"members": members}), "utf-8")
    result = weights(METHOD="ahp_geometric_mean", CRITERIA=THREE, JUDGEMENTS=str(answers), AGGREGATION="aip")
    roots = [6**0.5, 9**0.5, 6**0.5]
    expected = [root / sum(roots) for root in roots]
    assert [row["weight"] for row in result["OUTPUT"].getFeatures()] == pytest.approx(expected)


def test_the_report_says_who_disagrees(weights, sheets, tmp_path):
    path, page = sheets("ahp_eigenvector"), tmp_path / "звіт.html"
    fill(path, 0, pairs_in(True))
    fill(path, 1, pairs_in(False))
    weights(METHOD="ahp_eigenvector", CRITERIA=THREE, JUDGEMENTS=str(path), REPORT=str(page), LANGUAGE="uk")
    text = page.read_text("utf-8")
    assert "Ваги критеріїв" in text and "«Олена Коваль» дає критерію «people» 60,0 %" in text


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "Give the criteria either"),
        ({"CRITERIA": THREE}, "Nothing is stated yet"),
        ({"CRITERIA": THREE, "METHOD": "ahp_eigenvector"}, "Nothing is compared yet"),
        ({"CRITERIA": CRITERIA[:-6]}, "Points missing for: «social»"),
        ({"CRITERIA": ["a", "", "", -1, "", "", "b", "", "", 2, "", ""]}, "«a» has -1 points"),
        ({"CRITERIA": ["a", "", "", "x", "", ""]}, "Criterion «a»: «points» is «x», which is not a number"),
        ({"CRITERIA": ["a", "", "", 0, "", "", "b", "", "", 0, "", ""]}, "all points are 0"),
        ({"CRITERIA": ["a", "", "a", 0, "", ""]}, "Group «a» stands within itself"),
        ({"CRITERIA": ["a", "", "", 1, "", "", "a", "", "", 1, "", ""]}, "«a» stands twice"),
        ({"CRITERIA": ["a", "", "", 0, "", "", "b", "", "", 1, "", ""], "METHOD": "rank_sum"}, "place 0: places are"),
        (
            {
                "CRITERIA": [*THREE, "time", "", "", "", "", ""],
                "METHOD": "ahp_eigenvector",
                "PAIRS": ["people", "cost", 3],
            },
            "not connected by any comparison: «people», «cost»; «damage»; «time»",
        ),
        ({"CRITERIA": THREE, "METHOD": "ahp_eigenvector", "PAIRS": ["people", "хата", 3]}, "no criterion «хата»"),
        ({"CRITERIA": THREE, "METHOD": "ahp_eigenvector", "PAIRS": ["people", "cost", 0]}, "not a number above 0"),
        (
            {"CRITERIA": THREE, "METHOD": "ahp_eigenvector", "PAIRS": ["people", "cost", 3, "cost", "people", 3]},
            "stated twice",
        ),
        ({"CRITERIA": THREE, "METHOD": "critic"}, "give the layer INPUT"),
        ({"CRITERIA": THREE, "METHOD": "best_worst", "JUDGEMENTS": "none.xlsx"}, "There is no file"),
        ({"CRITERIA": ["a", "", "", 1, 2, "", "b", "", "", 3, 1, ""], "METHOD": "best_worst"}, "stated as 3 and as 2"),
        ({"CRITERIA": ["a", "", "", 3, 2, "", "b", "", "", 1, 1, ""], "METHOD": "best_worst"}, "«b» is stated as the"),
        ({"CRITERIA": ["a", "", "", 3, 2, "", "b", "", "", 2, 1, ""], "METHOD": "best_worst"}, "no criterion has"),
        ({"CRITERIA": CRITERIA, "MEMBERS": ["А", "багато"]}, "«importance» is «багато»"),
        ({"CRITERIA": CRITERIA, "SHEETS": "x.xlsx"}, "There is nobody to ask"),
        (
            {"CRITERIA": CRITERIA, "METHOD": "entropy", "SHEETS": "x.xlsx", "MEMBERS": ["А", ""]},
            "nothing to ask members",
        ),
    ],
)
def test_bad_input_gets_a_sentence(weights, parameters, sentence, tmp_path):
    files = {name: str(tmp_path / parameters[name]) for name in ("SHEETS", "JUDGEMENTS") if name in parameters}
    with pytest.raises(QgsProcessingException, match=sentence):
        weights(**{**parameters, **files})


def test_negative_values_are_refused_by_entropy_only(weights, made_layer):
    layer = made_layer("None?field=people:integer&field=damage:double", (None, -1, 1.0), (None, 2, 4.0), (None, 0, 0.0))
    criteria = THREE[:12]
    with pytest.raises(QgsProcessingException, match="«people» has negative or infinite values"):
        weights(METHOD="entropy", CRITERIA=criteria, INPUT=layer)
    assert weights(METHOD="critic", CRITERIA=criteria, INPUT=layer)["OUTPUT"].featureCount() == 2


def test_each_member_may_send_a_file_back(weights, sheets, tmp_path):
    path = sheets("ahp_eigenvector")
    copies = [tmp_path / f"{number}.xlsx" for number in (1, 2)]
    for number, copy in enumerate(copies):
        copy.write_bytes(path.read_bytes())
        fill(copy, number, pairs_in(True))
    result = weights(METHOD="ahp_eigenvector", CRITERIA=THREE, JUDGEMENTS=[str(copy) for copy in copies])
    assert (result["MEMBERS"], result["UNFILLED"], result["CONSENSUS"]) == (2, "Третій", pytest.approx(1))
    with pytest.raises(QgsProcessingException, match="«Олена Коваль» stands twice"):
        weights(METHOD="ahp_eigenvector", CRITERIA=THREE, JUDGEMENTS=[str(copies[0]), str(copies[0])])


def test_sheets_for_another_method_or_other_criteria_are_refused(weights, sheets):
    path = sheets("ahp_eigenvector")
    fill(path, 0, pairs_in(True))
    with pytest.raises(QgsProcessingException, match=r"asks for another kind of answer \(pairs\)"):
        weights(METHOD="swing", CRITERIA=THREE, JUDGEMENTS=str(path))
    with pytest.raises(QgsProcessingException, match="row 8: criterion «damage» is no longer"):
        weights(METHOD="ahp_eigenvector", CRITERIA=[*THREE[:6], *THREE[12:]], JUDGEMENTS=str(path))


def test_nobody_has_filled_in_a_sheet(weights, sheets):
    path = sheets("ahp_eigenvector")
    result = weights(METHOD="ahp_eigenvector", CRITERIA=THREE, JUDGEMENTS=str(path))
    assert result["MEMBERS"] == 0 and "Третій" in result["UNFILLED"]
    assert {row["weight"] == None for row in result["OUTPUT"].getFeatures()} == {True}  # noqa: E711


def test_a_fraction_that_became_a_date_is_pointed_out(weights, tmp_path):
    from datetime import datetime

    book = openpyxl.Workbook()
    for row in (["", "people", "damage", "cost"], ["people", 1, datetime(2026, 3, 1), "=1/3"]):
        book.active.append(row)
    path = tmp_path / "дата.xlsx"
    book.save(path)
    with pytest.raises(QgsProcessingException, match="cell C2: a date stands where a number is due"):
        weights(METHOD="ahp_eigenvector", CRITERIA=THREE, JUDGEMENTS=str(path))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[{]", "is not JSON"),
        ("[]", "must be an object such as"),
        ('{"members": 3}', "must be an object such as"),
        ('{"pairs": [["people", "cost"]]}', "pair 1 must be"),
        ('{"pairs": 5}', "«pairs» must be a list"),
        ('{"matrix": [[1, 2], [3]]}', "must have 3 rows of 3 numbers"),
        (
            '[{"name": "А", "importance": -1, "pairs": [["people", "cost", 2], ["damage", "cost", 2]]}, {"pairs": []}]',
            ".",
        ),
        ('[{"name": "А", "importance": "x"}]', "importance «x» is not a number"),
    ],
)
def test_bad_json_gets_a_sentence(weights, tmp_path, text, sentence):
    path = tmp_path / "відповіді.json"
    path.write_text(text, "utf-8")
    with pytest.raises(QgsProcessingException, match=sentence) as refused:
        weights(METHOD="ahp_eigenvector", CRITERIA=THREE, JUDGEMENTS=str(path))
    assert "Traceback" not in str(refused.value)


def test_fifteen_criteria_with_a_reversed_pair(weights):
    """105 judgements of weights 15 : 14 : … : 1; the first against the last is the wrong way round."""
    codes = [f"c{number:02}" for number in range(15)]
    criteria = [cell for code in codes for cell in (code, "", "", "", "", "")]
    pairs = []
    for one, other in itertools.combinations(range(15), 2):
        times = (15 - one) / (15 - other)
        pairs += [codes[one], codes[other], 1 / times if (one, other) == (0, 14) else times]
    result = weights(METHOD="ahp_eigenvector", CRITERIA=criteria, PAIRS=pairs)
    assert "«c14» 15 times more important than «c00». «c00» 9 times more" in result["RECONSIDER"]
    assert "from 0.29 to 0.00" in result["RECONSIDER"]
