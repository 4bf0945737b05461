"""What the plugin adds to QGIS's window: a toolbar and a menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QLineEdit

from ..planning.language import tr
from .sample import SampleProject

NAME = "Vidnova"
ICON = Path(__file__).with_name("resources") / "icon.svg"


class Desktop:
    """The actions «open the sample» and «show the algorithms»; `remove` takes everything away again."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.sample = SampleProject(iface)
        self.toolbar = iface.addToolBar(NAME)
        self.toolbar.setObjectName("VidnovaToolBar")
        self.actions = [
            self._action("VidnovaOpenSample", QIcon(str(ICON)), tr("Open the sample community"), self.sample.open),
            self._action(
                "VidnovaShowAlgorithms",
                QgsApplication.getThemeIcon("/processingAlgorithm.svg"),
                tr("Show the algorithms"),
                self.show_algorithms,
            ),
        ]

    def remove(self) -> None:
        """Take the actions, the menu and the toolbar away; stop what still runs."""
        self.sample.stop()
        for action in self.actions:
            self.iface.removePluginMenu(NAME, action)
            self.toolbar.removeAction(action)
            action.deleteLater()
        self.iface.mainWindow().removeToolBar(self.toolbar)
        self.toolbar.deleteLater()

    def show_algorithms(self) -> None:
        """Open the Processing toolbox on Vidnova's algorithms."""
        toolbox = self.iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
        if toolbox is None:
            words = tr("Switch on «Processing» in Plugins > Manage and Install Plugins.")
            self.iface.messageBar().pushMessage(NAME, words, Qgis.MessageLevel.Warning)
            return
        toolbox.setUserVisible(True)
        search = toolbox.findChild(QLineEdit, "searchBox")
        if search is not None:
            search.setText(NAME.lower())

    def _action(self, name: str, icon: QIcon, words: str, todo: Callable[[], None]) -> QAction:
        action = QAction(icon, words, self.iface.mainWindow())
        action.setObjectName(name)
        action.triggered.connect(lambda checked: todo())
        self.toolbar.addAction(action)
        self.iface.addPluginToMenu(NAME, action)
        return action
