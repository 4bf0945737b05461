"""Conditions that a measure must meet to be admitted to a fund: pass, fail or unknown.

Unknown is not failed. Rules are joined by the strong logic of three values (Kleene 1952): a gate fails where one rule
fails, is unknown where none fails and one is unknown, and passes where all pass.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import PlanError
from ...language import tr

PASS, UNKNOWN, FAIL = 1, 0, -1
WORDS = {PASS: "pass", UNKNOWN: "unknown", FAIL: "fail"}
TESTS = ("is", "at_least", "at_most", "above")
PRESETS = Path(__file__).with_name("funds.json")
RANGES = 2
Columns = Mapping[str, NDArray[Any]]
Gaps = Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Rule:
    """A test of one field, in words. `only` limits it to measures that pass another test, `otherwise` is another test
    that does as well."""

    field: str
    test: str
    value: Any
    uk: str = ""
    en: str = ""
    only: Rule | None = None
    otherwise: Rule | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields that it looks at."""
        others = (rule for rule in (self.only, self.otherwise) if rule)
        return (self.field, *(name for rule in others for name in rule.fields))

    def results(self, columns: Columns, count: int) -> tuple[NDArray[np.int8], Gaps]:
        """Pass, fail or unknown for each of `count` measures, and where which field keeps it unknown; a field that no
        column has is unknown."""
        found = self._tested(columns, count)
        gaps: Gaps = {self.field: found == UNKNOWN}
        if self.otherwise:
            other, missing = self.otherwise.results(columns, count)
            found, gaps = np.maximum(found, other), joined(gaps, missing)
        if self.only:
            concerned, missing = self.only.results(columns, count)
            found, gaps = np.maximum(found, -concerned), joined(gaps, missing)
        return found, {name: where & (found == UNKNOWN) for name, where in gaps.items()}

    def _tested(self, columns: Columns, count: int) -> NDArray[np.int8]:
        column = columns.get(self.field)
        if column is None:
            return np.zeros(count, dtype=np.int8)
        if self.test == "is":
            return self._among(column)
        try:
            numbers = column.astype(float)
        except (TypeError, ValueError) as error:
            raise PlanError(
                tr(
                    "A gate compares field «{field}» with a number, and it holds texts: {why}.",
                    field=self.field,
                    why=error,
                )
            ) from None
        least, most = (numbers[:, 0], numbers[:, 1]) if numbers.ndim == RANGES else (numbers, numbers)
        sides = self._compared(least) + self._compared(most) - 1
        return np.where(np.isnan(least) | np.isnan(most), UNKNOWN, sides).astype(np.int8)

    def _compared(self, numbers: NDArray[np.float64]) -> NDArray[np.int8]:
        with np.errstate(invalid="ignore"):
            if self.test == "above":
                return (numbers > self.value).astype(np.int8)
            return (numbers >= self.value if self.test == "at_least" else numbers <= self.value).astype(np.int8)

    def _among(self, column: NDArray[Any]) -> NDArray[np.int8]:
        if column.ndim == RANGES:
            column = np.where(column[:, 0] == column[:, 1], column[:, 0], np.nan)
        if column.dtype != object:
            return np.where(np.isnan(column), UNKNOWN, 2 * np.isin(column, self.value) - 1).astype(np.int8)
        meaning = {**dict.fromkeys(self.value, PASS), None: UNKNOWN, "": UNKNOWN}
        return np.array([meaning.get(value, FAIL) for value in column.tolist()], dtype=np.int8)


@dataclass(frozen=True)
class Gate:
    """Rules under a code, with the source of what they ask."""

    code: str
    name_uk: str
    name_en: str
    source: str
    rules: tuple[Rule, ...]
    definition: Mapping[str, Any]


@dataclass(frozen=True)
class Passage:
    """What a gate says of n measures: results (n,), what each of its rules says (rules, n), and for each field where it
    keeps the gate unknown."""

    gate: Gate
    results: NDArray[np.int8]
    by_rule: NDArray[np.int8]
    gaps: Gaps

    def missing(self, row: int) -> list[str]:
        """Fields that are not known, where that is why it does not pass."""
        return [name for name, where in self.gaps.items() if where[row]]

    def failed(self, row: int) -> list[Rule]:
        """The rules that it fails."""
        return [rule for rule, results in zip(self.gate.rules, self.by_rule) if results[row] == FAIL]


def passage(gate: Gate, columns: Columns, count: int) -> Passage:
    """Check `count` measures, whose fields are columns: numbers (n,) with NaN where unknown, least and greatest
    possible numbers (n, 2), or objects (n,) with None where unknown."""
    found = [rule.results(columns, count) for rule in gate.rules]
    by_rule = np.array([results for results, _ in found], dtype=np.int8)
    results = by_rule.min(axis=0, initial=PASS)
    gaps = joined(*(missing for _, missing in found))
    return Passage(gate, results, by_rule, {name: where & (results == UNKNOWN) for name, where in gaps.items()})


def joined(*gaps: Gaps) -> Gaps:
    """Where any of them has a field missing."""
    found: dict[str, NDArray[np.bool_]] = {}
    for each in gaps:
        for name, where in each.items():
            found[name] = found[name] | where if name in found else where
    return found


@lru_cache(maxsize=1)
def presets() -> dict[str, Gate]:
    """The gates that are shipped, by code."""
    return {each["code"]: gate_from(each) for each in json.loads(PRESETS.read_text("utf-8"))}


def gates_of(wanted: Sequence[Any]) -> tuple[Gate, ...]:
    """Gates by the code of a preset, or as objects of the same form. Raises PlanError for others."""
    return tuple(_wanted(each) for each in wanted)


def gate_from(definition: Mapping[str, Any]) -> Gate:
    """A gate from its JSON object. Raises PlanError where it is not of the form."""
    rules = definition.get("rules")
    if not definition.get("code") or not isinstance(rules, (list, tuple)) or not rules:
        raise PlanError(tr("A gate of the scenario needs a «code» and a list of «rules»."))
    code = str(definition["code"])
    return Gate(
        code,
        str(definition.get("name_uk") or code),
        str(definition.get("name_en") or definition.get("name_uk") or code),
        str(definition.get("source") or ""),
        tuple(_rule(rule, code) for rule in rules),
        dict(definition),
    )


def _wanted(each: Any) -> Gate:
    if isinstance(each, Mapping):
        return gate_from(each)
    if str(each) in presets():
        return presets()[str(each)]
    raise PlanError(
        tr(
            "The scenario names gate «{gate}», which does not exist. Presets: {known}.",
            gate=each,
            known=", ".join(sorted(presets())),
        )
    )


def _rule(found: Any, code: str) -> Rule:
    tests = [test for test in TESTS if isinstance(found, Mapping) and test in found]
    fine = len(tests) == 1 and found.get("field")
    value = found[tests[0]] if fine else None
    right = isinstance(value, (list, tuple)) if tests == ["is"] else isinstance(value, (int, float))
    if not fine or not right:
        raise PlanError(
            tr(
                "A rule of gate «{gate}» needs a «field» and one of {tests}; «is» takes a list, the others a number.",
                gate=code,
                tests=", ".join(TESTS),
            )
        )
    others = {key: _rule(found[key], code) if found.get(key) else None for key in ("only", "or")}
    words = {key: str(found.get(key) or found["field"]) for key in ("uk", "en")}
    return Rule(str(found["field"]), tests[0], value, words["uk"], words["en"], others["only"], others["or"])
