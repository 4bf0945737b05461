"""The report: one self-contained HTML file for the council, to read on a screen or to print on A4."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from .. import wording
from ..errors import PlanError
from ..language import current_language, tr
from ..libraries import require
from ..plan.schema import code_lists, tables
from ..programme.explanation.sentences import one, value_words
from ..progress import SILENT, Progress
from .area_money_sheet import split_words
from .charts import contribution_chart, money_chart, plane_chart, value_pictures
from .content import Content
from .equity import EQUITY_WORDS, equity_chart
from .explained import curve_chart
from .files import written
from .gates_sheet import head_sentences
from .measures import ChosenMeasure
from .schedule import schedule_charts

TEMPLATES = Path(__file__).with_name("templates")
SIGNATURES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"<svg": "image/svg+xml",
    b"<?xml": "image/svg+xml",
}
FIRST = 10


def report_html(content: Content, map_uri: str = "", progress: Progress = SILENT) -> str:
    """The report in the language of its content; `map_uri` is the map as picture_uri gives it."""
    jinja2 = require("jinja2")
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(_words(content))
    markup = require("markupsafe").Markup
    charts = {name: markup(svg) for name, svg in _charts(content, progress)}
    progress.step(3, 5)
    pictures = {code: markup(svg) for code, svg in value_pictures(content).items()}
    progress.step(4, 5)
    return environment.get_template("report.html.j2").render(
        content=content,
        head=content.head,
        charts=charts,
        pictures=pictures,
        map_uri=map_uri,
        first=content.ranking[:FIRST],
        by_year=list(_by_start_year(content.programme)),
        language=current_language(),
    )


def picture_uri(path: Path) -> str:
    """The picture as a data URI. Raises PlanError where it cannot be read or is no picture."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PlanError(tr("The map picture {path} cannot be read: {why}.", path=path, why=error.strerror)) from None
    kind = next((kind for start, kind in SIGNATURES.items() if data.lstrip().startswith(start)), None)
    if kind is None:
        raise PlanError(tr("{path} is no picture: give a PNG, JPEG or SVG file, or leave the map empty.", path=path))
    return f"data:{kind};base64," + base64.b64encode(data).decode()


def write_report(text: str, path: Path) -> None:
    """Raises PlanError where the file cannot be written."""
    with written(path) as unfinished:
        unfinished.write_text(text, "utf-8")


def _charts(content: Content, progress: Progress) -> Iterator[tuple[str, str]]:
    makers: dict[str, Callable[[Content], str]] = {
        "contributions": contribution_chart,
        "money": money_chart,
        "plane": plane_chart,
        "equity": equity_chart,
        "curve": lambda content: curve_chart(content.explained),
    }
    for number, (name, make) in enumerate(makers.items()):
        progress.step(number, len(makers) + 2)
        yield name, make(content)


def _words(content: Content) -> dict[str, Any]:
    """What the templates may call."""
    return {
        **EQUITY_WORDS,
        "one": one,
        "value": value_words,
        "gate_sentences": head_sentences,
        "schedule_charts": lambda content: [require("markupsafe").Markup(svg) for svg in schedule_charts(content)],
        "split_words": split_words,
        "tr": tr,
        "number": wording.number,
        "percent": wording.percent,
        "period": wording.period,
        "span": wording.span,
        "date": wording.date,
        "thousands": wording.thousands,
        "money": lambda value: wording.money(value, content.head.currency),
        "label": lambda table, field: tables()[table].field(field).label,
        "unit": wording.money_unit(content.head.currency),
        "quadrants": code_lists()["quadrant"],
    }


def _by_start_year(programme: tuple[ChosenMeasure, ...]) -> Iterator[tuple[int | None, list[ChosenMeasure]]]:
    for year, lines in groupby(programme, key=lambda line: line.start_year):
        yield year, list(lines)
