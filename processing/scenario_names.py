"""Parameters that name scenarios of the plan file."""

from __future__ import annotations

import re

from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterString

from ..planning.language import tr
from ..planning.plan.store import PlanFile
from .base import Inputs, helped

APART = re.compile(r"[;\n]")


def scenarios_parameter(words: str) -> QgsProcessingParameterDefinition:
    """The names of several scenarios as one text."""
    parameter = QgsProcessingParameterString("SCENARIOS", tr("Scenarios"), optional=True)
    return helped(parameter, words)


def listed_texts(inputs: Inputs, name: str) -> list[str]:
    """What stands between semicolons or on lines of a text, each once."""
    parts = (part.strip() for part in APART.split(inputs.text(name)))
    return list(dict.fromkeys(part for part in parts if part))


def scenarios_of(inputs: Inputs, plan: PlanFile) -> list[str]:
    """The scenarios that are named, all of the plan where none is."""
    return listed_texts(inputs, "SCENARIOS") or [row["name"] for row in plan.rows("scenario")]
