"""What the text says: several provinces, kinds, documents cited, people; and bodies in time.

The evidence that an archive has had is words without places. It is not carried over: `archive retag`
finds it anew, with places.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ARTICLES = sa.table(
    "articles",
    sa.column("id", sa.Integer),
    sa.column("province_id", sa.String),
    sa.column("province_rule", sa.String),
    sa.column("province_evidence", sa.Text),
)
_FOUND = sa.table(
    "article_provinces",
    sa.column("article_id", sa.Integer),
    sa.column("province_id", sa.String),
    sa.column("position", sa.Integer),
    sa.column("score", sa.Float),
    sa.column("rule", sa.String),
    sa.column("evidence", sa.JSON),
)
_TOPICS = sa.table(
    "article_topics",
    *(sa.column(name) for name in ("article_id", "topic_id", "score", "rule")),
    sa.column("evidence", sa.JSON),
)
_KEPT = ("article_id", "topic_id", "score", "rule")


def upgrade() -> None:
    _make_topics_anew(sa.JSON(), sa.literal([], sa.JSON), ("topic_id", "article_id"))
    op.add_column("topics", sa.Column("definition", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("topics") as batch:
        batch.alter_column("definition", existing_type=sa.Text(), server_default=None)
    op.create_table(
        "kinds",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("name_vi", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kinds")),
    )
    op.create_table(
        "bodies",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("province_id", sa.String(length=40), nullable=True),
        sa.Column("function", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("from_earliest", sa.Date(), nullable=True),
        sa.Column("from_latest", sa.Date(), nullable=True),
        sa.Column("to_earliest", sa.Date(), nullable=True),
        sa.Column("to_latest", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_id"], ["provinces.id"], name=op.f("fk_bodies_province_id_provinces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
    )
    op.create_index(op.f("ix_bodies_province_id"), "bodies", ["province_id"])
    op.create_table(
        "article_provinces",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("province_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        _of_article("article_provinces"),
        sa.ForeignKeyConstraint(
            ["province_id"],
            ["provinces.id"],
            name=op.f("fk_article_provinces_province_id_provinces"),
        ),
        sa.PrimaryKeyConstraint("article_id", "province_id", name=op.f("pk_article_provinces")),
    )
    op.create_index(
        op.f("ix_article_provinces_province_id_article_id"),
        "article_provinces",
        ["province_id", "article_id"],
    )
    _create_documents()
    _create_people()
    op.execute(
        sa.insert(_FOUND).from_select(
            list(_FOUND.c),
            sa.select(
                _ARTICLES.c.id,
                _ARTICLES.c.province_id,
                sa.literal(0),
                sa.literal(1.0),
                _ARTICLES.c.province_rule,
                sa.literal([], sa.JSON),
            ).where(_ARTICLES.c.province_id.is_not(None)),
        )
    )
    with op.batch_alter_table("articles") as batch:
        batch.drop_column("province_rule")
        batch.drop_column("province_evidence")
        batch.add_column(sa.Column("kind_id", sa.String(length=60), nullable=True))
        batch.add_column(sa.Column("kind_score", sa.Float(), nullable=True))
        batch.add_column(sa.Column("kind_rule", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("kind_evidence", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("metadata_version", sa.String(length=120), nullable=True))
        batch.create_foreign_key(op.f("fk_articles_kind_id_kinds"), "kinds", ["kind_id"], ["id"])
        batch.create_index(op.f("ix_articles_kind_id"), ["kind_id"])
        batch.create_index(op.f("ix_articles_metadata_version"), ["metadata_version"])


def downgrade() -> None:
    with op.batch_alter_table("articles") as batch:
        batch.drop_index(op.f("ix_articles_metadata_version"))
        batch.drop_index(op.f("ix_articles_kind_id"))
        batch.drop_constraint(op.f("fk_articles_kind_id_kinds"), type_="foreignkey")
        for name in ("metadata_version", "kind_evidence", "kind_rule", "kind_score", "kind_id"):
            batch.drop_column(name)
        batch.add_column(sa.Column("province_rule", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("province_evidence", sa.Text(), nullable=True))
    leading = (_FOUND.c.article_id == _ARTICLES.c.id) & (_FOUND.c.position == 0)
    op.execute(
        sa.update(_ARTICLES)
        .where(_ARTICLES.c.province_id.is_not(None))
        .values(
            province_rule=sa.select(_FOUND.c.rule).where(leading).scalar_subquery(),
            province_evidence="",
        )
    )
    tables = ("person_mentions", "citations", "documents", "article_provinces", "bodies", "kinds")
    for table in tables:
        op.drop_table(table)
    with op.batch_alter_table("topics") as batch:
        batch.drop_column("definition")
    _make_topics_anew(sa.Text(), sa.literal(""), ("topic_id",))


def _make_topics_anew(
    evidence: sa.JSON | sa.Text, empty: sa.ColumnElement[object], indexed: tuple[str, ...]
) -> None:
    """Give the topics of articles another type of evidence, and another index."""
    op.execute(
        "CREATE TABLE kept_topics AS SELECT article_id, topic_id, score, rule FROM article_topics"
    )
    op.drop_table("article_topics")
    op.create_table(
        "article_topics",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.String(length=60), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("evidence", evidence, nullable=False),
        _of_article("article_topics"),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_article_topics_topic_id_topics")
        ),
        sa.PrimaryKeyConstraint("article_id", "topic_id", name=op.f("pk_article_topics")),
    )
    op.create_index(op.f(f"ix_article_topics_{'_'.join(indexed)}"), "article_topics", [*indexed])
    kept = sa.table("kept_topics", *(sa.column(name) for name in _KEPT))
    op.execute(
        sa.insert(_TOPICS).from_select(
            [*_KEPT, "evidence"], sa.select(*(kept.c[name] for name in _KEPT), empty)
        )
    )
    op.drop_table("kept_topics")


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=True),
        sa.Column("issuer", sa.String(length=20), nullable=True),
        sa.Column("symbol", sa.String(length=40), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("province_id", sa.String(length=40), nullable=True),
        sa.Column("edition", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_id"], ["provinces.id"], name=op.f("fk_documents_province_id_provinces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("key", name=op.f("uq_documents_key")),
    )
    op.create_index(op.f("ix_documents_symbol"), "documents", ["symbol"])
    op.create_table(
        "citations",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("term", sa.String(length=8), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("misprint", sa.Boolean(), nullable=False),
        sa.Column("same_as", sa.Integer(), nullable=True),
        _of_article("citations"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_citations_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_citations")),
    )
    op.create_index(op.f("ix_citations_document_id"), "citations", ["document_id"])


def _create_people() -> None:
    op.create_table(
        "person_mentions",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("folded_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("folded_title", sa.Text(), nullable=True),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("title_start", sa.Integer(), nullable=True),
        sa.Column("title_end", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=20), nullable=False),
        _of_article("person_mentions"),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_person_mentions")),
    )
    op.create_index(op.f("ix_person_mentions_folded_name"), "person_mentions", ["folded_name"])


def _of_article(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["article_id"],
        ["articles.id"],
        name=op.f(f"fk_{table}_article_id_articles"),
        ondelete="CASCADE",
    )
