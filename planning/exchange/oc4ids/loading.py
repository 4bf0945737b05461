from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from ...errors import PlanError
from ...language import tr
from .node import TOLD, Node

LARGEST = 64_000_000


def load_json(path: Path, largest: int = LARGEST) -> Any:
    """The JSON of a file. Raises PlanError, saying where, for what is too big, cut off, not JSON or ambiguous."""
    if path.stat().st_size > largest:
        size, limit = path.stat().st_size // 1_000_000, largest // 1_000_000
        raise PlanError(
            tr("{file} has {size} MB, more than {limit} MB: part it first.", file=path.name, size=size, limit=limit)
        )
    try:
        text = path.read_text("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refused)
        if "\\ud" in text.lower():
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except UnicodeEncodeError:
        why = tr("it has half of a character (a lone surrogate)")
    except UnicodeDecodeError as error:
        why = tr("byte {place} is not UTF-8", place=error.start)
    except json.JSONDecodeError as error:
        why = tr("line {line}, column {column}: {why}", line=error.lineno, column=error.colno, why=error.msg)
    except RecursionError:
        why = tr("it is nested too deeply")
    except ValueError as error:
        why = str(error)
    raise PlanError(tr("{file} cannot be read as JSON: {why}.", file=path.name, why=why))


def projects_of(package: Any, file: str) -> list[Node]:
    """The projects of a package; what is wrong with them stands in the complaints, which all nodes share.

    Raises PlanError where the file is no package.
    """
    if not isinstance(package, dict) or not isinstance(package.get("projects"), list):
        raise PlanError(_wrong_root(package, file))
    if not package["projects"]:
        raise PlanError(tr("{file} has no projects.", file=file))
    complaints: list[str] = []
    nodes = [Node(value, f"projects/{place}", complaints) for place, value in enumerate(package["projects"])]
    for node in nodes:
        if isinstance(node.value, dict) and node.value.get("id") in (None, ""):
            node.complain(tr("«id» is missing: every project needs an identifier"))
        elif not node:
            node.complain(tr("an object is needed, found {found}", found="null"))
    for identifier, places in _repeated(nodes).items():
        complaints.append(tr("identifier «{id}» stands twice: {places}", id=identifier, places=", ".join(places)))
    return nodes


def refuse(complaints: list[str], file: str) -> None:
    """Raise PlanError with the first complaints, if there are any."""
    if not complaints:
        return
    unique = list(dict.fromkeys(complaints))
    told = "; ".join(unique[:TOLD])
    rest = len(unique) - TOLD
    more = tr(" — and {count} more", count=rest) if rest > 0 else ""
    raise PlanError(tr("{file} was not imported. {told}{more}.", file=file, told=told, more=more))


def _repeated(nodes: list[Node]) -> dict[str, list[str]]:
    ids = [node.value.get("id") if isinstance(node.value, dict) else None for node in nodes]
    counts = Counter(each for each in ids if isinstance(each, str) and each)
    twice = [each for each, count in counts.items() if count > 1]
    return {each: [node.place for node, found in zip(nodes, ids) if found == each] for each in twice}


def _wrong_root(package: Any, file: str) -> str:
    if isinstance(package, dict) and ("releases" in package or "records" in package):
        return tr("{file} is a package of OCDS contracting data; an OC4IDS project package is needed.", file=file)
    if isinstance(package, dict) and "id" in package and "projects" not in package:
        return tr("{file} is a single project; put it into the list «projects» of a package.", file=file)
    return tr("{file} is no OC4IDS project package: at its root there is no list «projects».", file=file)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        name = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(tr("an object has «{name}» twice", name=name))
    return found


def _refused(constant: str) -> Any:
    raise ValueError(tr("{constant} is not a JSON number", constant=constant))
