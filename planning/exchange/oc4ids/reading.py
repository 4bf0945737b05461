"""An OC4IDS project → the fields and rows that the plan has for it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...language import tr
from ...plan.schema import codes, tables
from ..stated import code_of_label, from_words
from .budget import COSTS, PROGRAMME, price_year
from .content import OWN
from .crosswalk import from_oc4ids, is_known, known_codes, to_oc4ids
from .node import Node
from .parties import EDR, FUND, INSTITUTION, KIND, PARTNERS
from .project import CLASSIFIED, DAYS_OF_A_MONTH, HORIZONS, MONEY_METRICS, PLAIN_METRICS, moment

NAMESPACE = uuid.UUID("6f3c1f5e-3d0b-5c6e-9a53-0c4d51d0c4d5")
KEYED = {"status": "status", "type": "measure_type"}
LINKS = ("requires", "excludes", "synergy", "phase_after")


@dataclass
class Taken:
    """What the plan takes of a project.

    `fields` are those of a measure, None where the file says nothing; `rows` those of other tables without
    measure_id; places have a "geometry" in degrees. `whole` names the project that this one is part of;
    `fund_code`, `to` and `goal` in rows stand for what the plan identifies otherwise. `is_own`: a plan has written it.
    `uncounted` are places of amounts by currency ("" for none).
    """

    external_id: str
    fields: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    funds: dict[str, dict[str, Any]] = field(default_factory=dict)
    document: dict[str, Any] | None = None
    whole: str | None = None
    is_own: bool = False
    uncounted: dict[str, list[str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def add(self, table: str, row: dict[str, Any]) -> None:
        self.rows.setdefault(table, []).append(row)

    def identifier(self, stated: str | None, place: str) -> str:
        """The identifier of a row: the file's where it is a UUID, else one that follows from the file's."""
        key, number = uuid_at_end(stated or ""), 0
        while key is None or key in self.used:
            key, number = derived_id(self.external_id, place, stated, number), number + 1
        self.used.add(key)
        return key


def derived_id(*parts: object) -> str:
    """A UUID that always follows from these words (RFC 4122, version 5)."""
    return str(uuid.uuid5(NAMESPACE, " ".join(map(str, parts))))


def uuid_at_end(text: str) -> str | None:
    try:
        return str(uuid.UUID(text[-36:])) if text[-36:].count("-") == 4 else None
    except ValueError:
        return None


def taken_from(node: Node) -> Taken:
    """Read a project; wrong types are complained of at the node, what the plan cannot hold becomes a remark."""
    taken = Taken(node.text("id") or "")
    for read in (_words, _codes, _identifiers, _period, _locations, _people, _cost, _parties, _metrics, _relations):
        read(node, taken)
    _classified(node, taken)
    taken.fields.setdefault("place_state", "placed" if taken.rows.get("places") else "unknown")
    taken.remarks.extend(_of_money(taken))
    return taken


def _words(node: Node, taken: Taken) -> None:
    title = node.text("title")
    if not (title or "").strip():
        title = taken.external_id
        taken.remarks.append(tr("The project has no title; its identifier stands instead."))
    taken.fields.update(
        title_uk=title,
        title_en=title if (node.text("language") or "").startswith("en") else None,
        description=node.text("description"),
        rationale=node.text("purpose"),
        updated=moment(node.text("updated")),
    )
    meetings = [meeting.text("id") for meeting in node.child("social").items("consultationMeetings")]
    taken.fields["consultation_ref"] = meetings[0] if meetings else None


def _codes(node: Node, taken: Taken) -> None:
    for name, target in KEYED.items():
        taken.fields[target] = _code(node, name, target, node.text(name), taken)
    sectors = node.texts("sector")
    taken.fields["sector"] = from_oc4ids("sector", sectors[0]) if sectors else None
    if len({code.split(".")[0] for code in sectors}) > 1:
        taken.remarks.append(tr("Of several sectors the first is taken: {sectors}.", sectors=", ".join(sectors)))
    if sectors and sectors != [to_oc4ids("sector", taken.fields["sector"])]:
        taken.fields["oc4ids_sector"] = ";".join(sectors)


def _code(node: Node, name: str, target: str, code: str | None, taken: Taken) -> str | None:
    if code is None:
        return None
    found = from_oc4ids(target, code)
    if not is_known(target, code):
        known = ", ".join(known_codes(target))
        words = tr("{place}: «{code}» is not one of {known}", place=f"{node.place}/{name}", code=code, known=known)
        taken.remarks.append(words + ".")
    elif found is None:
        taken.remarks.append(tr("{field} «{code}» has no counterpart in the plan.", field=name, code=code))
    return found


def _identifiers(node: Node, taken: Taken) -> None:
    found = {each.text("scheme"): each.text("id") for each in node.items("identifiers")}
    foreign = next((value for scheme, value in found.items() if scheme != "DREAM"), None)
    taken.fields.update(dream_id=found.get("DREAM"), code=found.get(OWN + "code", foreign))


def _period(node: Node, taken: Taken) -> None:
    period = node.child("implementationPeriod")
    days = period.number("durationInDays")
    start, end = period.year("startDate"), period.year("endDate")
    months = round(days / DAYS_OF_A_MONTH, 1) if days and days > 0 else None
    taken.fields.update(start_year=start, end_year=end, duration_months=months or None)


def _locations(node: Node, taken: Taken) -> None:
    address: list[tuple[str | None, str | None]] = []
    gazetteers: dict[str | None, list[str]] = {}
    for place in node.items("locations"):
        gazetteers.setdefault(place.child("gazetteer").text("scheme"), place.child("gazetteer").texts("identifiers"))
        found = place.child("address")
        if found:
            address.append((found.text("streetAddress"), found.text("locality")))
        if place.child("geometry").object():
            identifier = taken.identifier(place.text("id"), "locations")
            row = {"geometry": place.child("geometry").value, "note": place.text("description")}
            taken.add("places", {"place_id": identifier, "place": f"locations/{place.text('id')}", **row})
    taken.fields["address"], taken.fields["settlement"] = address[0] if address else (None, None)
    taken.fields["katottg"] = next(iter(gazetteers.get("UA-CATOTTG", ())), None)
    taken.fields["cadastral_no"] = next(iter(gazetteers.get(OWN + "cadastral_no", ())), None)


def _people(node: Node, taken: Taken) -> None:
    groups = [group for benefit in node.items("benefits") for group in benefit.items("beneficiaries")]
    counts = [(group.text("description"), group.amount("numberOfPeople")) for group in groups]
    for name in ("beneficiaries", "idp_beneficiaries"):
        shape = tables()["measure"].field(name)
        taken.fields[name] = next((number for words, number in counts if words in (shape.uk, shape.en)), None)
    stated = [number for _, number in counts if number is not None]
    if len(stated) == 1 and taken.fields["idp_beneficiaries"] is None:
        taken.fields["beneficiaries"] = stated[0]
    elif len(stated) > 1 and taken.fields["beneficiaries"] is None:
        taken.remarks.append(tr("Several groups of beneficiaries may overlap; their numbers were not added up."))


def _cost(node: Node, taken: Taken) -> None:
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


def _of_money(taken: Taken) -> Iterator[str]:
    for currency, places in taken.uncounted.items():
        told = {"place": places[0], "count": len(places), "currency": currency}
        if currency:
            yield tr("{count} amounts in {currency} are kept, but not counted: first at {place}.", **told)
        else:
            yield tr("{count} amounts without a currency are kept, but not counted: first at {place}.", **told)


def _parties(node: Node, taken: Taken) -> None:
    reference = node.child("publicAuthority")
    identifier = reference.text("id") or ""
    body = next((each for each in node.items("parties") if each.text("id") == identifier), None)
    scheme = body.child("identifier").text("scheme") if body else None
    stated = body.child("identifier").text("id") if body and scheme == EDR else None
    partners = (each.text("name") for each in node.items("parties") if each.text("id") == PARTNERS)
    taken.fields.update(
        responsible_body=reference.text("name"),
        edrpou=stated or (identifier[len(EDR) + 1 :] if identifier.startswith(EDR + "-") else None),
        partners=next(partners, None),
    )


def _metrics(node: Node, taken: Taken) -> None:
    indicators: dict[str, dict[str, Any]] = {}
    for metric in (*node.items("forecasts"), *node.items("metrics")):
        name = (metric.text("id") or "").replace(OWN, "", 1)
        if name in MONEY_METRICS or name in PLAIN_METRICS:
            for seen in metric.items("observations"):
                where = seen.child("value").number if name in MONEY_METRICS else seen.number
                taken.fields[name] = _checked("measure", name, where("amount" if name in MONEY_METRICS else "measure"))
        elif uuid_at_end(name):
            row = indicators.setdefault(name, {"indicator_id": name, "name": metric.text("title") or name})
            row.update(_observed(metric), rpi_code=metric.text("description"))
    for row in indicators.values():
        taken.add("indicator", row)


def _observed(metric: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for seen in metric.items("observations"):
        if seen.text("id") in (*HORIZONS, "ind_in"):
            found[seen.text("id") or ""] = seen.number("measure")
        if seen.child("unit"):
            found["unit"] = seen.child("unit").text("name")
    return found


def _checked(table: str, name: str, number: float | None) -> float | None:
    """The number, None where the plan's field does not allow it."""
    check = tables()[table].field(name).check
    if number is None or (check == ">= 0" and number < 0):
        return None
    if check.startswith("BETWEEN"):
        _, low, _, high = check.split()
        return number if float(low) <= number <= float(high) else None
    return number


def _relations(node: Node, taken: Taken) -> None:
    for related in node.items("relatedProjects"):
        kind, other = related.text("relationship"), related.text("identifier")
        if kind == "partOf" and other:
            taken.whole = other
        elif kind in LINKS and other:
            key = taken.identifier(related.text("id"), "relatedProjects")
            taken.add("dependency", {"dependency_id": key, "kind": kind, "to": other})


def _classified(node: Node, taken: Taken) -> None:
    standard: dict[str, Callable[[str], bool]] = {
        "status": lambda code: to_oc4ids("status", code) == node.text("status"),
        "measure_type": lambda code: to_oc4ids("measure_type", code) == node.text("type"),
        "sector": lambda code: to_oc4ids("sector", code) in [*node.texts("sector"), None],
    }
    documents = {each.text("id"): each for each in node.items("documents")}
    for each in node.items("additionalClassifications"):
        scheme, words = each.text("scheme") or "", each.text("id") or ""
        name = scheme[len(OWN) :] if scheme.startswith(OWN) else ""
        taken.is_own |= name == "place_state"
        if name in CLASSIFIED and standard.get(name, lambda code: True)(words):
            _take_class(each, name, words, taken)
        elif name == "goal":
            taken.add("measure_goal", {"goal": words, "words": each.text("description")})
        elif name == "document" and words in documents:
            taken.document = _document(documents[words])


def _take_class(node: Node, name: str, words: str, taken: Taken) -> None:
    try:
        taken.fields[name] = from_words("measure", name, words)
    except ValueError:
        taken.remarks.append(tr("{place}: the plan does not know «{code}».", place=node.place, code=words))


def _document(node: Node) -> dict[str, Any]:
    kind = code_of_label("document_kind", node.text("description")) or "other"
    approved = node.text("datePublished")
    return {
        "doc_id": uuid_at_end(node.text("id") or ""),
        "kind": kind,
        "title_uk": node.text("title") or kind,
        "approved_on": approved[:10] if approved else None,
        "url": node.text("url"),
    }
