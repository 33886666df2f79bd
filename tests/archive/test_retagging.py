"""``archive retag``: articles described by other readers are described by today's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from archive import database, retagging
from archive.metadata.describing import VERSION, describe, text_of
from archive.models import Article
from archive.store import Store
from tests.archive.helpers import counted
from tests.archive.samples import ARTICLES, ELECTION, FIRST_RUN, Run, about, fill


@pytest.fixture
def archive(run: Run, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Run:
    """Runs ``archive`` on an archive of this test's own, on both databases."""
    monkeypatch.setenv(database.VARIABLE, database_url)
    return run


def said(engine: Engine) -> dict[int, tuple[Any, ...]]:
    """What is stored of each article."""
    with Session(engine) as session:
        return {
            article.id: (
                article.metadata_version,
                [found.province_id for found in article.provinces],
                [(found.topic_id, found.score, found.evidence) for found in article.topics],
                (article.province_id, article.kind_id, article.kind_evidence),
                [(found.document.key, found.start) for found in article.citations],
                [(found.full_name, found.title) for found in article.people],
            )
            for article in session.scalars(select(Article))
        }


@pytest.mark.parametrize("jobs", [1, 2])
def test_all_articles_are_described_as_a_crawl_would(
    store: Store, engine: Engine, jobs: int
) -> None:
    for reading in ARTICLES:
        store.save(reading)
    ids = retagging.find(engine)
    assert ids == [1, 2, 3, 4, 5, 6]
    done: list[int] = []
    result = retagging.run(engine, ids, jobs=jobs, apply=True, advance=done.append)
    assert (result.articles, result.moved, sum(done)) == (6, 0, 6)
    for number, reading in enumerate(ARTICLES, 1):
        metadata = describe(text_of(reading))
        version, provinces, topics, *_ = said(engine)[number]
        assert version == VERSION
        assert provinces == [found.province for found in metadata.provinces]
        assert {name for name, *_ in topics} == {found.topic for found in metadata.topics}
    assert retagging.find(engine) == []


def test_a_dry_run_counts_and_changes_nothing(store: Store, engine: Engine) -> None:
    fill(store)
    before = said(engine)
    ids = retagging.find(engine)
    result = retagging.run(engine, ids, jobs=1, apply=False, advance=lambda _: None)
    assert result.articles == len(ARTICLES)
    assert result.changed
    assert said(engine) == before


def test_an_article_that_a_crawl_changed_meanwhile_is_left_alone(
    store: Store, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(ELECTION)
    texts = retagging.texts

    def read_and_change(*arguments: Any) -> Any:
        found = texts(*arguments)
        with engine.begin() as connection:
            connection.execute(update(Article).values(revision=2, title="Sửa"))
        return found

    monkeypatch.setattr(retagging, "texts", read_and_change)
    before = said(engine)
    result = retagging.run(engine, [1], jobs=1, apply=True, advance=lambda _: None)
    assert (result.articles, result.moved) == (0, 1)
    assert said(engine) == before


def test_the_command_says_what_changed(archive: Run, store: Store, engine: Engine) -> None:
    fill(store)
    code, out, err = archive("retag", "--dry-run", "--jobs", "1")
    assert code == 0
    assert out.splitlines()[0].split() == ["field", "articles", "changed"]
    assert "6 articles would be described" in err
    code, out, err = archive("retag", "--jobs", "1")
    assert (code, {version for version, *_ in said(engine).values()}) == (0, {VERSION})
    assert [line.split()[0] for line in out.splitlines()[1:]] == list(retagging.FIELDS)
    code, out, err = archive("retag")
    assert (code, out) == (0, "")
    assert "described by today's readers" in err


def test_stats_say_that_articles_wait_for_it(archive: Run, store: Store) -> None:
    fill(store)
    assert "6 articles were described by other readers" in archive("stats")[2]
    archive("retag", "--jobs", "1")
    assert archive("stats")[2] == ""


def test_documents_that_are_cited_again_keep_their_numbers(store: Store, engine: Engine) -> None:
    store.save(ELECTION)
    before = counted(engine)
    ids = retagging.find(engine)
    retagging.run(engine, ids, jobs=1, apply=True, advance=lambda _: None)
    assert counted(engine)["documents"] == before["documents"]


def test_a_later_change_on_the_site_is_described_by_the_crawl(store: Store, engine: Engine) -> None:
    store.save(ELECTION)
    retagging.run(engine, [1], jobs=1, apply=True, advance=lambda _: None)
    store.save(replace(ELECTION, title="Sửa", fetched_at=FIRST_RUN, metadata=about("cao-bang")))
    assert said(engine)[1][1] == ["cao-bang"]
    assert retagging.find(engine) == [1]
