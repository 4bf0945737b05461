from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..plan.scenarios import check_definition, scenario_named, store_scenario
from ..plan.store import PlanFile
from .changes import Change, differences, merged

TITLES = ("title_uk", "title_en")


def copy_scenario(
    plan: PlanFile, name: str, new_name: str, changes: Mapping[str, Any], replace: bool = False
) -> tuple[Change, ...]:
    """Put a copy of scenario `name` into the plan as `new_name`, changed by a merge patch; returns what changed.

    Layer paths in `changes` count from the plan file's folder. Titles are not copied. Raises PlanError where the name
    is taken and `replace` is not asked for, and where the changed definition is not of the form.
    """
    definition = changed_definition(scenario_named(plan, name)["definition"], new_name, changes)
    if plan.row("scenario", name=new_name) and not replace:
        raise PlanError(
            tr("The plan has a scenario «{name}» already: choose another name, or ask to replace it.", name=new_name)
        )
    before = scenario_named(plan, name)["definition"]
    store_scenario(plan, definition, plan.path.parent)
    return differences(before, scenario_named(plan, new_name)["definition"])


def changed_definition(definition: Mapping[str, Any], new_name: str, changes: Any) -> dict[str, Any]:
    """A definition under a new name, changed by a merge patch. Raises PlanError where it is not of the form then."""
    if not isinstance(changes, Mapping):
        raise PlanError(
            tr("The changes must be a JSON object such as {example}.", example='{"programme": {"floors": null}}')
        )
    if not new_name:
        raise PlanError(tr("The copy needs a name."))
    untitled = {key: value for key, value in definition.items() if key not in TITLES}
    changed = {**merged(untitled, changes), "name": new_name}
    check_definition(changed)
    return changed
