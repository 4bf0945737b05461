from __future__ import annotations

from typing import Any

from ...language import named
from ...plan.schema import code_label
from ...plan.store import Row
from .content import OWN, Content, filled

EDR = "UA-EDR"
AUTHORITY, PARTNERS = "authority", "partners"
INSTITUTION, FUND, KIND = "payer-", "fund-", "kind-"


def authority_reference(row: Row) -> dict[str, Any]:
    """The responsible body."""
    if not (row["responsible_body"] or row["edrpou"]):
        return {}
    identifier = f"{EDR}-{row['edrpou']}" if row["edrpou"] else AUTHORITY
    return filled({"id": identifier, "name": row["responsible_body"]})


def payer(content: Content, funding: Row) -> dict[str, Any]:
    """The party that pays: the named institution, else the fund, else the kind of money."""
    code = content.funds[funding["fund_id"]]["code"] if funding["fund_id"] else None
    kind, name, stated = funding["category"], funding["party_name"], funding["party_id"]
    if name or stated:
        return filled({"id": INSTITUTION + "/".join(filter(None, [code, kind, stated, name])), "name": name})
    if funding["fund_id"]:
        party = fund_party(content, funding["fund_id"])
        return {**party, "id": f"{party['id']}/{kind}"} if kind else party
    return {"id": KIND + kind, "name": code_label("fund_category", kind)} if kind else {}


def fund_party(content: Content, fund_id: str) -> dict[str, Any]:
    fund = content.funds[fund_id]
    return {"id": FUND + fund["code"], "name": named(fund, "name")}


def parties(content: Content, row: Row) -> list[dict[str, Any]]:
    """Everyone a project names: the responsible body, its partners, and who pays."""
    found: dict[str, dict[str, Any]] = {}
    authority = authority_reference(row)
    if authority:
        identifier = {"scheme": EDR, "id": row["edrpou"], "legalName": row["responsible_body"]}
        known = {"identifier": filled(identifier)} if row["edrpou"] else {}
        found[authority["id"]] = {**authority, **known, "roles": ["publicAuthority"]}
    if row["partners"]:
        found[PARTNERS] = {"id": PARTNERS, "name": row["partners"], "roles": ["partner"]}
    for entry in content.funding.get(row["measure_id"], []):
        party = payer(content, entry)
        if party:
            found.setdefault(party["id"], _funder(content, party, entry))
    for payment in content.payments.get(row["measure_id"], []):
        party = fund_party(content, payment["fund_id"])
        found.setdefault(party["id"], _funder(content, party, {"fund_id": payment["fund_id"]}))
    return list(found.values())


def _funder(content: Content, party: dict[str, Any], entry: Row) -> dict[str, Any]:
    classes = []
    if entry["fund_id"]:
        fund = content.funds[entry["fund_id"]]
        classes.append({"scheme": OWN + "fund", "id": fund["code"], "description": named(fund, "name")})
        classes.append(_kind("fund_category", fund["category"]))
    classes.append(_kind("category", entry.get("category")))
    stated = entry.get("party_id")
    identifier = {"scheme": OWN + "party_id", "id": stated} if stated else {}
    classifications = [each for each in classes if each]
    return {**party, **filled({"identifier": identifier, "roles": ["funder"], "classifications": classifications})}


def _kind(scheme: str, code: str | None) -> dict[str, Any]:
    return {"scheme": OWN + scheme, "id": code, "description": code_label("fund_category", code)} if code else {}
