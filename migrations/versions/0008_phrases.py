"""SQLite knows which words stand one behind the other; both databases have terms for three of them.

`archive reindex` fills the index, where the archive is not small.
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# It knows which articles have a term, not where, how often, or how many terms an article has.
_PHRASES = """
    CREATE VIRTUAL TABLE article_phrases USING fts5(
        terms, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '''#%+.-_'"
    )
"""
# Hardly a term comes twice: a small hash table, which stays in the processor's cache, is filled in two
# thirds of the time. More parts are merged at once than usual.
_SETTINGS = {"hashsize": 1 << 17, "automerge": 8}


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute(_PHRASES)
        for name, value in _SETTINGS.items():
            op.execute(
                "INSERT INTO article_phrases (article_phrases, rank)"  # noqa: S608
                f" VALUES ('{name}', {value})"
            )
    else:
        # To pack and unpack them is dearer than to read the half that a row takes more.
        _keep_texts("EXTERNAL")
    _empty()


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.drop_table("article_phrases")
    else:
        _keep_texts("EXTENDED")
    _empty()


def _keep_texts(storage: str) -> None:
    for name in ("exact", "folded"):
        op.execute(f"ALTER TABLE article_words ALTER {name} SET STORAGE {storage}")


def _empty() -> None:
    """Say that no article is in the index, and take all out of it."""
    if op.get_context().dialect.name == "sqlite":
        op.execute("INSERT INTO article_words (article_words) VALUES ('delete-all')")
    else:
        op.execute("TRUNCATE article_words")
    op.execute("DELETE FROM article_index")
    op.execute("UPDATE search_state SET complete = NOT EXISTS (SELECT 1 FROM articles)")
