from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Judged:
    """Weights (k,) that sum to 1 of the items of one question.

    consistency is the ratio of the method's source (0: the judgements do not contradict each other), None where the
    method has none. reconsider says which judgement to look at again, empty where nothing has to be.
    """

    weights: NDArray
    consistency: float | None = None
    reconsider: str = ""
    notes: tuple[str, ...] = ()
