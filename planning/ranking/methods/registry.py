"""The methods by name, in the order in which planners meet them."""

from __future__ import annotations

from .electre_3 import Electre3
from .marcos import Marcos
from .method import Method
from .owa import Owa
from .promethee import Promethee
from .tiers import Tiers
from .topsis import Topsis
from .two_indices import TwoIndices
from .vikor import Vikor
from .weighted_product import WeightedProduct
from .weighted_sum import WeightedSum

METHODS: dict[str, Method] = {
    method.NAME: method
    for method in (
        WeightedSum(),
        Topsis(),
        WeightedProduct(),
        Vikor(),
        Promethee(),
        Electre3(),
        Owa(),
        Marcos(),
        TwoIndices(),
        Tiers(),
    )
}
