"""The words that a project shows: groups, layers, legend entries, units."""

from __future__ import annotations

from ...planning.language import current_language, tr


def group_titles() -> dict[str, str]:
    """Titles of the layer groups; the schema's table groups use their own names as keys."""
    return {
        "result": tr("Result"),
        "need": tr("Need"),
        "context": tr("Context"),
        "need_by_area": tr("Need by district"),
        "documents": tr("Documents"),
        "measures": tr("Measures"),
        "attachments": tr("Attachments"),
        "money": tr("Money"),
        "ranking": tr("Criteria and weights"),
        "scenarios": tr("Scenarios"),
        "runs": tr("Runs"),
    }


def layer_titles() -> dict[str, str]:
    """Titles of the layers that are no table of the schema."""
    return {
        "measure_map": tr("Measures: places"),
        "measure_line_map": tr("Measures: streets and networks"),
        "measure_polygon_map": tr("Measures: areas"),
        "measure_result": tr("Ranking and programme"),
        "damage_sites": tr("Damage"),
        "boundary": tr("Community boundary"),
        "districts": tr("Districts"),
        "buildings": tr("Buildings"),
        "streets": tr("Streets"),
        "schools": tr("Schools"),
        "kindergartens": tr("Kindergartens"),
        "health_points": tr("Health care"),
        "shelters": tr("Shelters"),
        "utility_lines": tr("Utility networks"),
        "railway": tr("Railway"),
        "grounds": tr("Grounds and waters"),
        "flood_zones": tr("Flood zones"),
        "sanitary_zones": tr("Sanitary protection zones"),
    }


def result_titles() -> dict[str, str]:
    """Titles of the result views' fields that the schema does not name, or names too shortly."""
    return {
        "rank": tr("Place in the ranking"),
        "measures": tr("Measures"),
        "costed": tr("Measures of known cost"),
        "chosen_measures": tr("Measures in the programme"),
        "chosen_cost": tr("Cost of the programme"),
    }


def legend_words() -> dict[str, str]:
    """What the {keys} of the style files stand for."""
    return {
        "language": current_language(),
        "chosen": tr("In the programme (number: rank)"),
        "not_chosen": tr("Not in the programme"),
        "ranked": tr("Ranked, no programme yet"),
        "unranked": tr("Not ranked"),
        "damage_minor": tr("Minor"),
        "damage_moderate": tr("Moderate"),
        "damage_severe": tr("Severe"),
        "damage_destroyed": tr("Destroyed"),
        "streets_main": tr("Main"),
        "streets_district": tr("District"),
        "streets_local": tr("Local"),
        "school": tr("School"),
        "school_closed": tr("School, not working"),
        "kindergarten": tr("Kindergarten"),
        "kindergarten_closed": tr("Kindergarten, not working"),
        "health": tr("Health centre"),
        "health_closed": tr("Health centre, not working"),
        "shelter": tr("Shelter"),
        "shelter_closed": tr("Shelter, not working"),
        "water": tr("Water body"),
        "greenery": tr("Greenery"),
        "works": tr("Industry and utilities"),
        "other": tr("Other"),
        "flood_zone": tr("Flood zone"),
        "sanitary_zone": tr("Sanitary protection zone"),
        "utility_water": tr("Water"),
        "utility_sewer": tr("Sewer"),
        "utility_heat": tr("Heat"),
        "utility_power": tr("Power"),
    }


def unit_words() -> dict[str, str]:
    """The schema's units in the current language; a sum has its currency in a field of its own."""
    return {
        "осіб": tr("persons"),
        "років": tr("years"),
        "місяців": tr("months"),
        "місць": tr("jobs"),
        "частка": tr("share 0..1"),
        "валюта": "",
        "валюта плану": "",
    }


def currency_word(code: str) -> str:
    """A currency as it is written after a sum."""
    return {"UAH": tr("UAH"), "USD": tr("USD"), "EUR": tr("EUR")}.get(code, code)
