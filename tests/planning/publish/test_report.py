from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from vidnova.planning.errors import Cancelled, PlanError
from vidnova.planning.language import catalogue, language
from vidnova.planning.plan.runs import RunRecord, store_run
from vidnova.planning.progress import Progress
from vidnova.planning.publish import charts
from vidnova.planning.publish.gather import gather, published_run
from vidnova.planning.publish.report import picture_uri, report_html, write_report

VOID = {"meta", "img", "br"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)


class Page(HTMLParser):
    """Texts, tags and identifiers of a page; a tag that is closed wrongly fails."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.texts, self.tags, self.ids, self.styles = [], [], [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.ids += [value for name, value in attributes if name == "id"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.texts))


def html_of(plan, code="uk", **more):
    run = published_run(plan)
    with language(code):
        return report_html(gather(plan, run), **more)


def test_the_page_holds_every_section_and_loads_nothing_from_elsewhere(example):
    html = html_of(example)
    page = Page(html)
    sections = {"decision", "map", "money", "programme", "left-out", "ranking", "scores", "goals", "data", "method"}
    assert sections <= set(page.ids)
    assert not {"script", "link", "iframe"} & set(page.tags)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert [address for address in addresses if not address.startswith("#")] == []
    assert "url(http" not in html


def test_no_identifier_stands_twice_but_shared_glyphs(example):
    ids = [name for name in Page(html_of(example)).ids if "DejaVu" not in name]
    assert sorted(ids) == sorted(set(ids))


def test_hostile_titles_are_only_text(example):
    for code in ("uk", "en"):
        html = html_of(example, code)
        assert "<script" not in html
        assert "&lt;script&gt;alert(&#39;ґ&#39;)&lt;/script&gt; &amp; &#34;лапки&#34; $x^2$" in html


def test_both_languages_have_their_own_words_only(example):
    english, ukrainian = Page(html_of(example, "en")).text, Page(html_of(example, "uk")).text
    left = [sentence for sentence in catalogue("uk") if len(sentence) > 12 and sentence in ukrainian]
    assert left == []
    assert "What the council decides" in english and "Що вирішує рада" in ukrainian
    assert "17,350.0" in english and "17 350,0" in ukrainian.replace("\u00a0", " ")
    assert '<html lang="en">' in html_of(example, "en")


def test_the_first_page_says_what_is_decided(example):
    text = Page(html_of(example, "en")).text
    assert "Whether to approve the programme of measures for 2026–2030" in text
    assert re.search("19 of 25 measures in the programme", text)
    assert re.search("Left out: 7. The first of them: Т-01 Rebuilding of the bridge .* Not enough money", text)
    assert "would have lost 10.0% of the programme's value" in text
    assert "The community is invented" in text


def test_a_plan_without_a_run_says_so(plan):
    text = Page(html_of(plan, "en")).text
    assert "Nothing has been calculated yet." in text and "Measures in the plan: 0." in text


def test_a_run_that_chooses_nobody_says_so(plan):
    with plan.transaction():
        keys = plan.insert("measure", [{"title_uk": f"Захід {n}", "place_state": "placed"} for n in range(3)])
        run = RunRecord("prioritise", {}, summary={"status": "infeasible"})
        run.results = {
            "ranking": [{"measure_id": key, "rank": 1, "score": 0.5, "tied": True} for key in keys],
            "programme_item": [{"measure_id": key, "chosen": False, "reason_code": "budget"} for key in keys],
        }
        store_run(plan, run)
    text = Page(html_of(plan, "en")).text
    assert "No measure was chosen." in text
    assert "no programme keeps all the rules" in text
    assert "The plan has no budgets" in text


def test_charts_are_proper_svg_with_cyrillic_and_units(example):
    run = published_run(example)
    with language("uk"):
        content = gather(example, run)
        drawn = [charts.contribution_chart(content), charts.money_chart(content), charts.plane_chart(content)]
    for svg in drawn:
        assert ElementTree.fromstring(svg).tag.endswith("svg")
        assert len(svg) < 250_000


def test_the_same_run_gives_the_same_page(example):
    assert html_of(example) == html_of(example)


def test_the_map_is_put_inside(example, tmp_path):
    picture = tmp_path / "мапа.png"
    picture.write_bytes(PNG)
    assert 'src="data:image/png;base64,iVBORw0KGgo' in html_of(example, map_uri=picture_uri(picture))


def test_what_is_no_picture_is_said(tmp_path):
    (tmp_path / "map.png").write_text("not a picture")
    with pytest.raises(PlanError, match="is no picture"):
        picture_uri(tmp_path / "map.png")
    with pytest.raises(PlanError, match="cannot be read"):
        picture_uri(tmp_path / "absent.png")


def test_cancelling_stops_and_a_failed_write_leaves_the_old_file(example, tmp_path):
    with pytest.raises(Cancelled):
        html_of(example, progress=Progress(cancelled=lambda: True))
    (tmp_path / "звіт.html").mkdir()
    with pytest.raises(PlanError, match="cannot be written"):
        write_report("text", tmp_path / "звіт.html")
    assert [path.name for path in tmp_path.glob("*.new")] == []


def test_dollar_signs_and_strange_letters_do_not_break_the_charts(example):
    with example.transaction():
        for row in example.rows("measure")[:3]:
            example.update("measure", row["measure_id"], {"title_uk": "$\\frac{1}$ \u202e — <b> 中"})
    ElementTree.fromstring(charts.contribution_chart(gather(example, published_run(example))))
