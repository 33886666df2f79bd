"""The search index; the folded text in the articles themselves goes.

`archive reindex` fills the index from the stored articles: the words are cut in Python.
"""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ARTICLES = sa.table(
    "articles",
    *(sa.column(name) for name in ("id", "title", "lead", "body", "folded")),
)
_BATCH = 500

# Our terms hold these signs, letters and digits; a space parts them.
_FTS5 = """
    CREATE VIRTUAL TABLE article_words USING fts5(
        title, body, author, facts, content='', tokenize="ascii tokenchars '''~@#^+|.-_'"
    )
"""
# Whatever is long lies beside the table's own pages, which a count goes through.
_POSTGRESQL = """
    CREATE TABLE article_words (
        position bigint NOT NULL CONSTRAINT pk_article_words PRIMARY KEY,
        terms tsvector NOT NULL,
        exact text NOT NULL,
        folded text NOT NULL,
        length integer NOT NULL
    ) WITH (toast_tuple_target = 128)
"""


def upgrade() -> None:
    op.create_table(
        "article_index",
        # Only so called it is the row's number itself on SQLite.
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Text(), nullable=True),
        sa.Column("provinces", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_index_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_article_index")),
        sa.UniqueConstraint("article_id", name=op.f("uq_article_index_article_id")),
    )
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    op.execute(
        "INSERT INTO search_state (id, version, complete)"
        " SELECT 1, 1, NOT EXISTS (SELECT 1 FROM articles)"
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute(_FTS5)
    else:
        op.execute(_POSTGRESQL)
        op.execute("CREATE INDEX article_words_terms ON article_words USING gin (terms)")
        # The planner tells common words from rare ones by the most common ones.
        op.execute("ALTER TABLE article_words ALTER COLUMN terms SET STATISTICS 500")
    with op.batch_alter_table("articles") as batch:
        batch.drop_column("folded")


def downgrade() -> None:
    for table in ("article_words", "search_state", "article_index"):
        op.drop_table(table)
    with op.batch_alter_table("articles") as batch:
        batch.add_column(sa.Column("folded", sa.Text(), nullable=False, server_default=""))
    _fold()
    with op.batch_alter_table("articles") as batch:
        batch.alter_column("folded", existing_type=sa.Text(), server_default=None)


def _fold() -> None:
    """Write title, lead and body as words without diacritics into each article."""
    connection = op.get_bind()
    texts = (_ARTICLES.c[name] for name in ("id", "title", "lead", "body"))
    query = sa.select(*texts).order_by(_ARTICLES.c.id).limit(_BATCH)
    change = sa.update(_ARTICLES).where(_ARTICLES.c.id == sa.bindparam("row_id"))
    last = 0
    while rows := connection.execute(query.where(_ARTICLES.c.id > last)).all():
        folded = [
            {"row_id": row.id, "folded": _folded(f"{row.title} {row.lead or ''} {row.body}")}
            for row in rows
        ]
        connection.execute(change, folded)
        last = rows[-1].id


def _folded(text: str) -> str:
    plain = re.sub("[đðɖ]", "d", unicodedata.normalize("NFD", text.lower()))
    return re.sub(r"[\W_]+", " ", re.sub("[\u0300-\u036f]", "", plain)).strip()
