"""Views that join in what ordinary questions need; described in `archive/models/views.py`.

The two databases write dates and lists differently, and nothing else; so each view is one text. A later
migration that alters a table drops the views before and makes them anew behind it: neither database
alters what a view looks at.
"""

# ruff: noqa: S608 - the texts are put together from those in this file

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


class _Words(NamedTuple):
    """What the databases write differently; moments are wall-clock time, places months numbered on."""

    year: str
    month: str
    place: str
    named: str
    now: str
    joined: str
    binary: str
    stamp: str
    days: str
    end_of_day: str
    end_of_month: str
    end_of_year: str


_SQLITE = _Words(
    year="CAST(strftime('%Y', {0}) AS integer)",
    month="strftime('%Y-%m', {0})",
    place="CAST(strftime('%Y', {0}) AS integer) * 12 + CAST(strftime('%m', {0}) AS integer) - 1",
    named="printf('%04d-%02d', ({0}) / 12, ({0}) % 12 + 1)",
    now="datetime('now', '+7 hours')",
    joined="group_concat",
    binary="",
    stamp="strftime('%Y-%m-%dT%H:%M:%S', {0})",
    days="CAST(julianday(date({1})) - julianday(date({0})) AS integer)",
    # In the form in which moments are stored, so that they compare as texts.
    end_of_day="strftime('%Y-%m-%d 23:59:00.000000', {0})",
    end_of_month="strftime('%Y-%m-%d 23:59:00.000000', {0}, 'start of month', '+1 month', '-1 day')",
    end_of_year="strftime('%Y-12-31 23:59:00.000000', {0})",
)
_POSTGRESQL = _Words(
    year="CAST(extract(year FROM {0}) AS integer)",
    month="to_char({0}, 'YYYY-MM')",
    place="CAST(extract(year FROM {0}) * 12 + extract(month FROM {0}) - 1 AS integer)",
    named="to_char(make_date(({0}) / 12, ({0}) % 12 + 1, 1), 'YYYY-MM')",
    now="(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')",
    joined="string_agg",
    binary='COLLATE "C"',
    stamp="""to_char({0}, 'YYYY-MM-DD"T"HH24:MI:SS')""",
    days="CAST({1} AS date) - CAST({0} AS date)",
    end_of_day="date_trunc('day', {0}) + interval '1 day' - interval '1 minute'",
    end_of_month="date_trunc('month', {0}) + interval '1 month' - interval '1 minute'",
    end_of_year="date_trunc('year', {0}) + interval '1 year' - interval '1 minute'",
)


def upgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    for name, query in _views(_SQLITE if sqlite else _POSTGRESQL):
        op.execute(f"CREATE VIEW {name} AS {query}")


def downgrade() -> None:
    for name in ("coverage", "reprints_view", "citations_view", "article_topics_view"):
        op.execute(f"DROP VIEW {name}")
    op.execute("DROP VIEW articles_view")


def _views(words: _Words) -> Iterator[tuple[str, str]]:
    yield "articles_view", _articles(words)
    yield "article_topics_view", _article_topics(words)
    yield "citations_view", _citations(words)
    yield "reprints_view", _reprints(words)
    yield "coverage", _coverage(words)


def _period(words: _Words, table: str) -> str:
    """The year of publication, and the month where it is known."""
    moment = f"{table}.published_at"
    return f"""
        {words.year.format(moment)} AS year,
        CASE WHEN {table}.published_precision <> 'year'
            THEN {words.month.format(moment)} END AS month"""


def _article(words: _Words) -> str:
    """What the views of an article's parts say of the article."""
    return f"""
        articles.title, articles.url, sites.host AS site,
        articles.published_at, articles.published_precision, {_period(words, "articles")},
        provinces.name AS province, today.name AS province_today"""


_OF_ARTICLE = """
    JOIN sites ON sites.id = articles.site_id
    LEFT JOIN provinces ON provinces.id = articles.province_id
    LEFT JOIN provinces AS today ON today.id = provinces.successor_id"""


def _articles(words: _Words) -> str:
    # A list is sorted before it is joined: SQLite before 3.44 cannot sort in an aggregate.
    return f"""
    SELECT
        articles.id, articles.url, articles.title, articles.lead, articles.body,
        articles.author, articles.organisation, articles.source, articles.source_mark,
        sites.host AS site, sites.spider, home.name AS site_province, articles.section,
        articles.published_at, articles.published_precision,
        articles.published_raw, articles.published_rule, {_period(words, "articles")},
        articles.updated_at,
        articles.province_id, provinces.name AS province, today.name AS province_today,
        (SELECT {words.joined}(listed.name, '; ') FROM (
            SELECT units.name FROM article_provinces AS found
            JOIN provinces AS units ON units.id = found.province_id
            WHERE found.article_id = articles.id ORDER BY found.position
        ) AS listed) AS provinces,
        (SELECT {words.joined}(listed.name, '; ') FROM (
            SELECT topics.name_vi AS name FROM article_topics AS found
            JOIN topics ON topics.id = found.topic_id
            WHERE found.article_id = articles.id
            ORDER BY found.score DESC, found.topic_id {words.binary}
        ) AS listed) AS topics,
        articles.kind_id, kinds.name_vi AS kind,
        reprints.cluster_id, reprints.relation,
        articles.first_seen_at, articles.last_seen_at, articles.revision, articles.revised_at,
        (SELECT min(tombstones.missing_since) FROM tombstones
            WHERE tombstones.article_id = articles.id AND tombstones.returned_at IS NULL
        ) AS gone_since,
        articles.parser, articles.metadata_version,
        captures.file || '@' || captures."offset" || ' '
            || {words.stamp.format("captures.fetched_at")} || '+07:00' AS capture
    FROM articles {_OF_ARTICLE}
    LEFT JOIN provinces AS home ON home.id = sites.province_id
    LEFT JOIN kinds ON kinds.id = articles.kind_id
    LEFT JOIN reprints ON reprints.article_id = articles.id
    LEFT JOIN captures ON captures.id = articles.capture_id"""


def _article_topics(words: _Words) -> str:
    return f"""
    SELECT
        found.article_id, found.topic_id, topics.name_vi AS topic, topics.name_en AS topic_en,
        found.score, found.rule, found.evidence, {_article(words)}
    FROM article_topics AS found
    JOIN topics ON topics.id = found.topic_id
    JOIN articles ON articles.id = found.article_id {_OF_ARTICLE}"""


def _citations(words: _Words) -> str:
    return f"""
    SELECT
        found.article_id, found.position, found.document_id, documents.name AS document,
        documents.type, documents.number, documents.issuer, documents.symbol, documents.edition,
        issuing.name AS document_province,
        found.printed, found.part, found.start, found."end", found.term, found.issued_on,
        found.rule, found.misprint, found.same_as, {_article(words)}
    FROM citations AS found
    JOIN documents ON documents.id = found.document_id
    LEFT JOIN provinces AS issuing ON issuing.id = documents.province_id
    JOIN articles ON articles.id = found.article_id {_OF_ARTICLE}"""


def _reprints(words: _Words) -> str:
    """Pages in the order in which they were certainly out, as `archive reprints` has them."""
    page = "site_id, url, title, published_at, published_precision, first_seen_at, last_seen_at"
    of_article, of_duplicate = (
        ", ".join(f"{table}.{name}" for name in page.split(", "))
        for table in ("articles", "duplicates")
    )
    exact = "published_precision IN ('minute', 'day')"
    return f"""
    WITH pages AS (
        SELECT reprints.cluster_id, articles.id AS article_id, reprints.relation, reprints.match_id,
            reprints.share, reprints.match_share, articles.province_id, {of_article}
        FROM reprints JOIN articles ON articles.id = reprints.article_id
        WHERE reprints.cluster_id IS NOT NULL
        UNION ALL
        SELECT articles.id, articles.id, coalesce(reprints.relation, 'base'), NULL, NULL, NULL,
            articles.province_id, {of_article}
        FROM articles LEFT JOIN reprints ON reprints.article_id = articles.id
        WHERE reprints.cluster_id IS NULL
            AND EXISTS (SELECT 1 FROM duplicates WHERE duplicates.article_id = articles.id)
        UNION ALL
        SELECT coalesce(reprints.cluster_id, articles.id), articles.id, 'copy', NULL, NULL, NULL,
            articles.province_id, {of_duplicate}
        FROM duplicates
        JOIN articles ON articles.id = duplicates.article_id
        LEFT JOIN reprints ON reprints.article_id = articles.id
    ),
    known AS (
        SELECT pages.*, sites.host AS site, home.name AS site_province,
            CASE published_precision
                WHEN 'minute' THEN published_at
                WHEN 'day' THEN {words.end_of_day.format("published_at")}
                WHEN 'month' THEN {words.end_of_month.format("published_at")}
                WHEN 'year' THEN {words.end_of_year.format("published_at")}
                ELSE first_seen_at
            END AS out_by
        FROM pages
        JOIN sites ON sites.id = pages.site_id
        LEFT JOIN provinces AS home ON home.id = sites.province_id
    ),
    placed AS (
        SELECT known.*, row_number() OVER ordered AS place,
            count(*) OVER (PARTITION BY cluster_id) AS pages,
            first_value(site) OVER ordered AS first_site,
            first_value(url) OVER ordered AS first_url,
            first_value(published_at) OVER ordered AS first_published_at,
            first_value(CASE WHEN {exact} THEN published_at END) OVER ordered AS first_day
        FROM known
        WINDOW ordered AS (
            PARTITION BY cluster_id ORDER BY out_by, article_id, url {words.binary}
        )
    )
    SELECT
        placed.cluster_id, placed.place, placed.pages, placed.article_id, placed.relation,
        placed.match_id, placed.share, placed.match_share,
        placed.title, placed.url, placed.site, placed.site_province,
        placed.published_at, placed.published_precision, {_period(words, "placed")},
        placed.first_seen_at, placed.last_seen_at,
        provinces.name AS province, today.name AS province_today,
        placed.first_site, placed.first_url, placed.first_published_at,
        CASE WHEN {exact} THEN {words.days.format("first_day", "published_at")} END AS lag_days
    FROM placed
    LEFT JOIN provinces ON provinces.id = placed.province_id
    LEFT JOIN provinces AS today ON today.id = provinces.successor_id"""


def _coverage(words: _Words) -> str:
    """Months of each site from its first to its last, and gaps as `archive gaps` finds them."""
    page = "site_id, published_at, published_precision, first_seen_at, last_seen_at"
    return f"""
    WITH RECURSIVE pages AS (
        SELECT {page}, 1 AS article, EXISTS (
            SELECT 1 FROM tombstones
            WHERE tombstones.article_id = articles.id AND tombstones.returned_at IS NULL
        ) AS gone FROM articles
        UNION ALL
        SELECT {page}, 0, 1 = 0 FROM duplicates
    ),
    counted AS (
        SELECT site_id, {words.year.format("published_at")} AS year,
            CASE WHEN published_precision <> 'year'
                THEN {words.place.format("published_at")} END AS place,
            count(*) AS pages, sum(article) AS articles,
            sum(CASE WHEN published_precision IN ('minute', 'day') THEN article ELSE 0 END) AS dated,
            sum(CASE WHEN gone THEN 1 ELSE 0 END) AS gone,
            min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at
        FROM pages GROUP BY 1, 2, 3
    ),
    past AS (
        SELECT site_id, place, pages, min(place) OVER (PARTITION BY site_id) AS first,
            max(place) OVER (PARTITION BY site_id) AS last
        FROM counted WHERE place < {words.place.format(words.now)}
    ),
    months AS (
        SELECT site_id, min(place) AS place, max(place) AS last
        FROM counted WHERE place IS NOT NULL GROUP BY site_id
        UNION ALL
        SELECT site_id, place + 1, last FROM months WHERE place < last
    ),
    around AS (
        SELECT months.site_id, months.place, past.pages,
            row_number() OVER (PARTITION BY months.site_id, months.place ORDER BY past.pages) AS number,
            count(*) OVER (PARTITION BY months.site_id, months.place) AS numbers
        FROM months JOIN past ON past.site_id = months.site_id
            AND months.place > past.first AND months.place < past.last
            AND past.place BETWEEN months.place - 6 AND months.place + 6
            AND past.place <> months.place
    ),
    usual AS (
        SELECT site_id, place, avg(CAST(pages AS double precision)) AS pages
        FROM around
        WHERE numbers >= 3 AND number IN ((numbers + 1) / 2, (numbers + 2) / 2)
        GROUP BY site_id, place
    ),
    listed AS (
        SELECT months.site_id, months.place / 12 AS year, months.place,
            coalesce(counted.pages, 0) AS pages, counted.articles, counted.dated, counted.gone,
            counted.first_seen_at, counted.last_seen_at
        FROM months LEFT JOIN counted
            ON counted.site_id = months.site_id AND counted.place = months.place
        UNION ALL
        SELECT site_id, year, place, pages, articles, dated, gone, first_seen_at, last_seen_at
        FROM counted WHERE place IS NULL
    )
    SELECT
        sites.host AS site, sites.spider, provinces.name AS province, today.name AS province_today,
        listed.year,
        CASE WHEN listed.place IS NOT NULL THEN {words.named.format("listed.place")} END AS month,
        coalesce(listed.articles, 0) AS articles,
        listed.pages - coalesce(listed.articles, 0) AS duplicates,
        coalesce(listed.dated, 0) AS dated_to_day,
        listed.first_seen_at, listed.last_seen_at, coalesce(listed.gone, 0) AS gone,
        CASE WHEN usual.pages >= 6 AND listed.pages < 0.25 * usual.pages
            AND (usual.pages - listed.pages) * (usual.pages - listed.pages) >= 5.76 * usual.pages
            THEN usual.pages END AS expected
    FROM listed
    JOIN sites ON sites.id = listed.site_id
    LEFT JOIN usual ON usual.site_id = listed.site_id AND usual.place = listed.place
    LEFT JOIN provinces ON provinces.id = sites.province_id
    LEFT JOIN provinces AS today ON today.id = provinces.successor_id"""
