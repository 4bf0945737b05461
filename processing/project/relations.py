"""Relations between the plan's tables, as the schema's references give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qgis.core import QgsProject, QgsRelation, QgsRelationContext, QgsVectorLayer

from ...planning.plan.schema import Field, Table, tables
from .plan_layers import shown_tables


def references(parent: str | None = None) -> Iterator[tuple[Table, Field]]:
    """Every table and field of it that refers to a shown table, or to `parent`."""
    shown = {table.name for table in shown_tables()}
    for table in shown_tables():
        for field in table.fields:
            if field.references in shown and parent in (None, field.references):
                yield table, field


def relation_id(table: Table, field: Field) -> str:
    return f"{table.name}_{field.name}"


def make_relations(project: QgsProject, layers: Mapping[str, QgsVectorLayer]) -> list[QgsRelation]:
    """A relation for each reference; the children belong to the parent where the reference is required."""
    context = QgsRelationContext(project)
    return [_relation(QgsRelation(context), table, field, layers) for table, field in references()]


def _relation(relation: QgsRelation, table: Table, field: Field, layers: Mapping[str, QgsVectorLayer]) -> QgsRelation:
    relation.setId(relation_id(table, field))
    relation.setName(table.label)
    relation.setReferencingLayer(layers[table.name].id())
    relation.setReferencedLayer(layers[field.references].id())
    relation.addFieldPair(field.name, tables()[field.references].key)
    strength = QgsRelation.RelationStrength
    relation.setStrength(strength.Composition if field.required else strength.Association)
    return relation
