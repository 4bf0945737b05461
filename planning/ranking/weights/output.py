"""Weights as criteria that the ranking takes."""

from __future__ import annotations

import json
from typing import Any

from .definitions import OWN_KEYS, Asked
from .weight_set import WeightSet


def criteria_json(asked: Asked, found: WeightSet) -> str:
    """The definitions of the criteria with their weights, as JSON for CRITERIA_JSON of the ranking."""
    weights = dict(zip((item.code for item in found.hierarchy.criteria), found.weights.tolist()))
    return json.dumps([_weighed(definition, weights) for definition in asked.criteria], ensure_ascii=False)


def _weighed(definition: Any, weights: dict[str, float]) -> dict[str, Any]:
    code = str(definition["code"]).strip()
    kept = {key: value for key, value in definition.items() if key not in OWN_KEYS}
    return {**kept, "code": code, "weight": weights[code]}
