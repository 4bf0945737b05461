"""Runs algorithms one after another without stopping the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis import processing
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from ..processing.sample import Step


class Chain:
    """Steps of our provider, each in a background task where the algorithm allows it.

    `on_step` hears the number and the title of the step that begins; `on_end` hears "" or what went wrong.
    """

    def __init__(self, steps: Sequence[Step], on_step: Callable[[int, str], None], on_end: Callable[[str], None]):
        self.steps = steps
        self.on_step = on_step
        self.on_end = on_end
        self._position = -1
        self._task: QgsProcessingAlgRunnerTask | None = None
        self._feedback = QgsProcessingFeedback(False)
        self._context = QgsProcessingContext()
        self._stopped = False

    def start(self) -> None:
        self._next()

    def stop(self) -> None:
        """Cancel the step that runs; nothing is told any more."""
        self._stopped = True
        self._feedback.cancel()
        if self._task is not None:
            self._task.cancel()

    def _next(self) -> None:
        self._position += 1
        if self._position == len(self.steps):
            self.on_end("")
            return
        name, parameters = self.steps[self._position]
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"vidnova:{name}")
        self.on_step(self._position, algorithm.displayName())
        self._feedback, self._context = QgsProcessingFeedback(False), QgsProcessingContext()
        if algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading:
            self._run_here(algorithm, parameters)
        else:
            self._run_behind(algorithm, parameters)

    def _run_behind(self, algorithm: QgsProcessingAlgorithm, parameters: dict) -> None:
        self._task = QgsProcessingAlgRunnerTask(algorithm, parameters, self._context, self._feedback)
        self._task.executed.connect(self._executed)
        QgsApplication.taskManager().addTask(self._task)

    def _run_here(self, algorithm: QgsProcessingAlgorithm, parameters: dict) -> None:
        try:
            processing.run(algorithm, parameters, feedback=self._feedback, context=self._context)
        except QgsProcessingException as error:
            self.on_end(str(error))
        else:
            self._next()

    def _executed(self, successful: bool, results: dict) -> None:
        self._task = None
        if self._stopped:
            return
        if successful:
            self._next()
        else:
            self.on_end(self._feedback.textLog().strip())
