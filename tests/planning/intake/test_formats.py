"""The same table as workbook, OpenDocument, Word document and text; and files that are none of these."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import odf.opendocument
import odf.table
import odf.text
import openpyxl
import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.intake.measures import read_measures
from vidnova.planning.intake.sheet import text_of
from vidnova.planning.intake.tables import read_sheets

HEADER = [["№", "Назва заходу", "Вартість, тис. грн", None], [None, None, "місцевий бюджет", "державний бюджет"]]
MERGED = [(0, 0, 2, 1), (0, 1, 2, 2), (0, 2, 1, 4)]
ROWS = [
    ["Освіта", None, None, None],
    [1, "Ремонт школи", 5, 10],
    [2, "Ремонт садка", 1.5, None],
    ["Разом", None, 6.5, 10],
]
TABLE = [*HEADER, *ROWS]
SPANS = [*MERGED, (2, 0, 3, 4)]


def as_xlsx(path, rows, spans=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for top, left, bottom, right in spans:
        book.active.merge_cells(None, top + 1, left + 1, bottom, right)
    book.save(path)


def as_ods(path, rows, spans=()):
    book = odf.opendocument.OpenDocumentSpreadsheet()
    sheet = odf.table.Table(name="Sheet")
    sizes = {(top, left): (bottom - top, right - left) for top, left, bottom, right in spans}
    covered = {(r, c) for top, left, bottom, right in spans for r in range(top, bottom) for c in range(left, right)}
    for number, row in enumerate(rows):
        line = odf.table.TableRow()
        for column, value in enumerate(row):
            line.addElement(ods_cell(value, sizes.get((number, column)), (number, column) in covered))
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(path)


def ods_cell(value, size, covered):
    if covered and size is None:
        return odf.table.CoveredTableCell()
    spans = {"numberrowsspanned": size[0], "numbercolumnsspanned": size[1]} if size else {}
    if isinstance(value, (int, float)):
        return odf.table.TableCell(valuetype="float", value=value, **spans)
    cell = odf.table.TableCell(valuetype="string", **spans)
    if value:
        cell.addElement(odf.text.P(text=value))
    return cell


def as_docx(path, *tables):
    document = docx.Document()
    for rows, spans in tables:
        document.add_paragraph("Додаток")
        table = document.add_table(len(rows), max(len(row) for row in rows))
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    table.cell(number, column).text = str(value)
        for top, left, bottom, right in spans:
            table.cell(top, left).merge(table.cell(bottom - 1, right - 1))
    document.save(path)


def texts(sheet):
    return [[text_of(cell) for cell in row] for row in sheet.rows]


def taken(path):
    [sheet] = read_sheets(path)
    measures = [row.measure for row in read_measures(sheet).rows if row.measure]
    return [(m["title_uk"], m["cost_total"], m["sector"]) for m in measures]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "docx"])
def test_merged_cells_are_filled_from_their_first(tmp_path, ending):
    path = tmp_path / f"а.{ending}"
    {"xlsx": as_xlsx, "ods": as_ods}.get(ending, lambda p, r, s: as_docx(p, (r, s)))(path, TABLE, SPANS)
    [sheet] = read_sheets(path)
    assert texts(sheet)[:3] == [
        ["№", "Назва заходу", "Вартість, тис. грн", "Вартість, тис. грн"],
        ["№", "Назва заходу", "місцевий бюджет", "державний бюджет"],
        ["Освіта"] * 4,
    ]
    assert list(sheet.own[1]) == [False, False, True, True] and list(sheet.own[2]) == [True, False, False, False]
    assert taken(path) == [("Ремонт школи", 15_000, "education_science"), ("Ремонт садка", 1_500, "education_science")]


def test_a_table_that_pages_have_cut_is_one(tmp_path):
    path = tmp_path / "а.docx"
    second = [*HEADER, [3, "Ремонт ліцею", 7, None]]
    as_docx(path, (TABLE[:5], SPANS), (second, MERGED), ([[4, "Ремонт їдальні", 2, None]], ()))
    [sheet] = read_sheets(path)
    assert [row[0] for row in texts(sheet)] == ["№", "№", "Освіта", "1", "2", "3", "4"]
    assert [title for title, _, _ in taken(path)] == ["Ремонт школи", "Ремонт садка", "Ремонт ліцею", "Ремонт їдальні"]


def test_other_tables_of_a_document_stay_apart(tmp_path):
    path = tmp_path / "а.docx"
    as_docx(path, (TABLE, SPANS), ([["Голова", "Підпис"], ["О. Коваль", ""]], ()))
    assert [sheet.name for sheet in read_sheets(path)] == ["table 1", "table 2"]


def test_repeated_rows_and_cells_of_an_ods_are_not_unrolled(tmp_path):
    path = tmp_path / "а.ods"
    book = odf.opendocument.OpenDocumentSpreadsheet()
    sheet = odf.table.Table(name="Аркуш")
    for row in TABLE:
        line = odf.table.TableRow()
        for value in row:
            line.addElement(ods_cell(value, None, False))
        line.addElement(odf.table.TableCell(numbercolumnsrepeated=16_000))
        sheet.addElement(line)
    empty = odf.table.TableRow(numberrowsrepeated=1_048_000)
    empty.addElement(odf.table.TableCell(numbercolumnsrepeated=16_384))
    sheet.addElement(empty)
    book.spreadsheet.addElement(sheet)
    book.save(path)
    [found] = read_sheets(path)
    assert (len(found.rows), found.width) == (6, 4)


@pytest.mark.parametrize("ending", ["ods", "docx"])
def test_the_sample_reads_the_same_in_every_format(sample, tmp_path, ending):
    source = sample / "programme.xlsx"
    [sheet] = read_sheets(source)
    areas = openpyxl.load_workbook(source).active.merged_cells.ranges
    spans = [(a.min_row - 1, a.min_col - 1, a.max_row, a.max_col) for a in areas]
    rows = [[v if own else None for v, own in zip(row, owns)] for row, owns in zip(sheet.rows, sheet.own)]
    path = tmp_path / f"програма.{ending}"
    {"ods": as_ods}.get(ending, lambda p, r, s: as_docx(p, (r, s)))(path, rows, spans)
    assert taken(path) == taken(source)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_what_libreoffice_writes_reads_as_the_workbook(sample, tmp_path):
    shutil.copy(sample / "programme.xlsx", tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path)]
    subprocess.run([*call, str(tmp_path / "programme.xlsx")], check=True, capture_output=True, timeout=120)
    [workbook], [converted] = (read_sheets(tmp_path / f"programme.{ending}") for ending in ("xlsx", "ods"))
    assert [row[: len(other)] for row, other in zip(texts(workbook), texts(converted))] == texts(converted)
    assert taken(tmp_path / "programme.ods") == taken(tmp_path / "programme.xlsx")


@pytest.mark.parametrize("called", ["а.xlsx", "а.ods", "а.docx", "а.csv", "а.xls"])
def test_a_wrong_ending_does_not_matter(tmp_path, called):
    as_docx(tmp_path / "а.bin", (TABLE, SPANS))
    (tmp_path / "а.bin").rename(tmp_path / called)
    assert len(taken(tmp_path / called)) == 2


def packed(path, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def replaced(path, part, change):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    packed(path, **{**parts, part: change(parts[part])})


MAIN = {"xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml", "docx": "word/document.xml"}


@pytest.fixture(params=["xlsx", "ods", "docx"])
def book(request, tmp_path):
    path = tmp_path / f"а.{request.param}"
    {"xlsx": as_xlsx, "ods": as_ods}.get(request.param, lambda p, r, s: as_docx(p, (r, s)))(path, TABLE, SPANS)
    return path


def test_half_a_file_is_told(book):
    book.write_bytes(book.read_bytes()[: book.stat().st_size // 2])
    with pytest.raises(PlanError, match="damaged"):
        read_sheets(book)


def test_half_a_table_is_told(book):
    replaced(book, MAIN[book.suffix[1:]], lambda content: content[: len(content) // 2])
    with pytest.raises(PlanError, match="damaged"):
        read_sheets(book)


def test_xml_with_entities_is_refused(book):
    def laugh(content):
        entities = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
        declaration, _, rest = content.decode().partition("?>")
        return f"{declaration}?>{entities}{rest}" if rest else entities + declaration

    replaced(book, MAIN[book.suffix[1:]], laugh)
    with pytest.raises(PlanError, match="XML definitions"):
        read_sheets(book)


def test_a_bomb_is_not_unpacked(book):
    replaced(book, MAIN[book.suffix[1:]], lambda content: content + b" " * 80_000_000)
    with pytest.raises(PlanError, match=r"would unpack to 7\d MB"):
        read_sheets(book)


def test_a_password_is_told(tmp_path):
    (tmp_path / "а.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(PlanError, match="password"):
        read_sheets(tmp_path / "а.xlsx")
    packed(tmp_path / "а.ods", **{"content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"})
    with pytest.raises(PlanError, match="password"):
        read_sheets(tmp_path / "а.ods")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("а.xlsx", b"", "is called XLSX but is none"),
        ("а.ods", b"Code;Title", "is called ODS but is none"),
        ("а.pdf", b"%PDF-1.7", "cannot be read"),
        ("а.xls", b"<html><table>", "cannot be read"),
    ],
)
def test_other_files_are_told(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PlanError, match=words):
        read_sheets(tmp_path / name)


def test_a_packed_file_without_a_table_is_told(tmp_path):
    packed(tmp_path / "а.zip", **{"а.txt": "Назва"})
    with pytest.raises(PlanError, match="packed file, but no table"):
        read_sheets(tmp_path / "а.zip")


def test_macros_are_left_alone(tmp_path):
    as_xlsx(tmp_path / "а.xlsm", TABLE, SPANS)
    with zipfile.ZipFile(tmp_path / "а.xlsm", "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert len(taken(Path(tmp_path / "а.xlsm"))) == 2
