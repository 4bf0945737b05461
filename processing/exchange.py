"""What the exchange algorithms share."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsPointXY,
    QgsProcessingContext,
)

from ..planning.exchange.formats import loss_words
from ..planning.exchange.task import Coordinates, Loss
from ..planning.language import tr
from ..planning.progress import Progress
from .columns import moved
from .layers import plan_crs

DEGREES = "EPSG:4326"


def coordinates_of(srs_id: int, context: QgsProcessingContext) -> Coordinates:
    """Between a plan's system and WGS 84, as QGIS is set to transform; x is always first."""
    own, degrees = plan_crs(srs_id), QgsCoordinateReferenceSystem(DEGREES)
    return Coordinates(_mover(own, degrees, context), _mover(degrees, own, context))


def _mover(
    source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem, context: QgsProcessingContext
) -> Callable[[Any], Any]:
    transform = QgsCoordinateTransform(source, target, context.transformContext())

    def move(points: Any) -> Any:
        together = moved(points, transform)
        return np.array([_moved(transform, x, y) for x, y in points]) if together is None else together

    return move


def _moved(transform: QgsCoordinateTransform, x: float, y: float) -> tuple[float, float]:
    try:
        point = transform.transform(QgsPointXY(x, y))
    except QgsCsException:
        return float("nan"), float("nan")
    return point.x(), point.y()


def tell_losses(losses: Iterable[Loss], progress: Progress) -> None:
    """Say what a format does not carry, a field a line."""
    for loss in losses:
        progress.say(
            tr(
                "Not carried: {field} ({records}). {why}",
                field=loss_words(loss.field),
                records=loss.records,
                why=loss.why,
            )
        )


def write_losses(path: Path, losses: Iterable[Loss]) -> None:
    """What a format does not carry, as CSV that a spreadsheet opens."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([tr("Field"), tr("Words"), tr("Records"), tr("Explanation")])
        for loss in losses:
            writer.writerow([loss.field, loss_words(loss.field), loss.records, loss.why])
