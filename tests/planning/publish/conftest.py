"""A plan of an invented community with one finished calculation, written row by row."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from vidnova.planning.plan.geopackage import Crs
from vidnova.planning.plan.runs import RunRecord, store_run
from vidnova.planning.plan.store import PlanFile

CRS = Crs(6386, "UCS-2000 / Ukraine TM zone 12", 'LOCAL_CS["UCS-2000 / Ukraine TM zone 12"]')
FUNDS = (
    ("local", "Місцевий бюджет", "Local budget"),
    ("state", "Державна субвенція", "State subvention"),
    ("donor", "Міжнародна допомога", "International aid"),
)
YEARS = (2026, 2027, 2028, 2029, 2030)
BUDGET = {"local": 14_000_000, "state": 22_000_000.5, "donor": 18_500_000}
CRITERIA = [
    {
        "code": "people",
        "name_uk": "Люди поруч",
        "name_en": "People served",
        "index": "SEI",
        "unit": "осіб",
        "weight": 3,
        "value": {"worst": 0, "best": 6000},
    },
    {"code": "damage", "name_uk": "Пошкодження поруч", "name_en": "Damage nearby", "index": "SEI", "weight": 2},
    {
        "code": "gap",
        "name_uk": "Брак послуги",
        "name_en": "Service gap",
        "index": "SEI",
        "unit": "м",
        "weight": 2,
        "value": {"function": "log", "worst": 100, "best": 5000},
    },
    {
        "code": "secured",
        "name_uk": "Забезпечене фінансування",
        "name_en": "Secured funding",
        "index": "FEI",
        "weight": 1,
        "value": {"worst": 0, "best": 1},
    },
    {
        "code": "ready",
        "name_uk": "Готовність до виконання",
        "name_en": "Readiness",
        "index": "FEI",
        "weight": 1,
        "value": {"function": "piecewise", "points": [[0, 0], [4, 0.8], [9, 1]]},
    },
    {
        "code": "per_person",
        "name_uk": "Вартість на людину",
        "name_en": "Cost per person",
        "index": "FEI",
        "direction": "cost",
        "unit": "грн",
        "weight": 1,
    },
]
DEFINITION = {
    "name": "base",
    "title_uk": "Базовий сценарій",
    "title_en": "Base scenario",
    "criteria": CRITERIA,
    "ranking": {"method": "weighted_sum", "missing": "renormalise"},
    "budget": {"variant": "base", "first_year": 2026, "last_year": 2030},
    "programme": {
        "must": ["В-01"],
        "exclusive": [["Б-03", "Б-04"]],
        "requires": [["О-02", "О-01"]],
        "floors": [{"area": "D1", "share": 0.1}],
        "funds": {"state": {"sectors": ["education_science", "health"]}},
    },
}
HOSTILE = "<script>alert('ґ')</script> & \"лапки\" $x^2$"


def read_measures() -> list[dict[str, Any]]:
    with Path(__file__).with_name("measures.csv").open(encoding="utf-8", newline="") as file:
        return [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]


def write_example(path: Path) -> PlanFile:
    """The plan with its documents, measures, budgets and one finished run."""
    plan = PlanFile.create(
        path,
        {
            "title_uk": "План відновлення",
            "community_uk": "Вербівська громада",
            "community_en": "Verbivka hromada",
            "katottg": "UA99010010000012345",
            "invented": True,
            "currency": "UAH",
            "price_year": 2025,
        },
        CRS,
    )
    with plan.transaction():
        rows = write_documents(plan)
        funds = write_budgets(plan)
        write_run(plan, rows, funds)
    return plan


def write_documents(plan: PlanFile) -> list[dict[str, Any]]:
    [concept, programme] = plan.insert(
        "document",
        [
            {"kind": "KIR", "title_uk": "Концепція інтегрованого розвитку Вербівської громади"},
            {
                "kind": "PKV",
                "title_uk": "Програма комплексного відновлення Вербівської громади",
                "title_en": "Integrated Recovery Programme of Verbivka hromada",
                "decision_no": "41-9/VIII",
                "approved_on": "2025-11-20",
            },
        ],
    )
    rows = []
    for number, row in enumerate(read_measures()):
        known = {key: row[key] for key in MEASURE_FIELDS}
        source = {"doc_id": programme, "source_page": "Заходи", "source_row": number + 6}
        [key] = plan.insert("measure", [{**known, **source, "currency": "UAH"}])
        rows.append({**row, "measure_id": key})
    write_goals_and_areas(plan, concept, rows)
    return rows


MEASURE_FIELDS = (
    "code title_uk title_en sector place_state settlement address responsible_body cost_total start_year end_year"
).split()


def write_goals_and_areas(plan: PlanFile, concept: str, rows: list[dict[str, Any]]) -> None:
    [strategic] = plan.insert(
        "goal",
        [
            {
                "doc_id": concept,
                "level": "strategic_goal",
                "code": "1",
                "position": 1,
                "title_uk": "Громада, до якої повертаються",
                "title_en": "A community people return to",
            }
        ],
    )
    goals = [
        {"doc_id": concept, "parent_id": strategic, "level": "operational_goal", "code": code, "title_uk": title}
        for code, title in (("1.1", "Безпечне навчання для кожної дитини"), ("1.2", "Тепло і вода без перебоїв"))
    ]
    keys = plan.insert("goal", goals)
    areas = plan.insert(
        "focus_area",
        [
            {"code": "D1", "name_uk": "Центр", "kind": "planning_district", "population": 5200},
            {"code": "D2", "name_uk": "Заріччя", "kind": "planning_district"},
        ],
    )
    evidence = {"method": "code", "review": "automatic"}
    for number, row in enumerate(rows):
        if row["sector"] in ("education_science", "municipal_infrastructure"):
            goal = keys[row["sector"] != "education_science"]
            plan.insert("measure_goal", [{"measure_id": row["measure_id"], "goal_id": goal, **evidence}])
        if row["place_state"] == "placed":
            area = areas[number % 2]
            plan.insert("measure_area", [{"measure_id": row["measure_id"], "area_id": area, **evidence}])


def write_budgets(plan: PlanFile) -> dict[str, str]:
    keys = plan.insert("fund", [{"code": code, "name_uk": uk, "name_en": en} for code, uk, en in FUNDS])
    funds = {code: key for (code, _, _), key in zip(FUNDS, keys)}
    budgets = [
        {"variant": "base", "fund_id": funds[code], "year": year, "amount": amount, "currency": "UAH"}
        for code, amount in BUDGET.items()
        for year in YEARS
    ]
    plan.insert("budget", [*budgets, {**budgets[0], "variant": "bold", "amount": 99e6}, {**budgets[0], "year": 2035}])
    return funds


def write_run(plan: PlanFile, rows: list[dict[str, Any]], funds: dict[str, str]) -> str:
    criteria = {
        criterion["code"]: plan.insert(
            "criterion",
            [
                {
                    "code": criterion["code"],
                    "name_uk": criterion["name_uk"],
                    "name_en": criterion["name_en"],
                    "index_code": criterion["index"],
                    "direction": criterion.get("direction", "benefit"),
                    "definition": criterion,
                }
            ],
        )[0]
        for criterion in CRITERIA
    }
    [scenario] = plan.insert(
        "scenario",
        [{key: DEFINITION[key] for key in ("name", "title_uk", "title_en")} | {"definition": DEFINITION}],
    )
    ranked = rank_rows(rows)
    run = RunRecord("prioritise", DEFINITION, scenario, seed=7)
    run.inputs.append(
        {"name": "buildings", "source": "community.gpkg", "feature_count": 3012, "content_hash": "ab" * 32}
    )
    run.results = {
        "score": [
            {"measure_id": row["measure_id"], "criterion_id": criteria[code], **score}
            for row in ranked
            for code, score in row["scores"].items()
        ],
        "ranking": [{"measure_id": row["measure_id"], **row["ranking"]} for row in ranked],
        **choose(ranked, funds),
        "finding": findings(rows),
    }
    run.summary = {
        "status": "optimal",
        "value": 12.345,
        "bound": 12.345,
        "gap": 0.0,
        "seconds": 1.4,
        "ranking_cut_value": 11.111,
    }
    return store_run(plan, run)


def findings(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "rule": "same_place",
            "severity": "warning",
            "message_uk": "На одній точці лежать 214 із 318 місць пошкоджень: ймовірно, це центр громади.",
            "message_en": "214 of 318 damage sites lie on one point: probably the centre of the community.",
        },
        {
            "rule": "no_cost",
            "severity": "error",
            "entity": "measure",
            "entity_id": rows[20]["measure_id"],
            "message_uk": "Вартість не вказана.",
            "message_en": "The cost is not given.",
        },
    ]


def rank_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Scores from the values of the table: weighted means over what is known."""
    weights = {criterion["code"]: criterion["weight"] for criterion in CRITERIA}
    compared = [dict(row) for row in rows if row["people"] != "-"]
    for row in compared:
        values = {code: float(row[code]) for code in weights if row[code]}
        known = sum(weights[code] for code in values) or None
        row["scores"] = {
            code: {
                "raw": values[code] * 100 if code in values else None,
                "value": values.get(code),
                "contribution": weights[code] * values[code] / known if code in values else None,
            }
            for code in weights
        }
        row["score"] = round(sum(s["contribution"] or 0 for s in row["scores"].values()), 6) if known else None
        row["coverage"] = (known or 0) / sum(weights.values())
        row["indices"] = [index_of(values, weights, code) for code in ("SEI", "FEI")]
    return [with_rank(row, compared) for row in compared]


def index_of(values: dict[str, float], weights: dict[str, int], index: str) -> float | None:
    own = [c["code"] for c in CRITERIA if c["index"] == index and c["code"] in values]
    total = sum(weights[code] for code in own)
    return sum(weights[code] * values[code] for code in own) / total if total else None


def with_rank(row: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    sei, fei = row["indices"]
    known = None not in row["indices"]
    ranking = {
        "score": row["score"],
        "rank": row["score"] is not None and 1 + sum((r["score"] or 0) > row["score"] for r in rows) or None,
        "coverage": row["coverage"],
        "sei": sei,
        "fei": fei,
        "quadrant": "DCBA"[2 * (sei >= 0.5) + (fei >= 0.5)] if known else None,
        "tied": [r["score"] for r in rows].count(row["score"]) > 1,
    }
    return {**row, "ranking": ranking}


def choose(ranked: list[dict[str, Any]], funds: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """By rank, each measure in the first year where two funds hold it, half from each."""
    left = {(code, year): amount for code, amount in BUDGET.items() for year in YEARS}
    items, payments = [], []
    for row in sorted(ranked, key=lambda row: row["ranking"]["rank"] or 99):
        cost = float(row["cost_total"]) if row["cost_total"] else None
        first, second = ("state", "local") if row["sector"] in ("education_science", "health") else ("donor", "local")
        shares = {first: 0.7, second: 0.3}
        fits = [y for y in YEARS if cost and all(left[code, y] >= cost * part for code, part in shares.items())]
        item = {"measure_id": row["measure_id"], "cost": cost, "value": row["score"]}
        if not fits or row["code"] == "Б-03":
            items.append({**item, "chosen": False, **reason_for(row)})
            continue
        year = fits[0]
        items.append({**item, "chosen": True, "start_year": year, "end_year": year, "reason_code": "chosen"})
        for code, part in shares.items():
            left[code, year] -= cost * part
            payment = {"fund_id": funds[code], "year": year, "amount": cost * part}
            payments.append({"measure_id": row["measure_id"], **payment})
    return {"programme_item": items, "draw_down": payments}


def reason_for(row: dict[str, Any]) -> dict[str, str]:
    if row["code"] == "Б-03":
        words = {"reason_uk": "Натомість обрано «Б-04».", "reason_en": "«Б-04» is chosen instead."}
        return {"reason_code": "exclusion", **words}
    return {"reason_code": "budget" if row["cost_total"] else "no_cost"}


@pytest.fixture
def example(tmp_path: Path) -> PlanFile:
    with write_example(tmp_path / "план «О'Браєн».gpkg") as plan:
        yield plan
