"""First schema: provinces, topics, sites, articles with their parts, duplicates and revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Migrations are numbered in order; `archive.database.NEWEST` names the last one.
revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_DATE_IS_WHOLE = (
    "(published_at IS NULL AND published_precision IS NULL"
    " AND published_raw IS NULL AND published_rule IS NULL)"
    " OR (published_at IS NOT NULL AND published_raw IS NOT NULL AND published_rule IS NOT NULL"
    " AND published_precision IN ('minute', 'day', 'month', 'year'))"
)


def upgrade() -> None:
    op.create_table(
        "provinces",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("committee", sa.String(20), nullable=False),
        sa.Column("gso_code", sa.String(2), nullable=False),
        sa.Column("iso_code", sa.String(6), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["provinces.id"], name=op.f("fk_provinces_successor_id_provinces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provinces")),
    )
    op.create_index(op.f("ix_provinces_name"), "provinces", ["name"])
    op.create_table(
        "topics",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("name_vi", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
    )
    op.create_table(
        "province_names",
        sa.Column("province_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("folded", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_id"],
            ["provinces.id"],
            name=op.f("fk_province_names_province_id_provinces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("province_id", "name", name=op.f("pk_province_names")),
    )
    op.create_index(op.f("ix_province_names_folded"), "province_names", ["folded"])
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(120), nullable=False),
        sa.Column("spider", sa.String(60), nullable=False),
        sa.Column("province_id", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_id"], ["provinces.id"], name=op.f("fk_sites_province_id_provinces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("host", "spider", name=op.f("uq_sites_host_spider")),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_mark", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_precision", sa.String(6), nullable=True),
        sa.Column("published_raw", sa.Text(), nullable=True),
        sa.Column("published_rule", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=True),
        sa.Column("updated_raw", sa.Text(), nullable=True),
        sa.Column("province_id", sa.String(40), nullable=True),
        sa.Column("province_rule", sa.String(20), nullable=True),
        sa.Column("province_evidence", sa.Text(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("parser", sa.String(80), nullable=False),
        sa.Column("text_digest", sa.String(64), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("revised_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(_DATE_IS_WHOLE, name=op.f("ck_articles_published")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_articles_site_id_sites")),
        sa.ForeignKeyConstraint(
            ["province_id"], ["provinces.id"], name=op.f("fk_articles_province_id_provinces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("key", name=op.f("uq_articles_key")),
    )
    op.create_index(
        op.f("ix_articles_province_id_published_at"), "articles", ["province_id", "published_at"]
    )
    op.create_index(op.f("ix_articles_published_at"), "articles", ["published_at"])
    op.create_index(op.f("ix_articles_site_id"), "articles", ["site_id"])
    op.create_index(op.f("ix_articles_text_digest"), "articles", ["text_digest"])
    op.create_table(
        "article_attachments",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_attachments_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_article_attachments")),
    )
    op.create_table(
        "article_images",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_images_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_article_images")),
    )
    op.create_table(
        "article_topics",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.String(60), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_topics_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_article_topics_topic_id_topics")
        ),
        sa.PrimaryKeyConstraint("article_id", "topic_id", name=op.f("pk_article_topics")),
    )
    op.create_index(op.f("ix_article_topics_topic_id"), "article_topics", ["topic_id"])
    op.create_table(
        "duplicates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_precision", sa.String(6), nullable=True),
        sa.Column("published_raw", sa.Text(), nullable=True),
        sa.Column("published_rule", sa.Text(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(_DATE_IS_WHOLE, name=op.f("ck_duplicates_published")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_duplicates_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_duplicates_site_id_sites")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicates")),
        sa.UniqueConstraint("key", name=op.f("uq_duplicates_key")),
    )
    op.create_index(op.f("ix_duplicates_article_id"), "duplicates", ["article_id"])
    op.create_table(
        "revisions",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_precision", sa.String(6), nullable=True),
        sa.Column("published_raw", sa.Text(), nullable=True),
        sa.Column("published_rule", sa.Text(), nullable=True),
        sa.Column("parser", sa.String(80), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(_DATE_IS_WHOLE, name=op.f("ck_revisions_published")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_revisions_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_revisions")),
    )


def downgrade() -> None:
    op.drop_table("revisions")
    op.drop_table("duplicates")
    op.drop_table("article_topics")
    op.drop_table("article_images")
    op.drop_table("article_attachments")
    op.drop_table("articles")
    op.drop_table("sites")
    op.drop_table("province_names")
    op.drop_table("topics")
    op.drop_table("provinces")
