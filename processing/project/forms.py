"""Attribute forms from the schema: words for fields, code lists to choose from, checks, tabs, related tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qgis.core import (
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsAttributeEditorRelation,
    QgsAttributeTableConfig,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsFieldConstraints,
    QgsRelation,
    QgsVectorLayer,
)

from ...planning.language import current_language, tr
from ...planning.plan.geopackage import code_table
from ...planning.plan.schema import Field, Table, code_lists, tables
from .relations import references, relation_id
from .words import group_titles, result_titles, unit_words

Layers = Mapping[str, QgsVectorLayer]
RESULT_TABLES = ("measure", "ranking", "programme_item", "scenario", "run", "focus_area")
NAME_FIELDS = ("title_uk", "name_uk", "name", "object_label", "title", "message_uk", "sheet", "kind")
LARGEST = 1e15
TITLE_WIDTH = 360
FIRST_RANK_FIRST = 'coalesce("rank", 1000000)'
WHOLE_UNITS = ("осіб", "валюта", "валюта плану", "місць", "місяців", "%")
LONG_TEXTS = ("description", "rationale", "note", "evidence", "message", "risk_note", "source_text", "reason")


def make_forms(layers: Layers, relations: list[QgsRelation]) -> None:
    """Set up fields and forms of every table, and the fields of the result views."""
    by_id = {relation.id(): relation for relation in relations}
    for name, layer in layers.items():
        if name in tables():
            _table_form(layer, tables()[name], layers, by_id)
        elif not name.startswith("list_"):
            view_fields(layer, layers)


def table_tabs(table: Table) -> Iterator[tuple[str, list[Field]]]:
    """The tabs of a table's form: a title and the fields on it, in the schema's order; its identifier is on none."""
    starts = measure_tab_starts() if table.name == "measure" else {}
    title = table.label
    fields: list[Field] = []
    for field in table.fields[1:]:
        if field.name in starts and fields:
            yield title, fields
            fields = []
        title = starts.get(field.name, title)
        fields.append(field)
    yield title, fields


def measure_tab_starts() -> dict[str, str]:
    """The field that opens each tab of the measure form."""
    return {
        "code": tr("Measure"),
        "place_state": tr("Place"),
        "damage_grade": tr("People and damage"),
        "phase": tr("Time and readiness"),
        "cost_total": tr("Cost"),
        "inclusion_mark": tr("Marks"),
        "origin": tr("Papers"),
    }


def _table_form(layer: QgsVectorLayer, table: Table, layers: Layers, by_id: Mapping[str, QgsRelation]) -> None:
    for field in table.fields:
        index = layer.fields().indexOf(field.name)
        layer.setFieldAlias(index, field_title(field))
        layer.setEditorWidgetSetup(index, widget(table, field, layers))
        _constrain(layer, index, field)
    layer.setDefaultValueDefinition(layer.fields().indexOf(table.key), QgsDefaultValue("uuid('WithoutBraces')"))
    layer.setEditorWidgetSetup(layer.fields().indexOf("fid"), QgsEditorWidgetSetup("Hidden", {}))
    layer.setDisplayExpression(_display(table))
    hidden = [field.name for field in table.fields if field.type in ("id", "json")]
    layer.setAttributeTableConfig(_columns(layer, ["fid", *hidden]))
    layer.setEditFormConfig(_form(layer, table, by_id))


def view_fields(layer: QgsVectorLayer, layers: Layers) -> None:
    """Words, code lists and columns of a layer of results, which nobody edits."""
    known = {field.name: (tables()[name], field) for name in reversed(RESULT_TABLES) for field in tables()[name].fields}
    for index, name in enumerate(layer.fields().names()):
        if name in known:
            table, field = known[name]
            layer.setFieldAlias(index, field_title(field))
            if field.codes or field.type == "real":
                layer.setEditorWidgetSetup(index, widget(table, field, layers))
        if name in result_titles():
            layer.setFieldAlias(index, result_titles()[name])
    hidden = ["fid", "OGC_FID", "run_id", *_keys(), *_other_language(layer)]
    layer.setAttributeTableConfig(_columns(layer, hidden, FIRST_RANK_FIRST if "rank" in layer.fields().names() else ""))
    layer.setReadOnly(True)


def _keys() -> list[str]:
    return [table.key for table in tables().values()]


def _other_language(layer: QgsVectorLayer) -> list[str]:
    """The English names where Ukrainian is shown; Ukrainian ones stay, for they are always there."""
    return [name for name in layer.fields().names() if name.endswith("_en") and current_language() == "uk"]


def _columns(layer: QgsVectorLayer, hidden: Sequence[str], order: str = "") -> QgsAttributeTableConfig:
    """The columns of the attribute table: titles wide enough to read, identifiers out of sight."""
    config = QgsAttributeTableConfig()
    config.update(layer.fields())
    columns = config.columns()
    for column in columns:
        column.hidden = column.hidden or column.name in hidden
        column.width = TITLE_WIDTH if column.name.startswith("title_") else column.width
    config.setColumns(columns)
    config.setSortExpression(order)
    return config


def field_title(field: Field) -> str:
    """What the form calls a field, its unit behind it."""
    unit = unit_words().get(field.unit, field.unit)
    return f"{field.label}, {unit}" if unit else field.label


def widget(table: Table, field: Field, layers: Layers) -> QgsEditorWidgetSetup:
    """How a field is edited."""
    if field.codes and field.type == "text":
        return _code_list(layers[code_table(field.codes)])
    if field.codes:
        return QgsEditorWidgetSetup("ValueMap", {"map": [{c.label: c.code} for c in code_lists()[field.codes]]})
    if field.references in layers:
        return _reference(layers[field.references], relation_id(table, field))
    if field.type == "boolean":
        return QgsEditorWidgetSetup("CheckBox", {})
    if field.type in ("date", "datetime"):
        return QgsEditorWidgetSetup("DateTime", {"allow_null": True, "calendar_popup": True})
    if field.type == "real":
        return _decimal(field)
    return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": field.type == "json" or field.name in LONG_TEXTS})


def _decimal(field: Field) -> QgsEditorWidgetSetup:
    """Numbers in full, as many decimals as editing must keep."""
    decimals = 2 if field.unit in WHOLE_UNITS else 4
    limits = {"Min": -LARGEST, "Max": LARGEST, "Step": 1, "Precision": decimals, "AllowNull": True}
    return QgsEditorWidgetSetup("Range", {**limits, "Style": "SpinBox"})


def _code_list(codes: QgsVectorLayer) -> QgsEditorWidgetSetup:
    settings = {
        "Layer": codes.id(),
        "LayerName": codes.name(),
        "LayerProviderName": "ogr",
        "Key": "code",
        "Value": f"label_{current_language()}",
        "AllowNull": True,
        "OrderByValue": False,
    }
    return QgsEditorWidgetSetup("ValueRelation", settings)


def _reference(parent: QgsVectorLayer, relation: str) -> QgsEditorWidgetSetup:
    settings = {
        "Relation": relation,
        "ReferencedLayerId": parent.id(),
        "ReferencedLayerName": parent.name(),
        "AllowNULL": True,
        "OrderByValue": True,
        "ShowOpenFormButton": True,
    }
    return QgsEditorWidgetSetup("RelationReference", settings)


def _constrain(layer: QgsVectorLayer, index: int, field: Field) -> None:
    constraint = QgsFieldConstraints.Constraint
    if field.required and field.type != "id":
        layer.setFieldConstraint(index, constraint.ConstraintNotNull)
    if field.check:
        words = tr("Allowed: {range}", range=field.check)
        layer.setConstraintExpression(index, f'"{field.name}" IS NULL OR "{field.name}" {field.check}', words)


def _display(table: Table) -> str:
    names = table.field_names
    name = next((field for field in NAME_FIELDS if field in names), table.key)
    if name.endswith("_uk"):
        translated = name[:-2] + current_language()
        title = f'coalesce("{translated}", "{name}")'
    else:
        title = f'to_string("{name}")'
    return f"coalesce(\"code\" || ' ', '') || {title}" if "code" in names else title


def _form(layer: QgsVectorLayer, table: Table, by_id: Mapping[str, QgsRelation]) -> QgsEditFormConfig:
    form = layer.editFormConfig()
    form.clearTabs()
    form.setLayout(QgsEditFormConfig.EditorLayout.TabLayout)
    for title, fields in table_tabs(table):
        tab = _tab(form, title)
        for field in fields:
            index = layer.fields().indexOf(field.name)
            tab.addChildElement(QgsAttributeEditorField(field.name, index, tab))
            form.setReadOnly(index, field.type == "json")
    for group, children in _children(table).items():
        tab = _tab(form, group_titles()[group])
        for relation in children:
            element = QgsAttributeEditorRelation(by_id[relation], tab)
            element.setRelationWidgetTypeId("relation_editor")
            element.setLabel(by_id[relation].name())
            tab.addChildElement(element)
    return form


def _tab(form: QgsEditFormConfig, title: str) -> QgsAttributeEditorContainer:
    tab = QgsAttributeEditorContainer(title, form.invisibleRootContainer())
    tab.setIsGroupBox(False)
    form.addTab(tab)
    return tab


def _children(table: Table) -> dict[str, list[str]]:
    """Relations of the tables that refer to this one, by their group."""
    children: dict[str, list[str]] = {}
    for child, field in references(table.name):
        if child.name != "score" or table.name == "measure":
            children.setdefault(child.group, []).append(relation_id(child, field))
    return children
