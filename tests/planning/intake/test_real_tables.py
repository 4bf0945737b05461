"""Forms that tables of measures really have, and the real tables."""

from __future__ import annotations

from collections import Counter

import openpyxl
import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.intake.measures import read_measures
from vidnova.planning.intake.merge import store_measures
from vidnova.planning.intake.tables import read_sheet
from vidnova.planning.intake.workbook import read_measure_tables
from vidnova.planning.progress import Progress

DOCUMENT = {"kind": "PKV", "title_uk": "Програма"}


@pytest.fixture
def path_of(tmp_path):
    def write(rows, *merged, name="таблиця.xlsx"):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for area in merged:
            book.active.merge_cells(area)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def read(path_of):
    return lambda rows, *merged, **options: read_measures(read_sheet(path_of(rows, *merged)), **options)


def outcomes(reading):
    return [report.outcome for report in reading.rows]


def costs(reading):
    return [report.measure["cost_total"] for report in reading.rows if report.measure]


def test_a_fund_named_in_the_data_is_no_header(read):
    reading = read([["Назва заходу", "Власник", "Вартість"], ["Ремонт даху", "Державна", 5], ["Ремонт", "місцева", 6]])
    assert outcomes(reading) == ["header", "taken", "taken"]
    assert reading.layout.money == {}


def test_each_column_keeps_its_unit(read):
    reading = read([["Назва", "Вартість, млн грн", "Місцевий бюджет, тис. грн"], ["Ремонт даху", "1,5", 1500]])
    assert costs(reading) == [1_500_000]
    assert reading.rows[1].funding == {("local", None): 1_500_000}
    assert reading.rows[1].message == ""


def test_years_as_columns_are_no_cost_of_their_own(read):
    table = [
        ["Назва заходу", "Обсяги фінансування, тис. грн", None, None, "Відповідальний"],
        [None, "2026 рік", "2027 р.", "Всього", None],
        ["Ремонт даху", 10, 20, 30, "УКБ"],
        ["Ремонт входу", 10, None, None, "УКБ"],
    ]
    reading = read(table, "A1:A2", "B1:D1", "E1:E2")
    assert outcomes(reading) == ["header", "header", "taken", "taken"]
    assert costs(reading) == [30_000, 10_000]
    assert reading.rows[2].funding == {("", 2026): 10_000, ("", 2027): 20_000}
    assert (reading.rows[2].measure["start_year"], reading.rows[2].measure["end_year"]) == (2026, 2027)


def test_funds_within_years(read):
    table = [
        ["Назва заходу", "2026", None, None, "2027", None, None],
        [None, "Разом", "місцевий бюджет", "державний бюджет", "Разом", "місцевий бюджет", "державний бюджет"],
        ["Ремонт даху", 30, 10, 20, 5, 5, None],
    ]
    reading = read(table, "A1:A2", "B1:D1", "E1:G1")
    assert reading.rows[2].funding == {("local", 2026): 10, ("state", 2026): 20, ("local", 2027): 5}
    assert costs(reading) == [35]


def test_two_columns_of_one_fund_are_added(read):
    reading = read([["Назва", "Вартість", "державний бюджет", "субвенція"], ["Ремонт даху", 30, 10, 20]])
    assert reading.rows[1].funding == {("state", None): 30}
    assert reading.rows[1].message == ""


def test_a_cost_that_is_not_stated_is_the_sum_of_the_funds(read):
    reading = read([["Назва", "місцевий бюджет", "державний бюджет"], ["Ремонт даху", 10, 20]])
    assert costs(reading) == [30]


def test_lines_of_one_measure_are_one_measure(read):
    table = [
        ["№", "Назва заходу", "Джерела фінансування", "Обсяг фінансування, тис. грн"],
        [1, "Ремонт даху ліцею", "Місцевий бюджет", 100],
        [None, None, "Державний бюджет", 200],
        [2, "Ремонт амбулаторії", "Всього", 50],
        [None, None, "Місцевий бюджет", 20],
        [None, None, "Інші джерела", 30],
        ["Разом", None, None, 350],
    ]
    reading = read(table, "A2:A3", "B2:B3", "A4:A6", "B4:B6")
    assert costs(reading) == [300_000, 50_000]
    assert reading.rows[1].funding == {("local", None): 100_000, ("state", None): 200_000}
    assert reading.rows[3].funding == {("local", None): 20_000, ("donor", None): 30_000}
    assert [report.continues for report in reading.rows] == [None, None, 2, None, 4, 4, None]
    assert reading.rows[6].message == ""


def test_numbered_parts_are_not_added_to_their_parent(read):
    table = [
        ["№ з/п", "Назва заходу", "Вартість"],
        [1, "Заходи з енергоощадності, зокрема ремонт", 100],
        [1.1, "Утеплення фасаду", 60],
        [1.2, "Заміна вікон", 40],
        [2, "Ремонт дороги", 10],
        ["Всього", None, 110],
    ]
    reading = read(table)
    assert [report.part_of for report in reading.rows] == [None, None, 2, 2, None, None]
    assert reading.rows[-1].message == ""


def test_a_numbered_heading_with_a_sum_is_a_total(read):
    table = [
        ["№ з/п", "Назва заходу", "Вартість"],
        [1, "Освіта", 100],
        [1.1, "Ремонт даху", 60],
        [1.2, "Заміна вікон", 50],
    ]
    reading = read(table)
    assert outcomes(reading) == ["header", "subtotal", "taken", "taken"]
    assert [row.measure["sector"] for row in reading.rows[2:]] == ["education_science"] * 2
    assert reading.rows[1].part_of is None


@pytest.mark.parametrize("following", [["у тому числі:", None], [None, "в т. ч.:"]])
def test_parts_after_a_line_of_their_own(read, following):
    table = [
        ["Назва заходу", "Вартість"],
        ["Центр онкології — будівництво", 100],
        following[:1] + [None],
        ["перша черга", 60],
        ["друга черга", 40],
        ["Ремонт школи", 7],
    ]
    table[2] = ["у тому числі:", None] if following[0] else ["в т. ч.:", None]
    assert [report.part_of for report in read(table).rows] == [None, None, None, 2, 2, None]


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (["Розділ 2. Освіта", None, None], "subheading"),
        ([2, "Освіта", None], "subheading"),
        ([None, "Капітальний ремонт покрівлі школи № 3", None], "taken"),
        ([3, "Капітальний ремонт покрівлі", None], "taken"),
        ([None, None, 500], "subtotal"),
        ([3, None, 500], "refused"),
        (["а", None, 500], "refused"),
        ([4, "#REF!", 500], "refused"),
        ([4, "Ремонт", -500], "refused"),
        ([4, "Ремонт", "#DIV/0!"], "refused"),
        (["Секретар ради", "Іван ПЕТРЕНКО", None], "note"),
        (["* суми уточнюються", None, None], "note"),
        (["Загалом за програмою", None, 5], "subtotal"),
    ],
)
def test_what_a_row_is(read, row, outcome):
    reading = read([["№", "Назва заходу", "Вартість, грн"], [1, "Ремонт даху ліцею", 5], row])
    assert outcomes(reading)[2] == outcome


def test_a_mapping_may_name_letters(read):
    reading = read([["Щось", "Скільки"], ["Ремонт даху", 5]], mapping={"title": "Щось", "cost": "B"})
    assert costs(reading) == [5]


@pytest.mark.parametrize(
    ("mapping", "sentence"), [({"cost": "Сума"}, "no column «Сума»"), ({"price": "A"}, "«price», which is not known")]
)
def test_a_mapping_that_fits_nothing_is_refused(read, mapping, sentence):
    with pytest.raises(PlanError, match=sentence):
        read([["Назва", "Скільки"], ["Ремонт даху", 5]], mapping=mapping)


def test_a_formula_without_its_value_is_said(path_of):
    path = path_of([["Назва", "Вартість"], ["Ремонт даху", "=2+3"], ["Ремонт входу", 5]])
    reading = read_measures(read_sheet(path))
    assert outcomes(reading) == ["header", "refused", "taken"]
    assert "no stored result" in reading.rows[1].message


def test_csv_oddities(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("Назва\tВартість, грн\nРемонт «А; Б; В»\t1,5\n", "utf-16")
    assert costs(read_measures(read_sheet(path))) == [1.5]
    path.write_text('Назва,Вартість\n"Ремонт; заміна; друга черга","1,5"\nРемонт; ще,2\n', "utf-8")
    assert costs(read_measures(read_sheet(path))) == [1.5, 2]


def test_a_workbook_called_csv_is_read_all_the_same(path_of):
    path = path_of([["Назва", "Вартість"], ["Ремонт даху", 5]])
    assert costs(read_measures(read_sheet(path.rename(path.with_suffix(".csv"))))) == [5]


def test_text_called_xlsx_gets_a_sentence(tmp_path):
    (tmp_path / "a.xlsx").write_text("Назва;Вартість")
    with pytest.raises(PlanError, match="called XLSX but is none"):
        read_sheet(tmp_path / "a.xlsx")


def test_every_sheet_with_measures_is_read_and_the_others_are_named(tmp_path, plan):
    book = openpyxl.Workbook()
    book.active.append(["Код", "Назва", "Вартість, грн"])
    book.active.append(["А-1", "Ремонт даху", 5])
    second = book.create_sheet("Додаток 2")
    second.append(["Код", "Назва", "Вартість, грн"])
    second.append(["A-1", "Ремонт входу, код латинкою", 6])
    second.append(["А-2", "Ремонт вікон", 7])
    book.create_sheet("Довідка").append(["Щось інше"])
    book.save(tmp_path / "a.xlsx")
    said = []
    readings = read_measure_tables(tmp_path / "a.xlsx", progress=Progress(warn=said.append))
    run = store_measures(plan, readings, DOCUMENT, tmp_path / "a.xlsx")
    assert [row["outcome"] for row in run.results["import_row"]] == ["header", "taken", "header", "refused", "taken"]
    assert "«Довідка»" in " ".join(said)


def test_a_unit_that_is_not_said_is_said(path_of):
    said = []
    path = path_of([["Назва", "Вартість"], ["Ремонт даху", 5]])
    read_measure_tables(path, progress=Progress(warn=said.append))
    assert "does not say its unit" in said[0]
    read_measure_tables(path, unit=1000, progress=Progress(warn=said.append))
    assert len(said) == 1


def test_the_list_of_2020_sums_to_its_printed_total(real_data):
    [reading] = read_measure_tables(real_data / "dfrr_measures" / "dfrr-2020.xlsx")
    whole = [report for report in reading.rows if report.measure and report.part_of is None]
    assert len(whole) == 469
    assert sum(report.measure["cost_total"] for report in whole) == pytest.approx(4_872_913_957, abs=0.5)
    assert Counter(outcomes(reading)) == {
        "taken": 478, "subtotal": 27, "header": 2, "title": 2, "numbering": 1,
    }  # fmt: skip
    complaints = {report.row for report in reading.rows if report.outcome == "subtotal" and report.message}
    assert complaints == {510}


def test_the_sample_programme_is_read_to_its_last_row(sample):
    [reading] = read_measure_tables(sample / "programme.xlsx")
    reports = {report.row: report for report in reading.rows}
    assert len(reports) == len(reading.sheet.rows)
    repeated = [report.message for report in reading.rows if report.outcome == "refused"]
    assert len(repeated) == 1 and "stands in row" in repeated[0]
    complaints = [report.message for report in reading.rows if report.outcome == "subtotal" and report.message]
    assert complaints == ["The total says 228,400,000, its rows sum to 229,300,000."]
    assert [report for report in reading.rows if report.repeats] == []
    assert {
        report.measure["sector"] for report in reading.rows if report.measure and report.measure["code"] == "СПО-01"
    } == {"sport_recreation"}


def test_a_total_may_hold_the_rows_that_were_refused(read):
    table = [["Код", "Назва", "Вартість"], ["А", "Ремонт даху", 5], ["А", "Ремонт входу", 6], ["Разом", None, 11]]
    assert read(table).rows[-1].message == ""
