"""The community's documents: the programme as a workbook, the concept's goals, the budgets, a scenario."""

from __future__ import annotations

import csv
import re
import shutil
import sqlite3
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from .sources import FOLDER

FIXED = datetime(2026, 2, 12)
FACILITIES = ("schools", "kindergartens", "health_points", "shelters")
UPPER = ["№ з/п", "Код заходу", "Назва заходу", "Місце реалізації (адреса)", "Відповідальний", "Термін реалізації",
         "Орієнтовна вартість, тис. грн", "у тому числі за джерелами, тис. грн", None, None,
         "Очікувана кількість вигодоотримувачів", "Стадія готовності", "Примітка", "Операційна ціль"]  # fmt: skip
LOWER = {8: "місцевий бюджет", 9: "державний бюджет", 10: "інші джерела"}
WIDTHS = (6, 10, 46, 30, 24, 13, 15, 13, 13, 13, 15, 20, 18, 11)
TITLES = (
    "ЗАТВЕРДЖЕНО рішенням Вербівської ради (вигаданої громади) від 12.02.2026 № 214",
    "Програма комплексного відновлення території Вербівської громади на 2026–2030 роки",
    "Додаток 1. Перелік заходів",
)
WRONG_TOTAL_OF = "Розділ 5. Транспорт і дороги"
NOTE = "* Вартість наведено в цінах 2026 року; уточнюється за результатами проєктування."
THIN = Side(style="thin", color="808080")


def write(folder: Path) -> None:
    """Write the workbook, goals, budgets and scenario beside community.gpkg, whose addresses they use."""
    for name in ("goals.csv", "budgets.csv", "scenario.json"):
        shutil.copyfile(FOLDER / name, folder / name)
    book = Workbook()
    book.properties.created = book.properties.modified = FIXED
    book.properties.creator = "Вербівська громада (вигадана)"
    sheet = book.active
    sheet.title = "Додаток 1"
    _Writer(sheet, addresses(folder / "community.gpkg")).write()
    book.save(folder / "programme.xlsx")
    fix_dates(folder / "programme.xlsx")


def addresses(path: Path) -> dict[str, str]:
    """Address by facility code or name; house number by «дім STREET N», the street's Nth block, damaged ones first."""
    with sqlite3.connect(path) as community:
        found = {
            code: address
            for layer in FACILITIES
            for code, address in community.execute(f"SELECT code, address_uk FROM {layer}")
        }
        found.update(community.execute("SELECT name_uk, address_uk FROM buildings WHERE name_uk IS NOT NULL"))
        houses = community.execute(
            "SELECT street_uk, house FROM buildings LEFT JOIN damage_sites USING (address_uk) WHERE use = 'apartment'"
            " ORDER BY grade BETWEEN 2 AND 4 DESC, residents DESC, building_id"
        ).fetchall()
    counts: dict[str, int] = {}
    for street, house in houses:
        counts[street] = counts.get(street, 0) + 1
        found[f"дім {street} {counts[street]}"] = str(house)
    return found


class _Writer:
    def __init__(self, sheet: Worksheet, places: dict[str, str]) -> None:
        self.sheet, self.places = sheet, places
        self.row, self.number, self.section = 0, 0, ""
        self.sums: dict[str, list[float]] = {}

    def write(self) -> None:
        self._titles()
        self._header()
        for measure in _measures():
            if measure["code"] == "#":
                self._close_section()
                self._heading(measure["title"])
            else:
                self._measure(measure)
        self._close_section()
        self._total("ВСЬОГО за програмою", [sum(column) for column in zip(*self.sums.values())])
        self._line([None] * len(UPPER))
        self._merged(NOTE, Font(italic=True, size=9), "left")
        self._finish()

    def _titles(self) -> None:
        for text in TITLES:
            self._merged(text, Font(bold=True, size=12), "center")
        self._line([None] * (len(UPPER) - 2) + ["тис. грн", None])

    def _header(self) -> None:
        self._line(UPPER)
        self._line([LOWER.get(column) for column in range(1, len(UPPER) + 1)])
        top = self.row - 1
        self.sheet.merge_cells(start_row=top, end_row=top, start_column=8, end_column=10)
        for column in set(range(1, len(UPPER) + 1)) - set(LOWER):
            self.sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
        self._line(list(range(1, len(UPPER) + 1)))
        for cells in self.sheet.iter_rows(min_row=top, max_row=self.row, max_col=len(UPPER)):
            for cell in cells:
                cell.font = Font(bold=True, size=9)
                cell.fill = PatternFill("solid", fgColor="E7ECEF")
                cell.alignment = Alignment("center", "center", wrap_text=True)

    def _heading(self, title: str) -> None:
        self.section = title
        self.sums[title] = [0.0] * 4
        self._merged(title, Font(bold=True), "left")

    def _measure(self, measure: dict[str, str]) -> None:
        self.number += 1
        title, place = (self._placed(measure[name]) for name in ("title", "place"))
        money = [_cell(measure[name]) for name in ("cost", "local", "state", "other")]
        for position, amount in enumerate(money):
            self.sums[self.section][position] += amount if isinstance(amount, float) else 0.0
        if measure["code"] == "СПО-01":
            self.sums[self.section][0] += 45000.0
        if measure["code"] == "ОСВ-02":
            money[0] = measure["cost"].replace(" ", "\u00a0")
        start = [self.number, measure["code"] or None, title, place, measure["responsible"], _year(measure["period"])]
        end = [_cell(measure["people"]), measure["stage"], measure["note"] or None, measure["goal"] or None]
        self._line([*start, *money, *end])

    def _placed(self, text: str) -> str:
        return re.sub(r"\{(.+?)\}", lambda found: self.places[found.group(1)], text)

    def _close_section(self) -> None:
        if self.section:
            sums = list(self.sums[self.section])
            if self.section == WRONG_TOTAL_OF:
                sums[0] -= 900.0
            self._total("Разом за розділом", sums)

    def _total(self, words: str, sums: list[float]) -> None:
        self._line([None, None, words, None, None, None, *(round(amount, 1) for amount in sums), *[None] * 4])
        for cell in self.sheet[self.row]:
            cell.font = Font(bold=True)

    def _merged(self, text: str, font: Font, align: str) -> None:
        self._line([text])
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=len(UPPER))
        self.sheet.cell(self.row, 1).font = font
        self.sheet.cell(self.row, 1).alignment = Alignment(align)

    def _line(self, values: list[Any]) -> None:
        self.row += 1
        for column, value in enumerate(values, 1):
            cell = self.sheet.cell(self.row, column, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = Border(THIN, THIN, THIN, THIN)
            if column in (7, 8, 9, 10):
                cell.number_format = "#,##0.0"

    def _finish(self) -> None:
        for column, width in enumerate(WIDTHS):
            self.sheet.column_dimensions[chr(ord("A") + column)].width = width
        self.sheet.freeze_panes = "D8"
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _measures() -> list[dict[str, str]]:
    with (FOLDER / "measures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _cell(text: str) -> Any:
    plain = text.replace(" ", "").replace(",", ".")
    try:
        return float(plain) if plain else None
    except ValueError:
        return text


def _year(text: str) -> Any:
    return int(text) if text.isdigit() else text


def fix_dates(path: Path) -> None:
    """Write the archive again with one date everywhere, so that the same content gives the same file."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stamp = b"2026-02-12T00:00:00Z"
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, core)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
