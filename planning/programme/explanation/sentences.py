"""What was found of an explanation, in sentences: from what is stored, in the current language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...language import current_language, tr
from ...wording import number, percent
from ..result import QUICK
from ..words import million
from .change_words import by_fund
from .resolving import IMPOSSIBLE

SMALL = 5e-4
NAMED = 8


@dataclass(frozen=True)
class Words:
    """Sentences on an explanation; `name` tells what a measure is called, `fund` a fund by its code."""

    found: Mapping[str, Any]
    name: Callable[[str], str]
    fund: Callable[[str], str]

    def listed(self, keys: Sequence[str]) -> str:
        """Names of measures, and how many more there are."""
        names, more = ", ".join(self.name(key) for key in keys[:NAMED]), len(keys) - NAMED
        return tr("{names} and {more} more", names=names, more=more) if more > 0 else names

    def exchange(self, entered: Sequence[str], left: Sequence[str]) -> str:
        """What enters and what leaves; empty where nothing does."""
        parts = []
        if entered:
            parts.append(tr("enter: {names}", names=self.listed(entered)))
        if left:
            parts.append(tr("leave: {names}", names=self.listed(left)))
        return "; ".join(parts)

    def given(self, given: Sequence[Mapping[str, Any]]) -> str:
        """Where more money goes, by fund and year."""
        return by_fund(((part["fund"], part["year"], part["amount"]) for part in given), self.fund)

    def base(self) -> Iterator[str]:
        """How good the programme is that all is compared with."""
        base = self.found["base"]
        facts = {"value": value_words(base["value"]), "bound": value_words(base["bound"])}
        if base["exact"]:
            yield tr("The best programme is worth {value}; that none is worth more is proven.", **facts)
        else:
            yield tr("The best programme known is worth {value}; none can be worth more than {bound}.", **facts)
        if base["status"] == QUICK:
            yield tr("The solver could not be run: the figures compare quick choices by value for money.")
        more = base["value"] - base["run_value"]
        if more > SMALL:
            yield tr(
                "It is not that of the run: longer search has found {more} of value more ({share}); there {words}. "
                "Everything below is compared with this better programme. To store it, choose the programme again "
                "with a smaller «gap» and more time.",
                more=value_words(more),
                share=percent(more / base["run_value"] if base["run_value"] else None, 2),
                words=self.exchange(base["entered"], base["left"]) or tr("only years differ"),
            )

    def cut(self) -> Iterator[str]:
        """What cutting the ranking loses."""
        cut = self.found["cut"]
        if cut is None:
            yield tr("Cutting the ranking gives no programme that keeps the rules.")
            return
        yield tr(
            "Taking the highest scores first, passing over what no longer fits, would choose {chosen} measures worth "
            "{value}: {lost} of the value that the same money buys would be lost.",
            chosen=cut["chosen"],
            value=value_words(cut["value"]),
            lost=percent(cut["lost"], 1),
        )
        if cut["only_cut"] or cut["only_programme"]:
            yield tr(
                "Both choose {both}. Only the cut chooses {cut}; only the programme chooses {programme}.",
                both=cut["both"],
                cut=self.listed(cut["only_cut"]) or "—",
                programme=self.listed(cut["only_programme"]) or "—",
            )

    def standing(self, standing: Mapping[str, Any]) -> Iterator[str]:
        """Why a measure is in or out, and the nearest changes."""
        yield from self._chosen(standing) if standing["chosen"] else self._left_out(standing)

    def _chosen(self, standing: Mapping[str, Any]) -> Iterator[str]:
        if standing["lost"] is None:
            yield tr("No programme without it was found: {why}", why=one(standing["why"]))
            return
        if standing["lost"]["likely"] < SMALL:
            yield tr("A programme without it is worth as much ({lost}).", lost=self._lost(standing))
        else:
            yield tr("Without it the best programme is worth {lost} less.", lost=self._lost(standing))
        words = self.exchange(standing["entered"], standing["left"])
        if words:
            yield tr("In its place {words}.", words=words)

    def _left_out(self, standing: Mapping[str, Any]) -> Iterator[str]:
        if standing["lost"] is None:
            yield tr("No programme with it was found: {why}", why=one(standing["why"]))
        elif not standing["rules"] or standing["lost"]["likely"] >= SMALL:
            yield from self._lacking(standing)
        if standing["joining"]:
            yield tr("To add it with nothing given up: {changes}.", changes=one(standing["joining"]))
        money = standing["money"]
        if money:
            yield self._more_money(money, standing["least"])
        elif money is None and not standing["rules"]:
            yield tr("No amount of money alone was found with which it pays to choose it.")
        if standing["rules"]:
            yield tr("It is chosen without the rule: {rules}.", rules="; ".join(map(one, standing["rules"])))

    def _more_money(self, money: Sequence[Mapping[str, Any]], least: bool) -> str:
        total = million(sum(part["amount"] for part in money), self.found["base"]["currency"])
        facts = {"total": total, "parts": self.given(money)}
        if least:
            return tr("The least more money with which it pays to choose it: {total} ({parts}).", **facts)
        return tr("More money with which it pays to choose it: {total} ({parts}); less may do.", **facts)

    def _lacking(self, standing: Mapping[str, Any]) -> Iterator[str]:
        lost = standing["lost"]["likely"]
        words = self.exchange(standing["entered"], standing["left"])
        if lost < SMALL:
            yield tr("A programme with it is worth as much ({lost}).", lost=self._lost(standing))
        else:
            yield tr("With it the best programme is worth {lost} less.", lost=self._lost(standing))
        if words:
            yield tr("Beside it {words}.", words=words)
        value = next((m["value"] for m in self.found["measures"] if m["id"] == standing["id"]), None)
        if lost >= SMALL and value is not None and not self.found["base"]["discounted"]:
            yield tr(
                "It would be chosen with a value of {needed} instead of {value}.",
                needed=value_words(value + lost),
                value=value_words(value),
            )

    def _lost(self, standing: Mapping[str, Any]) -> str:
        return difference_words(standing["lost"])

    def step(self, step: Mapping[str, Any]) -> str:
        """What more money buys."""
        return self.exchange(step["entered"], step["left"]) or tr("nothing changes")

    def rule(self, rule: Mapping[str, Any]) -> str:
        """What a rule costs."""
        lost = rule["lost"]
        if lost is None:
            return tr("Nothing was found without it.")
        if lost["most"] < SMALL:
            return tr("It costs nothing.")
        return self.exchange(rule["entered"], rule["left"]) or tr("nothing changes")

    def point(self, point: Mapping[str, Any]) -> str:
        """What a level of the curve changes against the one before."""
        if point["value"] is None:
            return one(point["why"]) if point["status"] == IMPOSSIBLE else tr("Nothing was found in the time given.")
        return self.exchange(point["entered"], point["left"]) or tr("nothing changes")


def one(pair: Mapping[str, str] | None) -> str:
    """A stored sentence in the current language."""
    return (pair or {}).get(current_language(), "")


def value_words(value: float | None) -> str:
    """Value of a programme or a measure."""
    return number(value, 3)


def difference_words(difference: Mapping[str, float] | None) -> str:
    """A difference of value, with what is proven of it where that is not the same."""
    if difference is None:
        return tr("unknown")
    least, likely, most = (difference[name] for name in ("least", "likely", "most"))
    if most - least < 2 * SMALL:
        return value_words(likely)
    return tr(
        "{likely} (proven: from {least} to {most})",
        likely=value_words(likely),
        least=value_words(least),
        most=value_words(most),
    )
