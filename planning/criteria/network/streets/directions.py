from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORWARD = frozenset({"yes", "true", "1", "1.0", "t", "forward", "f", "ft", "along", "так", "вперед"})
BACKWARD = frozenset({"-1", "-1.0", "reverse", "backward", "tf", "against", "назад"})
BOTH = frozenset({"", "no", "false", "0", "0.0", "n", "both", "b", "reversible", "alternating", "ні", "обидва"})
ROUND = frozenset({"roundabout", "circular"})
ONEWAY_BY_KIND = frozenset({"motorway", "motorway_link"})


def open_directions(
    stated: Sequence[str], kinds: Sequence[str], junctions: Sequence[str]
) -> tuple[NDArray[np.bool_], int]:
    """Which way each line is open (s, 2): along it and against it; and how many state a word that is not known.

    Roundabouts and motorways are open along the line unless they state otherwise. What changes by the hour
    (reversible, alternating) is open both ways, and so is what states an unknown word.
    """
    implied = [kind in ONEWAY_BY_KIND or junction in ROUND for kind, junction in zip(kinds, junctions)]
    along = [word not in BACKWARD for word in stated]
    against = [word not in FORWARD and not (one_way and not word) for word, one_way in zip(stated, implied)]
    strange = sum(word not in FORWARD and word not in BACKWARD and word not in BOTH for word in stated)
    return np.column_stack([np.array(along, dtype=bool), np.array(against, dtype=bool)]), strange
