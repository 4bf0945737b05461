"""Cost, funding and cost items of an OC4IDS project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...language import tr
from ...plan.schema import codes
from ..stated import code_of_label
from .budget import COSTS, PROGRAMME, price_year
from .content import OWN
from .node import Node
from .parties import FUND, INSTITUTION, KIND
from .taken import Taken


def read_cost(node: Node, taken: Taken) -> None:
    cost = node.child("budget")
    amount, currency = _money(cost, taken)
    taken.fields.update(cost_total=amount, currency=currency, price_year=price_year(cost.text("description")))
    payers = {party.text("id"): party for party in node.items("parties")}
    for group in cost.items("budgetBreakdowns"):
        name = group.text("id") or ""
        for item in group.items("budgetBreakdown"):
            if name != PROGRAMME:
                _breakdown(item, name, payers, taken)


def _breakdown(item: Node, group: str, payers: dict[str | None, Node], taken: Taken) -> None:
    amount, currency = _money(item, taken)
    if amount is None or currency is None:
        return
    key = taken.identifier(item.text("id"), f"budget/{group}")
    period = item.child("period")
    year = period.year("startDate")
    if year is not None and period.year("endDate") not in (year, None):
        taken.remarks.append(tr("{place}: an amount over several years is kept without a year.", place=item.place))
        year = None
    row = {"year": year, "amount": amount, "currency": currency}
    if group == COSTS:
        code = code_of_label("cost_item", item.text("description"))
        taken.add("cost_item", {"item_id": key, "cost_item": code, **row})
        return
    state = group if group in codes("funding_state") else None
    party = item.child("sourceParty")
    taken.add("funding", {"funding_id": key, "state": state, **row, **_payer(party, payers, taken)})


def _payer(party: Node, payers: dict[str | None, Node], taken: Taken) -> dict[str, Any]:
    if not party:
        return {}
    identifier, name = party.text("id") or "", party.text("name")
    known = payers.get(identifier)
    classes = dict(_classes(known)) if known else {}
    code = classes.get(OWN + "fund")
    if code and known:
        category = _category(classes.get(OWN + "fund_category"))
        words = next(each.text("description") for each in known.items("classifications"))
        taken.funds[code] = {"code": code, "name_uk": words or code, "category": category}
    found = {"fund_code": code, "category": _category(classes.get(OWN + "category"))}
    if identifier.startswith((FUND, KIND)) and classes:
        return found
    own = identifier.startswith(INSTITUTION)
    stated = known.child("identifier").text("id") if own and known else None if own else identifier or None
    return {**found, "party_name": name, "party_id": stated}


def _category(code: str | None) -> str | None:
    return code if code in codes("fund_category") else None


def _classes(node: Node) -> Iterator[tuple[str | None, str | None]]:
    for each in node.items("classifications"):
        yield each.text("scheme"), each.text("id")


def _money(node: Node, taken: Taken) -> tuple[float | None, str | None]:
    value = node.child("amount")
    amount, currency = value.amount("amount"), value.text("currency")
    if currency is not None and currency not in codes("currency"):
        taken.uncounted.setdefault(currency, []).append(value.place)
        return None, None
    if amount is not None and currency is None:
        taken.uncounted.setdefault("", []).append(value.place)
        return None, None
    return amount, currency


def uncounted_money(taken: Taken) -> Iterator[str]:
    for currency, places in taken.uncounted.items():
        told = {"place": places[0], "count": len(places), "currency": currency}
        if currency:
            yield tr("{count} amounts in {currency} are kept, but not counted: first at {place}.", **told)
        else:
            yield tr("{count} amounts without a currency are kept, but not counted: first at {place}.", **told)
