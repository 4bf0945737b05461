from __future__ import annotations

from typing import Any

from ...language import LANGUAGES, language, tr
from ...plan.schema import code_label
from ...plan.store import Row
from .content import Content, filled, money, year_period
from .parties import fund_party, payer

COSTS, PROGRAMME, PLANNED = "costs", "programme", "funding"


def budget(content: Content, row: Row) -> dict[str, Any]:
    """Cost, and its breakdowns: funding by state, fund and year; cost items; the payments of a programme."""
    currency = content.currency(row)
    amount = money(row["cost_total"], currency) or ({"currency": currency} if row["currency"] else {})
    groups = [*_funding(content, row), _cost_items(content, row), _payments(content, row)]
    return filled(
        {
            "description": price_words(row["price_year"]) if row["price_year"] else None,
            "amount": amount,
            "budgetBreakdowns": [group for group in groups if group],
        }
    )


def price_words(year: int) -> str:
    return tr("In prices of {year}.", year=year)


def price_year(words: str | None) -> int | None:
    """The year of `price_words` in either language."""
    digits = "".join(filter(str.isdecimal, words or ""))
    for code in LANGUAGES:
        with language(code):
            if len(digits) == 4 and words == price_words(int(digits)):
                return int(digits)
    return None


def _funding(content: Content, row: Row) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in content.funding.get(row["measure_id"], []):
        item = {
            "id": entry["funding_id"],
            "amount": money(entry["amount"], entry["currency"]),
            "period": year_period(entry["year"], entry["year"]),
            "sourceParty": payer(content, entry),
        }
        groups.setdefault(entry["state"] or "", []).append(filled(item))
    return [
        filled({"id": state or PLANNED, "description": code_label("funding_state", state), "budgetBreakdown": items})
        for state, items in groups.items()
    ]


def _cost_items(content: Content, row: Row) -> dict[str, Any]:
    items = [
        filled(
            {
                "id": entry["item_id"],
                "description": code_label("cost_item", entry["cost_item"]),
                "amount": money(entry["amount"], entry["currency"]),
                "period": year_period(entry["year"], entry["year"]),
            }
        )
        for entry in content.cost_items.get(row["measure_id"], [])
    ]
    return {"id": COSTS, "description": tr("By cost item"), "budgetBreakdown": items} if items else {}


def _payments(content: Content, row: Row) -> dict[str, Any]:
    items = [
        {
            "id": f"{content.funds[entry['fund_id']]['code']}-{entry['year']}",
            "amount": money(entry["amount"], content.currency(row)),
            "period": year_period(entry["year"], entry["year"]),
            "sourceParty": fund_party(content, entry["fund_id"]),
        }
        for entry in content.payments.get(row["measure_id"], [])
    ]
    return {"id": PROGRAMME, "description": tr("As the programme pays"), "budgetBreakdown": items} if items else {}
