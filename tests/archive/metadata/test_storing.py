"""What is said of an article stands in its tables, and goes with the text that it was said of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from archive.metadata.findings import Citation, Metadata, Part, PersonMention, Span
from archive.models import Article, Document
from archive.store import Outcome, Store
from tests.archive.helpers import counted, reading
from tests.archive.samples import ELECTION, about


def citation(**changes: object) -> Citation:
    values: dict[str, object] = {
        "printed": "Chỉ thị số 05-CT/TW, ngày 15/5/2016",
        "span": Span(Part.BODY, 4, 39),
        "type": "CT",
        "number": "05",
        "issuer": "TW",
        "symbol": "05-CT/TW",
        "issued_on": date(2016, 5, 15),
        "rule": "party",
    }
    return Citation(**values | changes)  # type: ignore[arg-type]


def stored(session: Session) -> Article:
    return session.scalars(select(Article)).one()


def test_every_finding_is_stored_with_its_evidence(store: Store, session: Session) -> None:
    store.save(ELECTION)
    article = stored(session)
    metadata = ELECTION.metadata
    assert metadata is not None
    assert (article.province_id, article.metadata_version) == ("bac-kan", metadata.version)
    (province,) = article.provinces
    assert (province.province_id, province.position, province.rule) == ("bac-kan", 0, "title")
    assert province.evidence == [{"words": "Bắc Kạn:", "part": "title", "start": 0, "end": 8}]
    assert [(t.topic_id, t.score, t.rule) for t in article.topics] == [
        ("bau-cu", 0.9, "keywords"),
        ("hoat-dong-tuyen-giao", 0.8, "section"),
    ]
    assert (article.kind_id, article.kind_score, article.kind_rule) == ("tin", 0.7, "form")
    assert article.kind_evidence is not None
    assert article.kind_evidence[0]["words"] == "Bà H’Lim Niê cho biết"
    (cited,) = article.citations
    assert (cited.document.symbol, cited.document.province_id) == ("115-HD/BTGTU", "bac-kan")
    assert article.body[cited.start : cited.end] == cited.printed
    (person,) = article.people
    assert (person.name, person.folded_name, person.title) == ("H’Lim Niê", "h lim nie", None)
    assert article.body[person.start : person.end] == person.name


def test_an_article_about_two_provinces_has_none_of_its_own(store: Store, session: Session) -> None:
    both = about("bac-kan", "title").provinces + about("cao-bang", "title").provinces
    store.save(reading(metadata=replace(about(), provinces=both)))
    article = stored(session)
    assert article.province_id is None
    assert [found.province_id for found in article.provinces] == ["bac-kan", "cao-bang"]


def test_without_metadata_nothing_is_said(store: Store, engine: Engine, session: Session) -> None:
    store.save(reading(metadata=None))
    article = stored(session)
    assert (article.province_id, article.kind_id, article.kind_evidence) == (None, None, None)
    assert article.metadata_version is None
    assert not counted(engine).keys() & {"article_provinces", "article_topics", "citations"}


def test_one_document_is_one_row_for_all_who_cite_it(store: Store, session: Session) -> None:
    again = citation(printed="Chỉ thị 05", same_as=0, span=Span(Part.BODY, 50, 60))
    metadata = Metadata(version="t/1", citations=(citation(), again))
    for number in range(2):
        store.save(reading(key=str(number), body=[f"Văn bản thứ {number}."], metadata=metadata))
    (document,) = session.scalars(select(Document))
    assert (document.symbol, document.edition) == ("05-CT/TW", "XII")
    articles = session.scalars(select(Article)).all()
    assert [[c.document_id for c in article.citations] for article in articles] == [
        [document.id, document.id]
    ] * 2


def test_the_same_number_of_another_term_is_another_document(
    store: Store, session: Session
) -> None:
    older = citation(number="35", symbol="35-CT/TW", issued_on=date(2019, 5, 30))
    newer = replace(older, issued_on=date(2024, 6, 14))
    unknown = replace(older, issued_on=None)
    store.save(reading(metadata=Metadata(version="t/1", citations=(older, newer, unknown))))
    editions = {document.edition for document in session.scalars(select(Document))}
    assert editions == {"XII", "XIII", None}


def test_a_changed_text_is_described_anew(store: Store, session: Session) -> None:
    store.save(reading())
    person = PersonMention(
        name="Bình",
        full_name="Nguyễn Thị Bình",
        title="Trưởng ban",
        span=Span(Part.TITLE, 0, 4),
        title_span=Span(Part.TITLE, 5, 15),
        rule="comrade",
    )
    new = replace(about("thai-nguyen", "title", "khoa-giao"), people=(person,), version="t/2")
    assert store.save(reading(title="Sửa", metadata=new)).outcome is Outcome.REVISED
    article = stored(session)
    assert (article.province_id, article.metadata_version) == ("thai-nguyen", "t/2")
    assert [found.topic_id for found in article.topics] == ["khoa-giao"]
    assert article.citations == []
    assert [(p.name, p.full_name, p.folded_title) for p in article.people] == [
        ("Bình", "Nguyễn Thị Bình", "truong ban")
    ]


def test_an_unchanged_text_keeps_what_was_said_of_it(store: Store, session: Session) -> None:
    """Another version of the readers is the affair of `archive retag`."""
    store.save(reading())
    assert store.save(reading(metadata=about("cao-bang"))).outcome is Outcome.UNCHANGED
    assert stored(session).province_id == "bac-kan"
