"""Marks are evidence; little evidence, or evidence of two systems, names none."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.scouting.recognition import Evidence, Seen, judge, recognise, systems

HEAD = "<html><head>{}</head><body>{}</body></html>"


def see(head: str, body: str = "", headers: tuple[tuple[bytes, bytes], ...] = ()) -> Seen:
    source = HEAD.format(head, body)
    return Seen(html.fromstring(source), source.encode(), headers)


MARKS = [
    (see('<meta name="GENERATOR" content="DotNetNuke">'), "dnn", 'meta generator "DotNetNuke"'),
    (see("", '<div id="news-bodyhtml">x</div>'), "nukeviet", "id news-bodyhtml"),
    (see("", "", ((b"Set-Cookie", b"nv4_ctr=1; path=/"),)), "nukeviet", "cookie nv4_ctr"),
    (
        see("", "", ((b"MicrosoftSharePointTeamServices", b"15.0"),)),
        "sharepoint",
        "header MicrosoftSharePointTeamServices",
    ),
    (see("", '<img src="/wp-content/a.png">'), "wordpress", '"/wp-content/" in the source'),
    (
        see("<script>Liferay.currentURL='/'</script>"),
        "liferay",
        '"Liferay.currentURL" in the source',
    ),
    (see('<meta name="generator" content="Drupal 7">'), "drupal", 'meta generator "Drupal 7"'),
]


@pytest.mark.parametrize(("page", "cms", "text"), MARKS)
def test_a_strong_mark_names_its_system(page: Seen, cms: str, text: str) -> None:
    verdict = judge(recognise(page))
    assert verdict.system is not None
    assert verdict.system.cms == cms
    assert text in next(verdict.lines())


def test_addresses_count_where_most_links_have_their_form() -> None:
    root = html.fromstring("<html></html>")
    tails = [f"/1458/39703/71968/65965{n}/sinh-hoat/bai-{n}" for n in range(6)]
    verdict = judge(recognise(Seen(root, b"", (), [*tails, "/lien-he"])))
    assert verdict.system is systems()["vnpt"]
    assert "(6 of 7 links)" in verdict.evidence[0].text
    assert judge(recognise(Seen(root, b"", (), tails[:2]))).system is None


@pytest.mark.parametrize(
    ("evidence", "cms"),
    [
        ([], None),
        ([("nukeviet", 1)], None),
        ([("nukeviet", 5), ("wordpress", 5)], None),
        ([("nukeviet", 5), ("wordpress", 1)], "nukeviet"),
        # A system is not in doubt for the marks of the one that it is built on.
        ([("webforms", 5), ("dnn", 3)], "dnn"),
        ([("webforms", 4), ("dnn", 1)], "webforms"),
    ],
)
def test_doubt_is_said(evidence: list[tuple[str, int]], cms: str | None) -> None:
    verdict = judge(Evidence(name, "mark", weight) for name, weight in evidence)
    assert (verdict.system and verdict.system.cms) == cms
    assert 0 < verdict.doubt <= 1


def test_a_mark_that_several_pages_show_counts_once() -> None:
    mark = Evidence("nukeviet", "id news-bodyhtml", 1, "id")
    assert judge([mark, mark, mark]).system is None


def test_every_base_that_is_named_is_there_and_reads_its_system() -> None:
    for system in systems().values():
        spider = system.spider()
        assert (spider is None) == (system.base is None)
        if spider is not None:
            assert isinstance(spider.page, type)
            assert spider.page.cms == system.cms
        assert set(system.within) <= set(systems())
