"""The methods by name, in the order in which planners meet them."""

from __future__ import annotations

from .method import Method
from .topsis import Topsis
from .weighted_sum import WeightedSum

METHODS: dict[str, Method] = {method.NAME: method for method in (WeightedSum(), Topsis())}
