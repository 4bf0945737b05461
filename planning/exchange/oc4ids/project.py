"""A measure of the plan → an OC4IDS project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...language import current_language, named, tr
from ...plan.schema import code_label, tables
from ...plan.store import Row
from ..stated import as_label, as_words
from .budget import budget
from .content import OWN, Content, filled, money, plain_number, year_period
from .crosswalk import to_oc4ids
from .parties import authority_reference, parties

CLASSIFIED = tuple(
    "sector subsector rdna_sector oc4ids_sector measure_type status purpose place_state phase stage ladder "
    "design_docs ownership origin is_pilot is_key in_pkv in_strategy in_spi spp_flag damage_grade inclusion_mark "
    "gender_mark climate_mark bbb_mark".split()
)
HORIZONS = ("ind_pr", "ind_pro", "ind_ext")
MONEY_METRICS = ("cost_min", "cost_max", "opex_year")
PLAIN_METRICS = ("jobs", "secured_share", "cofinancing_pct", "citizen_support")
DAYS_OF_A_MONTH = 365.25 / 12
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
LINK = re.compile(r"https?://[^\s]+")


def project_of(content: Content, measure_id: str) -> dict[str, Any]:
    """The project of a measure in the current language, as the plan alone knows it."""
    row = content.measures[measure_id]
    return filled(
        {
            "id": content.project_id(measure_id),
            "language": current_language(),
            "updated": moment(row["updated"]),
            "identifiers": [filled(each) for each in _identifiers(row)],
            "publicAuthority": authority_reference(row),
            "title": named(row, "title"),
            "description": row["description"],
            "budget": budget(content, row),
            "locations": list(_locations(content, row)),
            "status": to_oc4ids("status", row["status"]),
            "type": to_oc4ids("measure_type", row["measure_type"]),
            "sector": _sectors(row),
            "purpose": row["rationale"],
            "additionalClassifications": list(_classifications(content, row)),
            "parties": parties(content, row),
            "implementationPeriod": _period(row),
            "forecasts": [*_own_metrics(content, row), *_indicators(content, row, HORIZONS)],
            "metrics": list(_indicators(content, row, ("ind_in",))),
            "documents": list(_documents(content, row)),
            "relatedProjects": list(_related(content, row)),
            "policyAlignment": _policy(content, row),
            "benefits": _benefits(row),
            "social": _social(row),
        }
    )


def moment(value: str | None) -> str | None:
    """A date and time as RFC 3339 has it; None where it is none."""
    found = MOMENT.fullmatch(value or "")
    return None if not found else found.group().replace(" ", "T") + ("" if found.group(2) else "Z")


def _identifiers(row: Row) -> Iterator[dict[str, Any]]:
    for field, scheme in (("dream_id", "DREAM"), ("code", OWN + "code")):
        if row[field]:
            yield {"id": row[field], "scheme": scheme}


def _sectors(row: Row) -> list[str]:
    return stated_sectors(row["oc4ids_sector"]) or list(filter(None, [to_oc4ids("sector", row["sector"])]))


def stated_sectors(words: str | None) -> list[str]:
    """The codes of field oc4ids_sector, each once."""
    return list(dict.fromkeys(filter(None, (part.strip() for part in (words or "").split(";")))))


def _classifications(content: Content, row: Row) -> Iterator[dict[str, Any]]:
    for name in CLASSIFIED:
        if row[name] is not None:
            field = tables()["measure"].field(name)
            words = as_label(field, row[name])
            yield {"scheme": OWN + name, "id": as_words(field, row[name]), "description": words}
    for goal in _goals(content, row):
        words = " ".join(filter(None, [goal["code"], named(goal, "title")]))
        yield {"scheme": OWN + "goal", "id": goal["goal_id"], "description": words}
    for target in sustainable_goals(_goals(content, row)):
        yield {"scheme": "sdgTarget" if "." in target else "sdg", "id": target}
    if row["doc_id"]:
        document = content.documents[row["doc_id"]]
        yield {"scheme": OWN + "document", "id": row["doc_id"], "description": named(document, "title")}


def sustainable_goals(goals: list[Row]) -> list[str]:
    """Sustainable Development Goals ("11") and targets ("11.1") that these goals name, each once."""
    found = (target for goal in goals for target in re.findall(r"\d+(?:\.[\da-f]+)?", goal["sdg"] or ""))
    return list(dict.fromkeys(found))


def _goals(content: Content, row: Row) -> list[Row]:
    links = content.served.get(row["measure_id"], [])
    return [content.goals[link["goal_id"]] for link in links if link["review"] != "rejected"]


def _locations(content: Content, row: Row) -> Iterator[dict[str, Any]]:
    address = filled({"streetAddress": row["address"], "locality": row["settlement"]})
    gazetteer = {"scheme": "UA-CATOTTG", "identifiers": [row["katottg"]]} if row["katottg"] else None
    words = filled({"gazetteer": gazetteer, "address": address})
    places = content.places.get(row["measure_id"], [])
    if words and not places:
        yield {"id": "address", **words}
    for place in places:
        known = {"id": place.row["place_id"], "description": place.row["note"], "geometry": place.geometry}
        yield filled({**known, **(words if place is places[0] else {})})
    if row["cadastral_no"]:
        yield {"id": "parcel", "gazetteer": {"scheme": OWN + "cadastral_no", "identifiers": [row["cadastral_no"]]}}


def _period(row: Row) -> dict[str, Any]:
    months = row["duration_months"]
    days = round(months * DAYS_OF_A_MONTH) if months is not None else None
    return filled({**year_period(row["start_year"], row["end_year"]), "durationInDays": days})


def _own_metrics(content: Content, row: Row) -> Iterator[dict[str, Any]]:
    for name in (*MONEY_METRICS, *PLAIN_METRICS):
        if row[name] is not None:
            field = tables()["measure"].field(name)
            value = {"value": money(row[name], content.currency(row))}
            seen = value if name in MONEY_METRICS else {"measure": plain_number(row[name])}
            yield {"id": OWN + name, "title": field.label, "observations": [{"id": "planned", **seen}]}


def _indicators(content: Content, row: Row, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for indicator in content.indicators.get(row["measure_id"], []):
        known = [name for name in names if indicator[name] is not None]
        if known or (names == HORIZONS and indicator["ind_in"] is None):
            yield filled(
                {
                    "id": indicator["indicator_id"],
                    "title": indicator["name"],
                    "description": indicator["rpi_code"],
                    "observations": [_observation(indicator, name) for name in known] or _only_unit(indicator),
                }
            )


def _observation(indicator: Row, name: str) -> dict[str, Any]:
    unit = {"name": indicator["unit"]} if indicator["unit"] else None
    return filled({"id": name, "measure": plain_number(indicator[name]), "unit": unit})


def _only_unit(indicator: Row) -> list[dict[str, Any]]:
    return [{"id": "unit", "unit": {"name": indicator["unit"]}}] if indicator["unit"] else []


def _documents(content: Content, row: Row) -> Iterator[dict[str, Any]]:
    ids = [row["doc_id"], *(goal["doc_id"] for goal in _goals(content, row))]
    for document in (content.documents[doc_id] for doc_id in dict.fromkeys(filter(None, ids))):
        url = document["url"] or ""
        yield filled(
            {
                "id": document["doc_id"],
                "documentType": "policyAlignment",
                "title": named(document, "title"),
                "description": code_label("document_kind", document["kind"]),
                "url": url if LINK.fullmatch(url) else None,
                "datePublished": f"{document['approved_on']}T00:00:00Z" if document["approved_on"] else None,
            }
        )


def _related(content: Content, row: Row) -> Iterator[dict[str, Any]]:
    if row["parent_id"]:
        yield _relation(content, "partOf", row["parent_id"], "partOf")
    for link in content.links.get(row["measure_id"], []):
        yield _relation(content, link["dependency_id"], link["to_id"], link["kind"])


def _relation(content: Content, identifier: str, measure_id: str, relationship: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "scheme": "oc4ids" if content.project_id(measure_id).startswith("oc4ids-") else OWN + "project",
        "identifier": content.project_id(measure_id),
        "relationship": relationship,
        "title": named(content.measures[measure_id], "title"),
    }


def _policy(content: Content, row: Row) -> dict[str, Any]:
    goals = _goals(content, row)
    words = "; ".join(" ".join(filter(None, [goal["code"], named(goal, "title")])) for goal in goals)
    policies = ["SDG"] if sustainable_goals(goals) else []
    return filled({"policies": policies, "description": tr("Goals: {goals}.", goals=words) if words else None})


def _benefits(row: Row) -> list[dict[str, Any]]:
    people = []
    for name in ("beneficiaries", "idp_beneficiaries"):
        if row[name] is not None:
            label = tables()["measure"].field(name).label
            people.append({"description": label, "numberOfPeople": round(row[name])})
    return [{"title": tr("People who benefit"), "beneficiaries": people}] if people else []


def _social(row: Row) -> dict[str, Any]:
    return {"consultationMeetings": [{"id": row["consultation_ref"]}]} if row["consultation_ref"] else {}
