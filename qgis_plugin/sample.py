"""Opens the sample community; makes it first where it is not there yet."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from qgis.core import Qgis
from qgis.PyQt.QtCore import QStandardPaths
from qgis.PyQt.QtWidgets import QProgressBar

from ..planning.language import current_language, tr
from ..processing.sample import project_step, sample_steps
from .chain import Chain

SOURCES = Path(__file__).resolve().parents[1] / "sample_layers"


def sample_folder() -> Path:
    """Where the user's copy of the sample lives."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) / "Vidnova" / "sample"


def unfinished_folder() -> Path:
    """Where the sample is built; it gets its name when it is whole."""
    return sample_folder().with_name("sample.new")


class SampleProject:
    """The sample community in the user's documents, with its sources beside plan and project."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self._chain: Chain | None = None
        self._message: Any = None
        self._bar: QProgressBar | None = None

    @property
    def project(self) -> Path:
        return sample_folder() / f"project.{current_language()}.qgz"

    def open(self) -> None:
        """Open the project, after building what is missing in the background."""
        if self._chain is not None:
            return
        if self.project.is_file():
            self._show()
        else:
            self._build()

    def stop(self) -> None:
        """Stop building."""
        if self._chain is not None:
            self._chain.stop()
            self._chain = None
        self._clear_message()

    def _build(self) -> None:
        language, folder = current_language(), sample_folder()
        if (folder / "plan.gpkg").is_file():
            steps = [project_step(folder, folder / "plan.gpkg", self.project, language)]
        else:
            folder = unfinished_folder()
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(SOURCES, folder)
            plan = folder / "plan.gpkg"
            steps = [*sample_steps(folder, plan), project_step(folder, plan, folder / self.project.name, language)]
        self._show_message(len(steps))
        self._chain = Chain(steps, self._step, self._ended)
        self._chain.start()

    def _step(self, number: int, title: str) -> None:
        if self._bar is not None:
            self._bar.setValue(number)
            self._bar.setFormat(title)

    def _ended(self, problem: str) -> None:
        self._chain = None
        self._clear_message()
        if not problem and not sample_folder().is_dir():
            unfinished_folder().rename(sample_folder())
        if problem:
            words = tr("The sample could not be built: {why}", why=problem)
            self.iface.messageBar().pushMessage("Vidnova", words, Qgis.MessageLevel.Critical)
        else:
            self._show()

    def _show(self) -> None:
        if self.iface.newProject(True):
            self.iface.addProject(str(self.project))

    def _show_message(self, steps: int) -> None:
        self._bar = QProgressBar()
        self._bar.setMaximum(steps)
        self._message = self.iface.messageBar().createMessage("Vidnova", tr("Building the sample community"))
        self._message.layout().addWidget(self._bar)
        self.iface.messageBar().pushWidget(self._message, Qgis.MessageLevel.Info)

    def _clear_message(self) -> None:
        if self._message is not None:
            self.iface.messageBar().popWidget(self._message)
        self._message = self._bar = None
