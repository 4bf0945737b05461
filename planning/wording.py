"""Numbers, money and dates as people write them in the current language."""

from __future__ import annotations

from .language import current_language, tr

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


def number(value: float | None, decimals: int = 0) -> str:
    """1 234,5 in Ukrainian, 1,234.5 in English; a word where it is unknown."""
    if value is None or value != value:
        return tr("unknown")
    text = f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", MINUS)
    if current_language() == "uk":
        return text.replace(",", NO_BREAK_SPACE).replace(".", ",")
    return text


def plain_number(value: float | None) -> str:
    """A number with as many decimals as it has, at most four."""
    if value is None or value != value:
        return tr("unknown")
    decimals = len(f"{value:.4f}".rstrip("0").split(".")[1])
    return number(value, decimals)


def thousands(value: float | None) -> str:
    """Money in thousands with one decimal, without its unit."""
    return number(None if value is None else value / 1000, 1)


def money_unit(currency: str) -> str:
    """The unit in which money is shown."""
    units = {"UAH": tr("thousand UAH"), "USD": tr("thousand USD"), "EUR": tr("thousand EUR")}
    return units.get(currency, tr("thousand {currency}", currency=currency))


def money(value: float | None, currency: str) -> str:
    """Money in thousands with its unit."""
    if value is None or value != value:
        return tr("unknown")
    return thousands(value) + NO_BREAK_SPACE + money_unit(currency).replace(" ", NO_BREAK_SPACE)


def percent(share: float | None, decimals: int = 0) -> str:
    """A share 0..1 in per cent."""
    if share is None or share != share:
        return tr("unknown")
    return tr("{number}%", number=number(share * 100, decimals))


def period(start: int | None, end: int | None) -> str:
    """2026–2028; one year where both are the same."""
    if start is None and end is None:
        return ""
    years = [str(year) for year in (start, end) if year is not None]
    return "–".join(dict.fromkeys(years))


def span(years: tuple[int, ...]) -> str:
    """The first and the last of several years."""
    return period(years[0], years[-1]) if years else ""


def date(moment: str | None) -> str:
    """The day of an ISO moment."""
    parts = (moment or "")[:10].split("-")
    if len(parts) != 3:
        return moment or ""
    return tr("{year}-{month}-{day}", year=parts[0], month=parts[1], day=parts[2])
