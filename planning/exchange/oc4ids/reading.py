"""An OC4IDS project → the fields and rows that the plan has for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...language import tr
from ...plan.schema import tables
from ..stated import code_of_label, from_words
from .content import OWN
from .crosswalk import from_oc4ids, is_known, known_codes, to_oc4ids
from .node import Node
from .parties import EDR, PARTNERS
from .project import CLASSIFIED, DAYS_OF_A_MONTH, moment, stated_sectors
from .reading_metrics import read_metrics
from .reading_money import read_cost, uncounted_money
from .taken import Taken, uuid_at_end

KEYED = {"status": "status", "type": "measure_type"}
LINKS = ("requires", "excludes", "synergy", "phase_after")


def taken_from(node: Node) -> Taken:
    """Read a project; wrong types are complained of at the node, what the plan cannot hold becomes a remark."""
    taken = Taken(node.text("id") or "")
    for read in (
        _words,
        _codes,
        _identifiers,
        _period,
        _locations,
        _people,
        read_cost,
        _parties,
        read_metrics,
        _relations,
    ):
        read(node, taken)
    _classified(node, taken)
    sectors = node.texts("sector")
    if sectors and sectors != [to_oc4ids("sector", taken.fields["sector"])]:
        taken.fields.setdefault("oc4ids_sector", ";".join(sectors))
    taken.fields.setdefault("place_state", "placed" if taken.rows.get("places") else "unknown")
    taken.remarks.extend(uncounted_money(taken))
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


def _relations(node: Node, taken: Taken) -> None:
    for related in node.items("relatedProjects"):
        kind, other = related.text("relationship"), related.text("identifier")
        if kind == "partOf" and other:
            taken.whole = other
        elif kind in LINKS and other:
            key = taken.identifier(related.text("id"), "relatedProjects")
            taken.add("dependency", {"dependency_id": key, "kind": kind, "to": other})


def _classified(node: Node, taken: Taken) -> None:
    sectors = node.texts("sector")
    stated = {each.text("scheme"): each.text("id") or "" for each in node.items("additionalClassifications")}
    chosen = stated_sectors(stated.get(OWN + "oc4ids_sector")) == sectors != []
    standard: dict[str, Callable[[str], bool]] = {
        "status": lambda code: to_oc4ids("status", code) == node.text("status"),
        "measure_type": lambda code: to_oc4ids("measure_type", code) == node.text("type"),
        "sector": lambda code: chosen or [to_oc4ids("sector", code)] == sectors,
        "oc4ids_sector": lambda words: chosen,
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


PARTS = (_words, _codes, _identifiers, _period, _locations, _people, _parties, _relations)
