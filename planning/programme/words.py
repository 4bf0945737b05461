from __future__ import annotations

from collections.abc import Iterable

from ..language import current_language, tr


def million(amount: int, currency: str) -> str:
    """Money in millions with its currency, two decimals at most."""
    return tr("{number} million {currency}", number=million_number(amount), currency=currency_words(currency))


def million_number(amount: int) -> str:
    """Money in millions, two decimals at most."""
    number = f"{amount / 1e6:,.2f}"
    number = number[:-1] if number.endswith("0") else number
    return number.replace(",", "\u00a0").replace(".", ",") if current_language() == "uk" else number


def listed(codes: Iterable[str]) -> str:
    """Codes in one order, each once."""
    return ", ".join(sorted(set(codes)))


def years_span(years: Iterable[int]) -> str:
    """2026, or 2026–2028."""
    found = sorted(years)
    return f"{found[0]}–{found[-1]}" if found[0] != found[-1] else str(found[0])


def currency_words(code: str) -> str:
    """What a currency is called."""
    return tr("UAH") if code == "UAH" else code
