"""Costs over streets plug into floating catchments as straight ones do."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.catchment.access import Demand, floating_catchment
from vidnova.planning.criteria.catchment.additions import Additions
from vidnova.planning.criteria.catchment.decay import Decay
from vidnova.planning.criteria.catchment.gain import catchment_gains
from vidnova.planning.criteria.network.access import search_from
from vidnova.planning.criteria.network.cleaning.clean import network_of_streets
from vidnova.planning.criteria.network.entrances import entrances_of
from vidnova.planning.criteria.network.routes import pairs_within_streets
from vidnova.planning.criteria.network.streets.read import read_streets
from vidnova.planning.criteria.network.streets.rules import rules_of
from vidnova.planning.features import FeatureTable
from vidnova.planning.progress import SILENT

REACH = 120.0


@pytest.fixture
def over_streets(array):
    """Links over a street that turns a corner: from (0, 0) by (100, 0) to (100, 100)."""
    street = shapely.LineString([(0, 0), (100, 0), (100, 100)])
    layer = FeatureTable("вулиці", "", "EPSG:6386", {}, [street.wkb])
    network = network_of_streets(read_streets(layer, rules_of("walking"), ""), 0.5)

    def linking_to(units):
        entered = entrances_of(network, units)
        return lambda facilities, progress=SILENT: pairs_within_streets(
            search_from(network, facilities), entered, REACH, progress
        )

    return linking_to


def test_round_the_corner_is_out_of_reach(over_streets, array):
    """100 people share 20 places of a school 50 m along the street; those 141 m off in a straight line and 200 m by the
    street have none, until a second school opens 100 m from them and from the others."""
    units = array([shapely.Point(0, 0), shapely.Point(100, 100)])
    demand, decay = Demand(np.array([100.0, 40]), np.ones(2, dtype=bool)), Decay("none", REACH)
    schools, seats, linking = array([shapely.Point(50, 0)]), np.array([20.0]), over_streets(units)
    now = floating_catchment(linking, schools, seats, demand, decay)
    assert now.access.tolist() == [0.2, 0]
    more = Additions(array([shapely.Point(100, 0)]), np.array([70.0]), np.array([True]))
    gains = catchment_gains(linking, now, schools, seats, demand, more, None)
    assert (gains.served.tolist(), gains.people.tolist()) == ([40], [140])
    choosing = floating_catchment(linking, schools, seats, demand, decay, choice=True)
    by_choice = catchment_gains(linking, choosing, schools, seats, demand, more, 0.5)
    assert by_choice.served.tolist() == pytest.approx([100 * 0.6 + 40 - 100 * max(0, 1 - (0.2 + 35 / 90) / 0.5)])
