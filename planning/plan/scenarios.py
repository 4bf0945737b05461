"""Scenarios: weights, budgets, rules and switches under a name, kept in the plan file as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from ..errors import PlanError
from ..language import tr
from .schema import tables
from .store import PlanFile, now

CRITERION_KEYS = ("code", "kind")
RANKING_KEYS = ("method", "missing", "normalisation", "cuts", "options")
LAYER_KEYS = ("layer", "raster", "buildings", "existing", "streets", "barriers", "districts", "facilities", "zones")
SECTIONS = {"criteria": list, "layers": dict, "ranking": dict, "budget": dict, "programme": dict}


def read_definition(path: Path) -> dict[str, Any]:
    """A scenario's definition from its JSON file. Raises PlanError where it is no JSON or not of the form."""
    try:
        definition = json.loads(path.read_text("utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise PlanError(tr("{path} is not JSON: {why}.", path=path, why=error)) from None
    except OSError as error:
        raise PlanError(tr("{path} cannot be read: {why}.", path=path, why=error.strerror)) from None
    check_definition(definition)
    return definition


def check_definition(definition: Any) -> None:
    """Raise PlanError with all that is wrong with a definition's form."""
    complaints = list(_complaints(definition))
    if complaints:
        raise PlanError(tr("The scenario cannot be used:") + " " + " ".join(complaints))


def store_scenario(plan: PlanFile, definition: Mapping[str, Any], folder: Path) -> str:
    """Write the scenario with its criteria and weights, replacing one of the same name; returns its identifier.

    Layer paths in `definition` are relative to `folder` and are kept relative to the plan file.
    """
    kept = {**definition, "layers": _relative_layers(definition.get("layers", {}), folder, plan.path.parent)}
    with plan.transaction():
        weight_set = _store_weights(plan, kept)
        return _store(plan, "scenario", {"name": kept["name"]}, _scenario_row(kept, weight_set))


def scenario_named(plan: PlanFile, name: str) -> dict[str, Any]:
    """The row of a scenario. Raises PlanError listing the scenarios that there are."""
    found = plan.row("scenario", name=name)
    if found is None:
        known = ", ".join(f"«{row['name']}»" for row in plan.rows("scenario")) or tr("none yet")
        raise PlanError(tr("The plan has no scenario «{name}». Its scenarios: {known}.", name=name, known=known))
    return found


def _complaints(definition: Any) -> Iterator[str]:
    if not isinstance(definition, dict) or not definition.get("name"):
        yield tr("it must be an object with a «name».")
        return
    for section, kind in SECTIONS.items():
        if section in definition and not isinstance(definition[section], kind):
            yield tr("«{section}» has the wrong form.", section=section)
    ranking = definition.get("ranking")
    strange = sorted(set(ranking) - set(RANKING_KEYS)) if isinstance(ranking, dict) else []
    if strange:
        known = ", ".join(RANKING_KEYS)
        yield tr("«ranking» has {strange}; it knows {known}.", strange=", ".join(strange), known=known)
    criteria = definition.get("criteria")
    if not criteria:
        yield tr("it names no criteria.")
    elif isinstance(criteria, list):
        yield from _criteria_complaints(criteria, definition.get("layers", {}))


def _criteria_complaints(criteria: list, layers: Mapping[str, str]) -> Iterator[str]:
    seen = set()
    for number, criterion in enumerate(criteria, 1):
        missing = [key for key in CRITERION_KEYS if not criterion.get(key)]
        if missing:
            yield tr("criterion {number} lacks {keys}.", number=number, keys=", ".join(missing))
            continue
        if criterion["code"] in seen:
            yield tr("criterion «{code}» stands twice.", code=criterion["code"])
        seen.add(criterion["code"])
        for layer in _layers_of(criterion):
            if layer not in layers:
                yield tr(
                    "criterion «{code}» uses layer «{layer}», which «layers» does not name.",
                    code=criterion["code"],
                    layer=layer,
                )


def _layers_of(criterion: Mapping[str, Any]) -> list[str]:
    named = [criterion[key] for key in LAYER_KEYS if criterion.get(key)]
    return named + list(criterion.get("layers", {}).values()) + list(criterion.get("restrictions", {}))


def _relative_layers(layers: Mapping[str, str], folder: Path, plan_folder: Path) -> dict[str, str]:
    return {name: _relative(source, folder, plan_folder) for name, source in layers.items()}


def _relative(source: str, folder: Path, plan_folder: Path) -> str:
    path, *rest = source.split("|")
    absolute = (folder / path).resolve()
    try:
        kept = PurePath(os.path.relpath(absolute, plan_folder.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        kept = absolute.as_posix()
    return "|".join([kept, *rest])


def _store_weights(plan: PlanFile, definition: Mapping[str, Any]) -> str:
    row = {"name": definition["name"], "created": now()[:10], "author": definition.get("author")}
    weight_set = _store(plan, "weight_set", {"name": definition["name"]}, row)
    plan.delete("weight", weight_set_id=weight_set)
    for criterion in definition["criteria"]:
        criterion_id = _store(plan, "criterion", {"code": criterion["code"]}, _criterion_row(criterion))
        amount = criterion.get("weight", 1)
        plan.insert("weight", [{"weight_set_id": weight_set, "criterion_id": criterion_id, "amount": amount}])
    return weight_set


def _criterion_row(criterion: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": criterion["code"],
        "name_uk": criterion.get("name_uk") or criterion["code"],
        "name_en": criterion.get("name_en"),
        "index_code": criterion.get("index"),
        "direction": criterion.get("direction", "benefit"),
        "unit": criterion.get("unit"),
        "definition": criterion,
    }


def _scenario_row(definition: Mapping[str, Any], weight_set: str) -> dict[str, Any]:
    return {
        "name": definition["name"],
        "title_uk": definition.get("title_uk"),
        "title_en": definition.get("title_en"),
        "weight_set_id": weight_set,
        "budget_variant": definition.get("budget", {}).get("variant", "base"),
        "definition": definition,
        "updated": now(),
    }


def _store(plan: PlanFile, table: str, where: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    found = plan.row(table, **where)
    if found is None:
        return plan.insert(table, [row])[0]
    key = found[tables()[table].key]
    plan.update(table, key, row)
    return key
