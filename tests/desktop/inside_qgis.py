"""Runs inside QGIS's window: uses the plugin, unloads it, and writes down what there was to see."""

import json
import os
import time
import traceback
from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsProject
from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QTimer
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QToolBar, QTreeView
from qgis.utils import iface, plugins, unloadPlugin

PATIENCE = 100
seen = {}


def wait_until(condition, seconds):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.02)


def ours(kind):
    found = iface.mainWindow().findChildren(kind)
    return sorted(child.objectName() for child in found if child.objectName().startswith("Vidnova"))


def menu_entries():
    menus = [action.menu() for action in iface.pluginMenu().actions() if action.text() == "Vidnova"]
    return [action.text() for menu in menus if menu for action in menu.actions()]


def look(stage):
    registry = QgsApplication.processingRegistry()
    seen[stage] = {
        "plugin": "vidnova" in plugins,
        "provider": registry.providerById("vidnova") is not None,
        "actions": ours(QAction),
        "toolbars": ours(QToolBar),
        "menu": menu_entries(),
    }


def trigger(name):
    iface.mainWindow().findChild(QAction, name).trigger()


def toolbox():
    model = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox").findChild(QTreeView).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def bar_texts():
    return [item.text() for item in iface.messageBar().findChildren(QgsMessageBarItem)]


def opened_or_failed():
    item = iface.messageBar().currentItem()
    failed = item is not None and item.level() == Qgis.MessageLevel.Critical
    return failed or bool(QgsProject.instance().fileName())


def open_the_sample():
    trigger("VidnovaOpenSample")
    trigger("VidnovaOpenSample")
    seen["building"] = bar_texts()
    wait_until(opened_or_failed, PATIENCE)
    wait_until(lambda: not iface.mapCanvas().isDrawing(), 10)
    seen["bar"] = bar_texts()
    project = QgsProject.instance()
    seen["project"] = {"file": project.fileName(), "title": project.title()}
    seen["broken"] = [layer.name() for layer in project.mapLayers().values() if not layer.isValid()]
    seen["groups"] = [group.name() for group in project.layerTreeRoot().findGroups()]
    wait_until(lambda: False, 1.0)
    iface.mainWindow().grab().save(os.environ["VIDNOVA_SCREENSHOT"])


def use_the_plugin():
    look("loaded")
    trigger("VidnovaShowAlgorithms")
    wait_until(lambda: len(toolbox()) == 1, 2)
    seen["toolbox"] = toolbox()
    open_the_sample()
    unloadPlugin("vidnova")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    look("unloaded")


def main():
    try:
        use_the_plugin()
    except Exception:
        seen["failure"] = traceback.format_exc()
    Path(os.environ["VIDNOVA_SEEN"]).write_text(json.dumps(seen, ensure_ascii=False), "utf-8")
    os._exit(0)


QTimer.singleShot(500, main)
