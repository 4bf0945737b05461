"""One page on why a programme is as it is, to read on a screen or to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .. import wording
from ..language import current_language, named, tr
from ..libraries import require
from ..plan.schema import code_label
from ..plan.store import PlanFile, Row
from ..programme.explanation.sentences import Words, one, value_words
from .documents import measures_by_id
from .explained import curve_chart, words_of
from .outcome import result_rows
from .report import TEMPLATES


def explanation_html(plan: PlanFile, run: Row, found: Mapping[str, Any]) -> str:
    """The page in the current language; `found` is what is stored with the run."""
    jinja2, markup = require("jinja2"), require("markupsafe").Markup
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    words, community = words_of(plan, found), plan.community
    scenario = plan.row("scenario", scenario_id=run["scenario_id"]) if run["scenario_id"] else None
    return environment.get_template("explanation.html.j2").render(
        tr=tr,
        one=one,
        language=current_language(),
        number=wording.number,
        percent=wording.percent,
        thousands=wording.thousands,
        unit=wording.money_unit(found["base"]["currency"]),
        value=value_words,
        community=named(community, "community"),
        invented=bool(community["invented"]),
        scenario=(named(scenario, "title") or scenario["name"]) if scenario else "",
        calculated=wording.date(run["finished"]),
        run=run,
        found=found,
        words=words,
        curve=markup(curve_chart(words)),
        standings=list(_standings(plan, found, words)),
        measures=list(_measures(plan, run, found)),
        prices=list(_prices(found, words)),
        years=sorted({price["year"] for price in found["money"]}),
        notes=list(_notes(found)),
    )


def _standings(plan: PlanFile, found: Mapping[str, Any], words: Words) -> Iterator[dict[str, Any]]:
    measures = measures_by_id(plan)
    by_id = {line["id"]: line for line in found["measures"]}
    for standing in found["standings"]:
        yield {
            "measure": measures[standing["id"]],
            "chosen": standing["chosen"],
            "line": by_id[standing["id"]],
            "sentences": list(words.standing(standing)),
        }


def _measures(plan: PlanFile, run: Row, found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every candidate by value, with the reason that the run gives."""
    measures = measures_by_id(plan)
    items = {row["measure_id"]: row for row in result_rows(plan, "programme_item", run)}
    for line in sorted(found["measures"], key=lambda line: line["place_by_value"] or len(measures) + 1):
        item = items.get(line["id"])
        code = item["reason_code"] if item else None
        yield {
            **line,
            "measure": measures[line["id"]],
            "reason": code_label("reason", code) if code else "",
            "why": named(item, "reason") if item else "",
        }


def _prices(found: Mapping[str, Any], words: Words) -> Iterator[tuple[str, list[float]]]:
    """Fund, and what a million more brings in each year."""
    by_fund: dict[str, dict[int, float]] = {}
    for price in found["money"]:
        by_fund.setdefault(price["fund"], {})[price["year"]] = price["per_million"]
    for fund, prices in by_fund.items():
        yield words.fund(fund), [prices[year] for year in sorted(prices)]


def _notes(found: Mapping[str, Any]) -> Iterator[str]:
    yield tr(
        "Every figure but the indicative ones comes from choosing the whole programme again with one thing changed, "
        "{seconds} seconds for each choice. Where that did not prove the best, two figures in brackets tell between "
        "which the true difference lies.",
        seconds=wording.number(found["time_limit"], 0),
    )
    yield tr(
        "Value is the sum of scores. What a measure lacks is not its score: it is how much more the best programme "
        "without it is worth than the best with it."
    )
    yield tr(
        "Indicative figures come from the relaxation, in which measures can be chosen in parts: they show where to "
        "look, and whole measures may do otherwise."
    )
    yield tr(
        "Prices of rules do not add up: without two rules together the gain may be more or less than the sum. A rule "
        "that costs value is not a wrong rule: the figure tells what it is paid with."
    )
    if found["stopped"]:
        yield tr("The computation was stopped before its end: what is missing was not looked at.")
