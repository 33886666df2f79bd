from __future__ import annotations

import pytest
from sqlalchemy import Engine, func, select

from archive.models import ArticleShingle, ArticleSketch
from archive.reprints import sketches
from archive.reprints.shingles import shingles, sketch
from archive.reprints.sketches import Sketches
from archive.statements import Statements
from archive.store import Store
from tests.archive.reprints.texts import article, made


def kept(words: str) -> list[int]:
    return sketch(shingles(words.split()))


@pytest.fixture
def articles(store: Store) -> list[int]:
    """Numbers of articles too short to have a sketch."""
    return [store.save(article(n, [f"Tin ngắn {n}"])).article_id for n in range(1, 6)]


def test_what_is_put_is_found(engine: Engine, articles: list[int]) -> None:
    one, other, part, *_ = articles
    whole = made(300)
    with engine.begin() as connection:
        stored = Sketches(connection, Statements(engine.dialect))
        assert not stored.put(one, 300, kept(whole))
        stored.put(other, 300, kept(made(300, 2)))
        found = stored.candidates(part, kept(" ".join(whole.split()[:100])))
    assert [(f.id, f.cluster_id, f.match_id) for f in found] == [(one, None, None)]
    assert found[0].share == 1.0


def test_putting_again_replaces(engine: Engine, articles: list[int]) -> None:
    one, other, *_ = articles
    old, new = kept(made(300)), kept(made(250) + " " + made(80, 2))
    with engine.begin() as connection:
        stored = Sketches(connection, Statements(engine.dialect))
        stored.put(one, 300, old)
        assert not stored.put(one, 330, new)
        hashes = connection.scalars(
            select(ArticleShingle.hash).where(ArticleShingle.article_id == one)
        )
        assert sorted(hashes) == new
        row = connection.execute(
            select(ArticleSketch.syllables, ArticleSketch.hashes).where(
                ArticleSketch.article_id == one
            )
        ).one()
        assert tuple(row) == (330, sketches.packed(new))
        assert [f.id for f in stored.candidates(other, new)] == [one]
        stored.put(one, 20, [])
        assert connection.scalar(select(func.count()).select_from(ArticleShingle)) == 0


def test_one_shingle_in_common_is_chance(engine: Engine, articles: list[int]) -> None:
    one, other, *_ = articles
    first, second = kept(made(300)), kept(made(300, 2))
    with engine.begin() as connection:
        stored = Sketches(connection, Statements(engine.dialect))
        stored.put(one, 300, first)
        assert stored.candidates(other, sorted({first[0], *second[1:]})) == []


@pytest.fixture
def many(store: Store) -> list[int]:
    """Numbers of more articles than are read of those that have a formula."""
    return [store.save(article(n, [f"Tin ngắn {n}"])).article_id for n in range(67)]


def test_of_a_formula_the_first_ones_are_read(engine: Engine, many: list[int]) -> None:
    """However many have it: a million others are not read."""
    text = kept(made(300))
    with engine.begin() as connection:
        stored = Sketches(connection, Statements(engine.dialect))
        for number in many:
            stored.put(number, 300, text)
        assert [sorted(found) for found in stored._holders(text)] == [many[:64]] * len(text)
        assert [found.id for found in stored.candidates(many[-1], text)] == many[:48]


def test_who_has_formulas_alone_in_common_is_not_alike(engine: Engine, many: list[int]) -> None:
    formulas, own = kept(made(300))[:8], kept(made(300, 2))[8:]
    text = sorted(formulas + own)
    *others, whole, part, probe = many
    with engine.begin() as connection:
        stored = Sketches(connection, Statements(engine.dialect))
        for number in others:
            stored.put(number, 300, formulas)
        stored.put(whole, 300, text)
        stored.put(part, 100, text[:12])
        assert {found.id for found in stored.candidates(probe, text)} == {whole, part}
        # But a text may be nothing but formulas.
        assert others[0] in {found.id for found in stored.candidates(probe, formulas)}
