from __future__ import annotations

import csv
import re
from collections import defaultdict

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from vidnova.planning.errors import PlanError
from vidnova.planning.language import language
from vidnova.planning.publish.gather import gather, published_run
from vidnova.planning.publish.programme_csv import programme_table, write_csv
from vidnova.planning.publish.workbook import make_workbook, write_workbook

SHEETS = {
    "uk": [
        "Програма",
        "Рейтинг",
        "Графік",
        "Роки і джерела",
        "Кошти за територіями",
        "Справедливість",
        "Не увійшли",
        "Зауваження",
        "Метод",
    ],
    "en": [
        "Programme",
        "Ranking",
        "Schedule",
        "Years and funds",
        "Money by area",
        "Equity",
        "Left out",
        "Remarks",
        "Method",
    ],
}


def content_of(plan, code="uk"):
    run = published_run(plan)
    with language(code):
        return gather(plan, run)


@pytest.fixture
def workbook(example, tmp_path):
    content = content_of(example)
    with language("uk"):
        write_workbook(make_workbook(content), tmp_path / "програма.xlsx")
    return openpyxl.load_workbook(tmp_path / "програма.xlsx")


def value_of(sheet, address):
    """The value of a cell; sums, differences and references are computed."""
    value = sheet[address].value
    if not (isinstance(value, str) and value.startswith("=") and sheet[address].data_type == "f"):
        return value if isinstance(value, (int, float)) else 0
    ranges = re.fullmatch(r"=SUM\((\w+:\w+)\)", value)
    if ranges:
        return sum(value_of(sheet, cell.coordinate) for row in sheet[ranges[1]] for cell in row)
    parts = re.findall(r"([=+-])([A-Z]+\d+)", value)
    assert "".join(sign + cell for sign, cell in parts) == value
    return sum((-1 if sign == "-" else 1) * value_of(sheet, cell) for sign, cell in parts)


def row_of(sheet, label):
    return next(cell.row for column in sheet.iter_cols(1, 3) for cell in column if cell.value == label)


def test_sheets_bear_the_names_a_municipality_gives_them(example):
    for code, names in SHEETS.items():
        content = content_of(example, code)
        with language(code):
            assert make_workbook(content).sheetnames == names


def test_totals_are_formulas_that_equal_the_payments(example, workbook):
    sheet = workbook["Програма"]
    total = row_of(sheet, "Разом")
    paid_by_year, paid_by_fund = defaultdict(float), defaultdict(float)
    funds = {row["fund_id"]: row["name_uk"] for row in example.rows("fund")}
    for row in example.rows("draw_down"):
        paid_by_year[str(row["year"])] += row["amount"]
        paid_by_fund[funds[row["fund_id"]]] += row["amount"]
    heads = {cell.value: get_column_letter(cell.column) for row in sheet.iter_rows(7, 10) for cell in row}
    for label, amount in {**paid_by_year, **paid_by_fund}.items():
        assert sheet[f"{heads[label]}{total}"].value.startswith("=SUM(")
        assert value_of(sheet, f"{heads[label]}{total}") == pytest.approx(amount / 1000)
    assert value_of(sheet, f"{heads['усього']}{total}") == pytest.approx(sum(paid_by_year.values()) / 1000)
    assert value_of(sheet, f"{heads['Вартість']}{total}") == pytest.approx(sum(paid_by_year.values()) / 1000)


def test_the_annex_prints_on_landscape_a4_with_its_head_on_each_page(workbook):
    sheet = workbook["Програма"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", int(sheet.PAPERSIZE_A4))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    head = next(cell.row for cell in sheet["A"] if cell.value == "№")
    assert sheet.print_title_rows == f"${head}:${head + 2}"
    assert sheet.freeze_panes == f"D{head + 3}"
    assert sheet.max_row > head + 20


def test_years_and_funds_agree_with_the_run(example, workbook):
    sheet = workbook["Роки і джерела"]
    content = content_of(example)
    for fund in content.money.funds:
        top = row_of(sheet, fund.name)
        for column, year in enumerate(content.years, 3):
            budget, paid, left = (value_of(sheet, sheet.cell(top + line, column).coordinate) for line in range(3))
            assert budget == pytest.approx(content.money.budget(fund.fund_id, year) / 1000)
            assert paid == pytest.approx(content.money.paid(fund.fund_id, year) / 1000)
            assert left == pytest.approx(content.money.left(fund.fund_id, year) / 1000)
    top, last = row_of(sheet, "Усі джерела"), 3 + len(content.years)
    assert value_of(sheet, sheet.cell(top, last).coordinate) == pytest.approx(content.money.budget() / 1000)
    assert value_of(sheet, sheet.cell(top + 1, last).coordinate) == pytest.approx(content.money.paid() / 1000)


def test_all_that_is_left_out_stands_there_with_its_reason(example, workbook):
    rows = list(workbook["Не увійшли"].iter_rows(3, values_only=True))
    assert {row[1] for row in rows} == {line.measure.code for line in content_of(example).left_out}
    assert all(row[5] for row in rows)


def test_a_title_that_looks_like_a_formula_stays_text(example, tmp_path):
    first = example.rows("measure")[4]
    with example.transaction():
        example.update("measure", first["measure_id"], {"title_uk": "=1+1 \x0b ремонт"})
    content = content_of(example)
    with language("uk"):
        write_workbook(make_workbook(content), tmp_path / "p.xlsx")
        write_csv(programme_table(content), tmp_path / "p.csv")
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "p.xlsx")["Програма"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1  ремонт"] == ["s"]
    assert "'=1+1" in (tmp_path / "p.csv").read_text("utf-8-sig")


def test_the_csv_opens_in_a_spreadsheet_and_its_money_adds_up(example, tmp_path):
    content = content_of(example)
    with language("uk"):
        write_csv(programme_table(content), tmp_path / "програма.csv")
    data = (tmp_path / "програма.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    labels, *rows = csv.reader(data.decode("utf-8-sig").splitlines(), delimiter=";")
    assert len(rows) == len(content.programme) and len(labels) == 8 + 15
    paid = sum(float(value.replace(",", ".")) for row in rows for value in row[8:])
    assert paid == pytest.approx(sum(row["amount"] for row in example.rows("draw_down")) / 1000)


def test_a_plan_without_a_run_makes_a_workbook_that_says_so(plan, tmp_path):
    content = content_of(plan, "en")
    with language("en"):
        workbook = make_workbook(content)
    texts = [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Nothing has been calculated yet." in texts
    assert workbook.sheetnames == [name for name in SHEETS["en"] if name not in ("Schedule", "Money by area", "Equity")]


def test_a_workbook_that_cannot_be_written_is_said_and_the_old_one_stays(example, tmp_path):
    (tmp_path / "зайнято.xlsx").mkdir()
    workbook = make_workbook(content_of(example))
    with pytest.raises(PlanError, match="cannot be written"):
        write_workbook(workbook, tmp_path / "зайнято.xlsx")
