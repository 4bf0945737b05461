from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ...language import LANGUAGES, current_language, language
from ..problem import Problem

Told = dict[str, str]


@dataclass(frozen=True)
class Names:
    """Areas and funds by code, in one language."""

    areas: Mapping[str, str]
    funds: Mapping[str, str]


@dataclass(frozen=True)
class Speaker:
    """Tells sentences on a problem in every language; `names` by language, the problem's own where there are none."""

    names: Mapping[str, Names] = field(default_factory=dict)

    def told(self, problem: Problem, sentence: Callable[[Problem], str]) -> Told:
        """A sentence by language."""
        found = {}
        for code in LANGUAGES:
            with language(code):
                found[code] = sentence(self._named(problem))
        return found

    def _named(self, problem: Problem) -> Problem:
        names = self.names.get(current_language())
        if names is None:
            return problem
        funds = tuple(replace(fund, name=names.funds.get(fund.code, fund.name)) for fund in problem.funds)
        return replace(problem, area_names=names.areas, funds=funds)
