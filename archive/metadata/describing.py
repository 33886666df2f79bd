"""Asks every reader of metadata about one article."""

from __future__ import annotations

from typing import Final

from archive.metadata import citations, kinds, people, places, topics
from archive.metadata.findings import ArticleText, Metadata
from archive.readings import Reading

#: The readers and their versions; what others have described, `archive retag` describes anew.
VERSION: Final = " ".join(
    f"{name}/{version}"
    for name, version in (
        ("places", places.VERSION),
        ("topics", topics.VERSION),
        ("kinds", kinds.VERSION),
        ("citations", citations.VERSION),
        ("people", people.VERSION),
    )
)


def describe(text: ArticleText) -> Metadata:
    """Return all that is said of an article's text."""
    provinces = places.find_provinces(text)
    one = provinces[0].province if len(provinces) == 1 else None
    return Metadata(
        version=VERSION,
        provinces=provinces,
        topics=topics.find_topics(text),
        kind=kinds.find_kind(text),
        citations=citations.find_citations(text, one),
        people=people.find_people(text),
    )


def text_of(reading: Reading) -> ArticleText:
    """Return what of a reading the readers of metadata look at."""
    return ArticleText(
        title=reading.title,
        lead=reading.lead,
        body=reading.body_text,
        organisation=reading.organisation,
        section=reading.section,
        site=reading.site,
        site_province=reading.site_province,
        published=reading.published.value.date() if reading.published else None,
    )
