from __future__ import annotations

import numpy as np
from vidnova.planning.prioritise import values_to_add_up
from vidnova.planning.ranking.criterion import Criterion
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.value.functions import Linear

COLUMN = [np.array([1.0, 5.0, 2.0, np.nan])]


def test_net_flows_below_zero_do_not_keep_a_measure_out():
    ranking = rank_alternatives(COLUMN, [Criterion("a", "a")], "promethee")
    assert ranking.score[:3].tolist() == [-1, 1, 0]
    assert values_to_add_up(ranking)[:3].tolist() == [0, 2, 1]
    assert np.isnan(values_to_add_up(ranking)[3])


def test_scores_from_zero_on_stay_as_they_are():
    ranking = rank_alternatives(
        [np.array([2.0, 4.0])], [Criterion("a", "a", value_function=Linear("benefit", 0.0, 8.0))]
    )
    assert values_to_add_up(ranking).tolist() == [0.25, 0.5]
