"""Writes the reference pages of docs/ from the algorithms and the schema, in both languages."""

from __future__ import annotations

from pathlib import Path

from as_plugin import ROOT, import_repository

WORDS = {
    "en": ("Algorithms", "Parameters", "Outputs", "The plan file", "Field", "Type", "Meaning", "Code lists"),
    "uk": ("Алгоритми", "Параметри", "Виходи", "Файл плану", "Поле", "Тип", "Зміст", "Переліки кодів"),
}


def main() -> None:
    for path, text in pages().items():
        path.write_text(text, "utf-8")
        print(path.relative_to(ROOT))


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    from vidnova.planning.language import LANGUAGES, language

    written = {}
    for code in LANGUAGES:
        with language(code):
            written[ROOT / "docs" / f"algorithms.{code}.md"] = algorithms_page(code)
            written[ROOT / "docs" / f"plan-file.{code}.md"] = plan_file_page(code)
    return written


def algorithms_page(code: str) -> str:
    from vidnova.processing.provider import ALGORITHMS

    parts = [f"# {WORDS[code][0]}\n"]
    group = ""
    for algorithm in (kind() for kind in ALGORITHMS):
        algorithm.initAlgorithm()
        if algorithm.group() != group:
            group = algorithm.group()
            parts.append(f"## {group}\n")
        parts.append(algorithm_section(algorithm, code))
    return "\n".join(parts)


def algorithm_section(algorithm, code: str) -> str:
    lines = [f"### {algorithm.name()}", "", f"**{algorithm.displayName()}.** {algorithm.about()}", ""]
    lines.append(f"{WORDS[code][1]}:\n")
    for parameter in algorithm.parameterDefinitions():
        lines.append(f"- `{parameter.name()}` {parameter.description()}. {parameter.help()}")
    extra = [o for o in algorithm.outputDefinitions() if algorithm.parameterDefinition(o.name()) is None]
    if extra:
        told = ", ".join(f"`{output.name()}` {output.description().lower()}" for output in extra)
        lines.append(f"\n{WORDS[code][2]}: {told}.")
    return "\n".join(lines) + "\n"


def plan_file_page(code: str) -> str:
    from vidnova.planning.plan.schema import tables

    words = WORDS[code]
    parts = [f"# {words[3]}\n"]
    for table in tables().values():
        geometry = f" ({table.geometry})" if table.geometry else ""
        parts.append(f"## {table.name}: {table.label}{geometry}\n")
        parts.append(f"| {words[4]} | {words[5]} | {words[6]} |\n|---|---|---|")
        parts.extend(f"| `{field.name}` | {field_type(field)} | {field_meaning(field)} |" for field in table.fields)
        parts.append("")
    parts.append(f"## {words[7]}\n")
    parts.extend(code_list_lines())
    return "\n".join(parts) + "\n"


def field_type(field) -> str:
    kind = f"→ `{field.references}`" if field.references else field.type
    return kind + (f", `list_{field.codes}`" if field.codes else "")


def field_meaning(field) -> str:
    unit = f", {field.unit}" if field.unit else ""
    return field.label + unit + (" *" if field.required else "")


def code_list_lines() -> list[str]:
    from vidnova.planning.plan.schema import code_lists

    lists = code_lists().items()
    return [f"- `list_{name}`: " + "; ".join(f"`{c.code}` {c.label}" for c in codes) for name, codes in lists]


if __name__ == "__main__":
    import_repository()
    main()
