"""On PostgreSQL the terms of the index are no longer stored beside the texts that they are cut from.

`archive reindex` fills the index, where the archive is not small.
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Whatever is long lies beside the table's own pages, which a count goes through.
_BEFORE = """
    CREATE TABLE article_words (
        position bigint NOT NULL CONSTRAINT pk_article_words PRIMARY KEY,
        terms tsvector NOT NULL,
        exact text NOT NULL,
        folded text NOT NULL,
        length integer NOT NULL
    ) WITH (toast_tuple_target = 128)
"""
_NOW = """
    CREATE TABLE article_words (
        position bigint NOT NULL CONSTRAINT pk_article_words PRIMARY KEY,
        exact text NOT NULL,
        folded text NOT NULL,
        more text NOT NULL,
        length integer NOT NULL
    ) WITH (toast_tuple_target = 128)
"""
# The texts have one space between terms and, but for the last, one at both ends. The setting keeps
# PostgreSQL from writing the function's text into queries: it would then take it for cheap, and make the
# terms of article after article where the index has them.
_FUNCTION = """
    CREATE FUNCTION article_words_terms(exact text, folded text, more text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100000 SET search_path = pg_catalog
    AS $$ SELECT array_to_tsvector(string_to_array(ltrim(exact) || ltrim(folded) || more, ' ')) $$
"""


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_table("article_words")
        op.execute(_NOW)
        op.execute(_FUNCTION)
        op.execute(
            "CREATE INDEX article_words_terms ON article_words"
            " USING gin (article_words_terms(exact, folded, more))"
        )
        # The planner tells common words from rare ones by the most common ones.
        op.execute("ALTER INDEX article_words_terms ALTER COLUMN 1 SET STATISTICS 500")
        _empty()


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_table("article_words")
        op.execute("DROP FUNCTION article_words_terms")
        op.execute(_BEFORE)
        op.execute("CREATE INDEX article_words_terms ON article_words USING gin (terms)")
        op.execute("ALTER TABLE article_words ALTER COLUMN terms SET STATISTICS 500")
        _empty()


def _empty() -> None:
    """Say that no article is in the index."""
    op.execute("DELETE FROM article_index")
    op.execute("UPDATE search_state SET complete = NOT EXISTS (SELECT 1 FROM articles)")
