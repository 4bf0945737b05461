"""QGIS runs this before it loads plugins: from now on every message is written down."""

import json
import os
from pathlib import Path

from qgis.core import QgsApplication


def write_down(text, tag, level):
    with Path(os.environ["VIDNOVA_MESSAGES"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps([tag, int(level), text]) + "\n")


QgsApplication.messageLog().messageReceived.connect(write_down)
