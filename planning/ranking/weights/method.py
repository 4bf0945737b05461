from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ...progress import SILENT, Progress
from .answers import Answers
from .consistency import SAATY
from .hierarchy import Question
from .judged import Judged

POINTS, RANKS, PAIRS, BEST_WORST, DATA = "points", "ranks", "pairs", "best_worst", "data"


@dataclass(frozen=True)
class Settings:
    """random_index is the table that the consistency ratio is measured by."""

    random_index: str = SAATY


class WeightMethod:
    """A way from what people say to weights; ASKS tells what they are asked for."""

    NAME: ClassVar[str]
    ASKS: ClassVar[str]

    def title(self) -> str:
        """What the method is called in sentences."""
        raise NotImplementedError

    def about(self) -> str:
        """One line for the choice of a method."""
        raise NotImplementedError

    def judge(self, question: Question, answers: Answers, settings: Settings, progress: Progress = SILENT) -> Judged:
        """The weights of a question of two items or more. Raises PlanError for answers that cannot be used."""
        raise NotImplementedError
