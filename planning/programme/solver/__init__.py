"""Solves a model beside QGIS: `python -m solver FOLDER`.

A process of its own, because scipy's solver of Debian 12 holds Python's lock while it works, so that QGIS would freeze,
and a crash of the solver would take QGIS with it. This folder stands alone: it is copied beside its data.
"""
