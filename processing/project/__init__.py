"""The QGIS project of a plan: which layers it holds, how they look, their forms, relations and print layouts."""
