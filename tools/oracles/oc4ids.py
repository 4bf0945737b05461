"""The OC4IDS schema and codelists as a judge of packages, by the jsonschema library."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, RefResolver
from jsonschema.validators import extend

FORMATS = Draft4Validator.FORMAT_CHECKER if hasattr(Draft4Validator, "FORMAT_CHECKER") else None


class Judge:
    def __init__(self, standard: Path) -> None:
        package, project = (
            json.loads((standard / name).read_text("utf-8"))
            for name in ("project-package-schema.json", "project-schema.json")
        )
        self.codes = {path.name: _codes(path) for path in (standard / "codelists").glob("*.csv")}
        reference = package["properties"]["projects"]["items"]["$ref"]
        resolver = RefResolver(package["id"], package, store={reference: project})
        kind = extend(Draft4Validator, {"codelist": self._codelist})
        self.validator = kind(package, resolver=resolver, format_checker=FORMATS)

    def problems(self, package: Any) -> list[str]:
        return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in self.validator.iter_errors(package)]

    def _codelist(self, validator: Any, codelist: str, value: Any, schema: dict[str, Any]) -> Iterator[Any]:
        from jsonschema import ValidationError

        if schema.get("openCodelist"):
            return
        for code in value if isinstance(value, list) else [value]:
            if code is not None and code not in self.codes[codelist]:
                yield ValidationError(f"{code!r} is not in {codelist}")


def _codes(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["Code"] for row in csv.DictReader(file)}
