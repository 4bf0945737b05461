from __future__ import annotations

import pytest
from vidnova.planning.language import language
from vidnova.planning.publish.area_money import area_tables
from vidnova.planning.publish.gather import gather, published_run
from vidnova.planning.publish.report import report_html
from vidnova.planning.publish.schedule import main_fund, schedule_charts, schedule_order


@pytest.fixture
def content(example):
    with language("en"):
        return gather(example, published_run(example))


def test_every_dated_measure_stands_in_the_schedule_once(content):
    order = schedule_order(content)
    assert sorted(line.measure.measure_id for line in order) == sorted(
        line.measure.measure_id for line in content.programme if line.start_year is not None
    )
    assert [line.measure.sector for line in order] == sorted(line.measure.sector for line in order)


def test_the_colour_is_that_of_the_fund_that_pays_most(content):
    for line in content.programme:
        place = main_fund(line, content)
        if place is not None:
            paid = [line.paid(fund.fund_id) for fund in content.money.funds]
            assert paid[place] == max(paid) > 0


def test_the_money_of_all_areas_of_a_kind_is_that_of_the_programme(example, content):
    tables = area_tables(example, content.programme)
    assert tables
    for table in tables:
        assert sum(line.cost for line in table.lines) == pytest.approx(content.money.paid())
        for year in content.years:
            assert sum(line.by_year[year] for line in table.lines) == pytest.approx(content.money.paid(year=year))
        for fund in content.money.funds:
            paid = sum(line.by_fund[fund.fund_id] for line in table.lines)
            assert paid == pytest.approx(content.money.paid(fund.fund_id))


def test_the_report_draws_the_schedule(content):
    with language("en"):
        assert schedule_charts(content)
        text = report_html(content)
    assert "Schedule of the programme" in text and 'id="schedule1-' in text
    assert "&lt;svg" not in text
