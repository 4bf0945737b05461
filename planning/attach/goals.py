"""Which goals a measure serves, read from the codes and titles that stand with it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..language import tr
from ..plan.store import PlanFile
from ..progress import Progress
from .by_code import distinctive
from .layer_index import code_form
from .text import clean, likeness, phrase_at, shortened, stems

SAME_TITLE = 0.95
ALIKE = 0.8
CLEARLY_BETTER = 0.05
SHORTEST_TITLE = 2
SHORTEST_PHRASE = 3
_CODE = r"[^\W_]{0,6}[-.]?\d{1,3}(?:\.\d{1,3})*"
_AFTER_WORD = re.compile(
    rf"(?:ціл(?:ь|і|ей|ям|ями|ях|лю)|завданн(?:я|ю|ям)|пріоритет\w*|goals?|objectives?)\s*(?:№\s*)?"
    rf"({_CODE}(?:\s*(?:,|;|та|і|and)\s*{_CODE})*)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"\s*({_CODE})(?=\.?(?:[\s:;,)-]|$))")


@dataclass(frozen=True)
class GoalLink:
    """A goal that a measure serves, with method, score and evidence."""

    measure_id: str
    goal_id: str
    method: str
    score: float
    evidence: str
    sure: bool

    def row(self) -> dict[str, Any]:
        return {
            "measure_id": self.measure_id,
            "goal_id": self.goal_id,
            "method": self.method,
            "score": round(self.score, 4),
            "evidence": self.evidence,
            "review": "automatic" if self.sure else "to_review",
        }


class GoalTree:
    """The goals of a plan by code and title."""

    def __init__(self, goals: Sequence[Mapping[str, Any]]) -> None:
        self._by_code: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for goal in goals:
            if goal["code"]:
                self._by_code[goal_code(goal["code"])].append(goal)
        titles = [tuple(stems(goal["title_uk"])) for goal in goals]
        self._titles = [entry for entry in zip(goals, titles) if len(entry[1]) >= SHORTEST_TITLE]

    def links(self, measure: Mapping[str, Any], accept: float) -> Iterator[GoalLink]:
        """The goals that a measure names, each once, by its surest method."""
        found: dict[str, GoalLink] = {}
        for link in (*self._from_cells(measure, accept), *self._from_texts(measure)):
            known = found.get(link.goal_id)
            if known is None or (link.sure, link.score) > (known.sure, known.score):
                found[link.goal_id] = link
        yield from found.values()

    def _from_cells(self, measure: Mapping[str, Any], accept: float) -> Iterator[GoalLink]:
        for text in _cells(measure["source_cells"]):
            coded = list(self._coded(measure, _codes_of_cell(text, self._by_code), text))
            yield from coded or self._titled(measure, text, accept)

    def _from_texts(self, measure: Mapping[str, Any]) -> Iterator[GoalLink]:
        for text in filter(None, (measure["title_uk"], measure["description"], measure["rationale"])):
            yield from self._coded(measure, _codes_in(text), text)
            words = stems(text)
            said = frozenset(words)
            for goal, title in self._titles:
                if len(title) >= SHORTEST_PHRASE and said.issuperset(title) and phrase_at(title, words):
                    yield _link(measure, goal, "name", SAME_TITLE, goal["title_uk"], sure=True)

    def _coded(self, measure: Mapping[str, Any], codes: Sequence[str], said: str) -> Iterator[GoalLink]:
        for code in dict.fromkeys(codes):
            goals = self._by_code.get(goal_code(code), [])
            own = [goal for goal in goals if goal["doc_id"] == measure["doc_id"]] or goals
            for goal in own:
                yield _link(measure, goal, "code", 1.0, said, sure=len(own) == 1)

    def _titled(self, measure: Mapping[str, Any], text: str, accept: float) -> Iterator[GoalLink]:
        ranked = self._alike(_FIRST.sub("", text).strip(" .:-"))
        rivals = [entry for entry in ranked if entry[0] > ranked[0][0] - CLEARLY_BETTER]
        for score, goal in rivals:
            method = "name" if score == 1 else "near_name"
            yield _link(measure, goal, method, score, text, sure=len(rivals) == 1 and score >= accept)

    def _alike(self, text: str) -> list[tuple[float, Mapping[str, Any]]]:
        """The goals whose title is nearly the text, the most alike first."""
        words = set(stems(text))
        if len(words) < SHORTEST_TITLE:
            return []
        shared = [goal for goal, title in self._titles if 2 * len(words.intersection(title)) >= len(title)]
        scored = [(likeness(text, goal["title_uk"]), goal) for goal in shared]
        return sorted((entry for entry in scored if entry[0] >= ALIKE), key=lambda entry: -entry[0])


def goal_links(plan: PlanFile, accept: float, progress: Progress) -> list[GoalLink]:
    """Every goal that a measure of the plan names: by code, else by title."""
    tree = GoalTree([goal for goal in plan.rows("goal") if goal["level"] != "vision" or goal["code"]])
    measures = plan.rows("measure")
    return [link for measure in progress.over(measures, max(len(measures), 1)) for link in tree.links(measure, accept)]


def goal_code(code: str) -> str:
    """A goal's code in one spelling: «1.1.», «1.1» and « 1.1 » are equal."""
    return code_form(code).strip(".")


def _cells(cells: Any) -> list[str]:
    """The distinct texts of a measure's source row, whatever their headings were."""
    values = cells.values() if isinstance(cells, dict) else cells or []
    return list(dict.fromkeys(str(text).strip() for text in values if text and re.search(r"[^\W\d_]", str(text))))


def _codes_of_cell(text: str, known: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """The codes of a cell «Ціль 1.1», or «1.1 Назва» where goal 1.1 is really called so."""
    first = _FIRST.match(clean(text))
    goals = known.get(goal_code(first.group(1)), []) if first else []
    called = any(likeness(text[first.end() :], goal["title_uk"]) >= ALIKE for goal in goals) if first else False
    return ([first.group(1)] if first and called else []) + _codes_in(text)


def _codes_in(text: str) -> list[str]:
    """Codes after a word such as «ціль», and those that cannot be another number."""
    shown = clean(text)
    named = [code for found in _AFTER_WORD.finditer(shown) for code in re.findall(_CODE, found.group(1))]
    tokens = (token.strip('.,;:()"') for token in shown.split())
    return named + [token for token in tokens if distinctive(token) and re.fullmatch(_CODE, token)]


def _link(
    measure: Mapping[str, Any], goal: Mapping[str, Any], method: str, score: float, said: str, sure: bool
) -> GoalLink:
    label = f"{goal['code'] or ''} {goal['title_uk']}".strip()
    evidence = tr("«{said}» = «{label}»", said=shortened(said), label=shortened(label))
    return GoalLink(measure["measure_id"], goal["goal_id"], method, score, evidence, sure)
