"""Members' sheets: what a spreadsheet itself computes on them, and that they come back as they were filled."""

from __future__ import annotations

import itertools
import shutil
import subprocess

import numpy as np
import openpyxl
import pytest
from vidnova.planning.language import language
from vidnova.planning.ranking.weights.consistency import geometric_index
from vidnova.planning.ranking.weights.hierarchy import Item, hierarchy_of
from vidnova.planning.ranking.weights.judgements import read_judgements
from vidnova.planning.ranking.weights.pairwise import geometric_mean_weights, judgement_matrix
from vidnova.planning.ranking.weights.sheets.workbook import make_sheets

NAMES = ["Мешканці, що отримають доступ", "Руйнування «важкі» *", "Вартість?", '-Ризик "високий"', "Спільна", "Спільна"]
CODES = [f"c{place}" for place in range(len(NAMES))]


@pytest.fixture
def hierarchy():
    return hierarchy_of([Item(code, name) for code, name in zip(CODES, NAMES)])


def filled(hierarchy, path, judgement):
    """A sheet with judgement(first place, second place) → (0 for the first or 1 for the second, times)."""
    with language("uk"):
        book = make_sheets(hierarchy, ["Член ради № 1"], "pairs")
    sheet, pairs = book.worksheets[0], iter(itertools.combinations(range(len(NAMES)), 2))
    for row in range(1, sheet.max_row + 1):
        if sheet.cell(row, 1).value == "pair":
            chosen, times = judgement(*next(pairs))
            sheet.cell(row, 7).value = sheet.cell(row, 5 + chosen).value
            sheet.cell(row, 7).data_type = "s"
            sheet.cell(row, 8).value = times
    book.save(path)
    return path


@pytest.fixture
def recalculated(tmp_path):
    """Save a workbook again with LibreOffice, which computes its formulas."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice not found: the formulas of the sheets are not computed")

    def save(path):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        words = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(tmp_path / "again"),
            str(path),
        ]
        subprocess.run(words, check=True, capture_output=True)
        return tmp_path / "again" / path.name

    return save


def cells(path, kind):
    """The cells of the rows of a kind, by column."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    return [[None, *(cell.value for cell in row)] for row in sheet.iter_rows() if row[0].value == kind]


def test_the_live_hint_is_the_geometric_consistency_index(hierarchy, recalculated, tmp_path):
    """Shares on the sheet are the geometric mean weights; the pair marked is the one that was turned round."""

    def judgement(one, other):
        return (1, 5) if (one, other) == (0, 5) else (0, min(9, other - one + 1))

    path = recalculated(filled(hierarchy, tmp_path / "бланк.xlsx", judgement))
    [member] = read_judgements([path], hierarchy, "pairs").members
    matrix = judgement_matrix(CODES, member.answers.pairs)
    rows = cells(path, "pair")
    errors = np.array([row[13] for row in rows], dtype=float)
    assert 2 / (5 * 4) * (errors**2).sum() == pytest.approx(geometric_index(matrix), abs=1e-9)
    shares = [row[7] for row in cells(path, None) if isinstance(row[10], int)]
    np.testing.assert_allclose(np.array(shares, dtype=float), geometric_mean_weights(matrix), atol=1e-12)
    [marked] = [row for row in rows if row[9]]
    assert (marked[2], marked[3]) == ("c0", "c5")
    assert "з інших відповідей виходить: Мешканці, що отримають доступ × " in marked[9]


def test_answers_come_back_as_they_were_given(hierarchy, tmp_path):
    given = {pair: (sum(pair) % 2, 1 + sum(pair) % 9) for pair in itertools.combinations(range(len(NAMES)), 2)}
    path = filled(hierarchy, tmp_path / "бланк.xlsx", lambda one, other: given[one, other])
    [member] = read_judgements([path], hierarchy, "pairs").members
    assert member.name == "Член ради № 1"
    expected = {
        (CODES[one], CODES[other]): 1 / times if second else times for (one, other), (second, times) in given.items()
    }
    assert member.answers.pairs == pytest.approx(expected)


def test_only_what_is_asked_can_be_changed(hierarchy):
    with language("uk"):
        for asks in ("points", "ranks", "pairs", "best_worst"):
            sheet = make_sheets(hierarchy, ["А/Б", "а:б", "а:б " * 20], asks).worksheets[0]
            free = {cell.column for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
            assert sheet.protection.sheet and free == ({7, 8} if asks in ("pairs", "best_worst") else {7})
            ranges = [str(one.sqref) for one in sheet.data_validations.dataValidation]
            entries = [c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked]
            assert sorted(ranges) == sorted(entries)


def test_titles_of_sheets_are_what_spreadsheets_take(hierarchy):
    names = [
        "А/Б",
        "А Б",
        "а б",
        "[x]*?" * 20,
        "'",
        "Дуже довге ім'я учасника робочої групи № 1",
        "Дуже довге ім'я учасника робочої групи № 2",
    ]
    book = make_sheets(hierarchy, names, "points")
    titles = [sheet.title.lower() for sheet in book.worksheets]
    assert len(set(titles)) == len(names) and max(map(len, titles)) <= 31
    assert [sheet["C1"].value for sheet in book.worksheets] == names
