"""Methods that ask how many times one criterion is more important than another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from ...wording import number, plain_number
from .answers import Answers, numbers_for
from .best_worst import BestWorst, check_best_worst, linear_weights, nonlinear_weights
from .consistency import ACCEPTABLE, Consistency, consistency_of
from .hierarchy import Question
from .judged import Judged
from .method import BEST_WORST, PAIRS, Settings, WeightMethod
from .pairwise import check_connected, eigenvector_weights, geometric_mean_weights, judgement_matrix
from .reconsider import Reconsideration, reconsidered

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AhpEigenvector(WeightMethod):
    NAME = "ahp_eigenvector"
    ASKS = PAIRS

    def title(self) -> str:
        return tr("AHP, eigenvector")

    def about(self) -> str:
        return tr("pairs compared on the scale 1 to 9, Saaty's eigenvector; unknown pairs are allowed.")

    def judge(self, question: Question, answers: Answers, settings: Settings, progress: Progress = SILENT) -> Judged:
        return self.judge_matrix(question, judgement_matrix(question.codes, answers.pairs), settings, progress)

    def judge_matrix(
        self, question: Question, matrix: NDArray[np.float64], settings: Settings, progress: Progress = SILENT
    ) -> Judged:
        """As judge, from a matrix of judgements (k, k)."""
        check_connected(matrix, question.names)
        consistency = consistency_of(matrix, settings.random_index)
        advice = ""
        if consistency.ratio > ACCEPTABLE:
            advice = _advice(question, reconsidered(matrix, settings.random_index, progress), consistency.ratio)
        return Judged(self.weights(matrix), consistency.ratio, advice, self.remarks(consistency, len(matrix)))

    def weights(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        return eigenvector_weights(matrix)

    def remarks(self, consistency: Consistency, size: int) -> tuple[str, ...]:
        if size <= 2:
            return ()
        ratio = tr(
            "Consistency ratio {ratio} (random index: {source}): {verdict}.",
            ratio=number(consistency.ratio, 3),
            source=consistency.index_source,
            verdict=_verdict(consistency.ratio <= ACCEPTABLE),
        )
        return (ratio, *_about_unknown(consistency, size))


class AhpGeometricMean(AhpEigenvector):
    NAME = "ahp_geometric_mean"

    def title(self) -> str:
        return tr("AHP, geometric mean")

    def about(self) -> str:
        return tr("the same comparisons, geometric means of rows (logarithmic least squares).")

    def weights(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        return geometric_mean_weights(matrix)

    def remarks(self, consistency: Consistency, size: int) -> tuple[str, ...]:
        if size <= 2:
            return ()
        index = tr(
            "Geometric consistency index {index}, acceptable up to {limit} (Aguarón & Moreno-Jiménez 2003): {verdict}.",
            index=number(consistency.geometric, 3),
            limit=f"{consistency.geometric_limit:g}",
            verdict=_verdict(consistency.geometric <= consistency.geometric_limit),
        )
        return (index, *super().remarks(consistency, size))


class BestWorstLinear(WeightMethod):
    NAME = "best_worst"
    ASKS = BEST_WORST

    def title(self) -> str:
        return tr("best-worst method")

    def about(self) -> str:
        return tr("only the best and the worst criterion are compared with the others; linear model.")

    def judge(self, question: Question, answers: Answers, settings: Settings, progress: Progress = SILENT) -> Judged:
        best_to = numbers_for(question, answers.best_to, tr("Comparisons with the best"))
        to_worst = numbers_for(question, answers.to_worst, tr("Comparisons with the worst"))
        check_best_worst(best_to, to_worst, question.names)
        found = self.solve(best_to, to_worst, progress)
        advice = "" if found.input_ratio <= ACCEPTABLE else _best_worst_advice(question, found, best_to, to_worst)
        return Judged(found.weights, round(found.input_ratio, 12), advice, self.remarks(question, found))

    def solve(self, best_to: NDArray[np.float64], to_worst: NDArray[np.float64], progress: Progress) -> BestWorst:
        return linear_weights(best_to, to_worst)

    def remarks(self, question: Question, found: BestWorst) -> tuple[str, ...]:
        return (
            tr(
                "Input-based consistency ratio {ratio} (Liang, Brunelli & Rezaei 2020), ξ of the linear model {xi} "
                "(Rezaei 2016): the nearer to 0, the fewer contradictions.",
                ratio=number(found.input_ratio, 3),
                xi=number(found.xi, 3),
            ),
        )


class BestWorstNonlinear(BestWorstLinear):
    NAME = "best_worst_nonlinear"

    def title(self) -> str:
        return tr("best-worst method, nonlinear")

    def about(self) -> str:
        return tr("the same comparisons, the first model of 2015; weights are the middles of their intervals.")

    def solve(self, best_to: NDArray[np.float64], to_worst: NDArray[np.float64], progress: Progress) -> BestWorst:
        return nonlinear_weights(best_to, to_worst, progress)

    def remarks(self, question: Question, found: BestWorst) -> tuple[str, ...]:
        ratios = tr(
            "Input-based consistency ratio {ratio} (Liang, Brunelli & Rezaei 2020), "
            "output-based {output} (Rezaei 2015): the nearer to 0, the fewer contradictions.",
            ratio=number(found.input_ratio, 3),
            output=number(found.output_ratio, 3),
        )
        wide = [
            f"«{name}» {number(low, 3)}–{number(high, 3)}"
            for name, low, high in zip(question.names, found.low, found.high)
            if high - low > 0.0005
        ]
        spans = (tr("The weights may lie in these intervals: {intervals}.", intervals=", ".join(wide)),) if wide else ()
        return (ratios, *spans)


def _verdict(acceptable: bool) -> str:
    return tr("acceptable") if acceptable else tr("the judgements contradict each other")


def _about_unknown(consistency: Consistency, size: int) -> tuple[str, ...]:
    if not consistency.unknown:
        return ()
    pairs = size * (size - 1) // 2
    if pairs - consistency.unknown == size - 1:
        return (
            tr(
                "{count} of {total} pairs are not compared; nothing checks the others.",
                count=consistency.unknown,
                total=pairs,
            ),
        )
    return (
        tr(
            "{count} of {total} pairs are not compared; the random index is lowered for them (Ágoston & Csató 2022).",
            count=consistency.unknown,
            total=pairs,
        ),
    )


def _advice(question: Question, found: Reconsideration | None, ratio: float) -> str:
    if found is None:
        return ""
    first, second = question.items[found.first].name, question.items[found.second].name
    return tr(
        "Reconsider first: {stated}. {fitting} would fit the other judgements, "
        "and the consistency ratio would change from {before} to {after}.",
        stated=times(first, second, found.stated),
        fitting=times(first, second, found.fitting),
        before=number(ratio, 2),
        after=number(found.ratio, 2),
    )


def times(first: str, second: str, value: float) -> str:
    """A judgement in words, the more important one first."""
    if abs(value - 1) < 1e-9:
        return tr("«{first}» and «{second}» equally important", first=first, second=second)
    if value < 1:
        first, second, value = second, first, 1 / value
    return tr(
        "«{first}» {times} times more important than «{second}»", first=first, second=second, times=plain_number(value)
    )


def _best_worst_advice(
    question: Question, found: BestWorst, best_to: NDArray[np.float64], to_worst: NDArray[np.float64]
) -> str:
    place = found.most_contradicting
    return tr(
        "Reconsider first: «{name}». The best is {best} times more important than it, and it {worst} times more "
        "important than the worst; multiplied they should give {whole}.",
        name=question.items[place].name,
        best=f"{best_to[place]:g}",
        worst=f"{to_worst[place]:g}",
        whole=f"{best_to[np.argmin(to_worst)]:g}",
    )
