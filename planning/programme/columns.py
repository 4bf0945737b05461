"""The unknowns of the model.

A binary column x[i, t] starts measure i in year t. A continuous column q[g, f, y] is what fund f pays in year y for
group g, the measures that are paid on the same terms: a split of the group's payments among its measures in proportion
to their costs keeps every share, so that it can be made later (`payments.py`). A column z tells that both measures of a
pair are chosen, or start in the same year.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .model import Entries
from .problem import Problem, Terms
from .rules import Pair

Need = tuple[Terms, int]


@dataclass(frozen=True)
class Columns:
    """Where each unknown stands: of[measure][start], payment[terms, fund, year], saving[pair, start], bonus[pair]."""

    choices: tuple[tuple[str, int], ...]
    of: dict[str, dict[int, int]]
    needs: dict[Need, Entries]
    payment: dict[tuple[Terms, str, int], int]
    saving: dict[tuple[Pair, int], int]
    bonus: dict[Pair, int]
    total: int

    def started(self, key: str, last: int) -> dict[int, float]:
        """The columns that start a measure by a year."""
        return {column: 1.0 for start, column in self.of[key].items() if start <= last}

    @property
    def together(self) -> dict[int, tuple[frozenset[int], frozenset[int]]]:
        """For the column of each pair, the columns of which one of each must be there."""
        found = {
            column: (frozenset([self.of[pair.first][start]]), frozenset([self.of[pair.second][start]]))
            for (pair, start), column in self.saving.items()
        }
        for pair, column in self.bonus.items():
            found[column] = (frozenset(self.chosen(pair.first)), frozenset(self.chosen(pair.second)))
        return found

    def chosen(self, key: str) -> dict[int, float]:
        """The columns that choose a measure."""
        return dict.fromkeys(self.of.get(key, {}).values(), 1.0)


def columns_of(problem: Problem, payments: bool = True) -> Columns:
    """The unknowns of a problem, with payments or without."""
    choices = tuple((c.id, start) for c in problem.candidates for start in problem.starts[c.id])
    of: dict[str, dict[int, int]] = defaultdict(dict)
    for column, (key, start) in enumerate(choices):
        of[key][start] = column
    savings = [
        (pair, start) for pair in problem.pairs if pair.saving for start in of[pair.first] if start in of[pair.second]
    ]
    bonuses = [pair for pair in problem.pairs if pair.bonus]
    saving = {key: position for position, key in enumerate(savings, len(choices))}
    bonus = {pair: position for position, pair in enumerate(bonuses, len(choices) + len(savings))}
    needs = _needs(problem, choices, saving)
    first = len(choices) + len(savings) + len(bonuses)
    paid = [(terms, fund, year) for terms, year in needs for fund, _, _ in terms] if payments else []
    payment = {key: position for position, key in enumerate(paid, first)}
    return Columns(choices, of, needs, payment, saving, bonus, first + len(paid))


def _needs(
    problem: Problem, choices: tuple[tuple[str, int], ...], saving: dict[tuple[Pair, int], int]
) -> dict[Need, Entries]:
    """What has to be paid in a year on the same terms, as column → money."""
    needs: dict[Need, dict[int, float]] = defaultdict(dict)
    for column, (key, start) in enumerate(choices):
        for year, cost in problem.costs(problem.by_id[key], start).items():
            needs[problem.terms[key], year][column] = cost
    for (pair, start), column in saving.items():
        for year, amount in problem.saved(pair, start).items():
            needs[problem.terms[pair.first], year][column] = -amount
    return dict(needs)
