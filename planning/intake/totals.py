"""Sums that a table states, checked against its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Complaint = Callable[[float, float], None]


@dataclass
class Totals:
    """Sums of the rows read so far, in currency units: since the last heading, since the last total, of all.

    A total below its rows is compared at once; one that stands above them, such as «Область, усього – 5 тис.»,
    when they have been read.
    """

    tolerance: float
    section: float = 0.0
    since_total: float = 0.0
    whole: float = 0.0
    refused_in_section: float = 0.0
    refused: float = 0.0
    _above: list[tuple[bool, float, float, Complaint]] = field(default_factory=list)

    def add(self, amount: float) -> None:
        """A row of this cost; parts and rows of the same measure are not added."""
        self.section += amount
        self.since_total += amount
        self.whole += amount

    def add_refused(self, amount: float) -> None:
        """A row of this cost that was not taken: the table's own total may hold it or not."""
        self.refused_in_section += amount
        self.refused += amount

    def open_section(self) -> None:
        """A heading: what follows belongs to it."""
        self.section = self.since_total = self.refused_in_section = 0.0

    def below(self, stated: float, of_everything: bool, complain: Complaint) -> None:
        """A total that stands below its rows."""
        expected = self.whole if of_everything else self.section
        sums = [
            (expected, self.refused if of_everything else self.refused_in_section),
            (self.since_total, self.refused_in_section),
            (self.whole, self.refused),
        ]
        if not any(self._agrees(stated, amount, refused) for amount, refused in sums):
            complain(stated, expected)
        self.since_total = 0.0

    def above(self, stated: float, of_everything: bool, complain: Complaint) -> None:
        """A total that stands above its rows."""
        if not of_everything:
            self._check_above(of_section=True)
            self.open_section()
        self._above.append((not of_everything, self.whole, stated, complain))

    def finish(self) -> None:
        """The table has ended."""
        self._check_above(of_section=True)
        self._check_above(of_section=False)

    def _check_above(self, of_section: bool) -> None:
        checked = [entry for entry in self._above if entry[0] == of_section]
        self._above = [entry for entry in self._above if entry[0] != of_section]
        for _, before, stated, complain in checked:
            if not self._agrees(stated, self.whole - before, self.refused):
                complain(stated, self.whole - before)

    def _agrees(self, stated: float, expected: float, refused: float) -> bool:
        return min(abs(stated - expected), abs(stated - expected - refused)) <= self.tolerance
