from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..language import LANGUAGES, current_language, language


def in_both(sentence: Callable[[], str]) -> dict[str, str]:
    """The fields message_uk and message_en of a row of table "finding"."""
    words = {}
    for code in LANGUAGES:
        with language(code):
            words["message_" + code] = sentence()
    return words


def figure(amount: float) -> str:
    """A whole amount with its thousands apart, as the current language writes it."""
    grouped = f"{amount:,.0f}"
    return grouped.replace(",", "\u00a0") if current_language() == "uk" else grouped


def finding(rule: str, sentence: Callable[[], str]) -> dict[str, Any]:
    """A row of table "finding" that warns, its sentence made in both languages."""
    return {"rule": rule, "severity": "warning", **in_both(sentence)}
