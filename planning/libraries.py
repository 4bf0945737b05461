from __future__ import annotations

from importlib import import_module
from types import ModuleType

from .errors import MissingLibrary
from .language import tr

DEBIAN_PACKAGES = {
    "scipy": "python3-scipy",
    "openpyxl": "python3-openpyxl",
    "jinja2": "python3-jinja2",
    "matplotlib": "python3-matplotlib",
    "docx": "python3-docx",
    "odf": "python3-odf",
}
REQUIREMENTS = {"shapely": "shapely>=2.0,<2.2", "docx": "python-docx", "odf": "odfpy"}


def require(name: str) -> ModuleType:
    """Import an optional library where it is used; raise MissingLibrary with the way to install it."""
    try:
        return import_module(name)
    except ImportError:
        raise MissingLibrary(_how_to_install(name)) from None


def _how_to_install(name: str) -> str:
    package = name.split(".")[0]
    requirement = REQUIREMENTS.get(package, package)
    debian = DEBIAN_PACKAGES.get(package)
    return tr(
        "This step needs the Python library «{library}», which this QGIS does not have. "
        'Windows: open the OSGeo4W Shell and run: python -m pip install --user "{requirement}". '
        "Debian and Ubuntu: {debian}. "
        'macOS: run /Applications/QGIS.app/Contents/MacOS/bin/python3 -m pip install --user "{requirement}". '
        "Then start QGIS again.",
        library=package,
        requirement=requirement,
        debian="apt install " + debian if debian else 'pip3 install --user "' + requirement + '"',
    )
