"""How one reading of a page goes into the archive, within a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select

from archive import addresses, comparing, rows, states, stored_pages
from archive.captures import Capture
from archive.errors import AnotherText
from archive.metadata import storing
from archive.models import Base
from archive.readings import Reading
from archive.site_rows import site_id
from archive.statements import Statements
from archive.stored_pages import StoredPage
from archive.transaction import Replacing

_TABLES: Final = Base.metadata.tables
_ADDRESSES: Final = _TABLES["addresses"]
_ARTICLES: Final = _TABLES["articles"]
_CAPTURES: Final = _TABLES["captures"]
_DUPLICATES: Final = _TABLES["duplicates"]
_REVISIONS: Final = _TABLES["revisions"]

# What of an article a revision keeps under the same name.
_KEPT: Final = (
    *("title", "lead", "body", "tables", "author", "organisation"),
    *(*rows.DATE, "headings", "parser", "last_seen_at", "capture_id"),
)

_FIND_KEY: Final = select(_ARTICLES.c.id).where(_ARTICLES.c.key == bindparam("key"))
_FIND_ARTICLE: Final = select(
    *(_ARTICLES.c[name] for name in ("id", "revision", "revised_at", "first_seen_at", "rules")),
    *(_ARTICLES.c[name] for name in ("updated_at", "updated_raw", *_KEPT)),
).where(_ARTICLES.c.id == bindparam("row_id"))
_HOLDER: Final = select(_ARTICLES).where(_ARTICLES.c.id == bindparam("row_id"))
_FIND_HINTS: Final = select(_ADDRESSES.c.hints).where(_ADDRESSES.c.key == bindparam("key"))
_FIND_TEXT: Final = (
    select(_ARTICLES.c.id)
    .where(_ARTICLES.c.text_digest == bindparam("digest"))
    .order_by(_ARTICLES.c.id)
    .limit(1)
)
_FIND_DUPLICATE: Final = select(_DUPLICATES.c.id).where(_DUPLICATES.c.key == bindparam("key"))
_DUPLICATE: Final = select(_DUPLICATES).where(_DUPLICATES.c.id == bindparam("row_id"))

_INSERT: Final = {table: insert(table) for table in (_DUPLICATES, _REVISIONS)}
_INSERT_NUMBERED: Final = {
    table: insert(table).returning(table.c.id) for table in (_ARTICLES, _CAPTURES)
}

SiteKey = tuple[str, str, str | None]
#: Reads a stored page once more, with the page object of today; None where that cannot be done.
ReadAgain = Callable[[StoredPage], Reading | None]


class Outcome(StrEnum):
    """What became of a reading."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    UNCHANGED = "unchanged"
    REVISED = "revised"


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome, and the article that holds the text."""

    outcome: Outcome
    article_id: int


class Saving(Replacing):
    """Saves one reading.

    Args:
        connection: In a transaction that writes.
        statements: Runs what runs for every page.
        reading: What a page gave.
        capture: Where the page lies as it was fetched.
        site_ids: Numbers of sites that are known to be there.
        read_again: Reads a stored page with the page object of today.
    """

    def __init__(
        self,
        connection: Connection,
        statements: Statements,
        reading: Reading,
        capture: Capture | None,
        site_ids: Mapping[SiteKey, int],
        read_again: ReadAgain,
    ) -> None:
        super().__init__(connection, statements)
        self._reading = reading
        self._capture = capture
        self._site_ids = site_ids
        self._read_again = read_again
        self._capture_id: int | None = None
        self.new_site_ids: dict[SiteKey, int] = {}

    def save(self) -> Saved:
        """Save it; see `archive.store.Store.save`."""
        reading = self._reading
        self._lock_key(reading.key)
        if self._capture is not None:
            row = rows.capture(self._capture)
            self._capture_id = self._scalar(_INSERT_NUMBERED[_CAPTURES], row)
        known = self._scalar(_FIND_KEY, {"key": reading.key})
        saved, published_at = self._save_new() if known is None else self._renew(known)
        addresses.visited(
            self._connection,
            self._statements,
            key=reading.key,
            at=reading.fetched_at,
            capture_id=self._capture_id,
            published_at=published_at,
        )
        self._announce()
        return saved

    # --- An article that the archive has -----------------------------------------------------------

    def _renew(self, article_id: int) -> tuple[Saved, datetime | None]:
        """Save a reading of an article that the archive has; return also the date it has now."""
        old = self._article(article_id)
        new, changed = self._compare(old)
        doubt = ""
        if changed and old["parser"] != self._reading.parser:
            doubt = self._settle_parser(old)
            old = self._article(article_id)
            new, changed = self._compare(old)
        if not changed:
            self._see(old)
            return Saved(Outcome.UNCHANGED, article_id), new["published_at"]
        if self._is_another_text(old):
            raise AnotherText(
                f"{self._reading.url} holds another text than article {article_id}, which is kept"
            )
        if doubt or not comparing.changed_by_page(changed, old, new):
            self._refresh(old, doubt)
            return Saved(Outcome.UNCHANGED, article_id), new["published_at"]
        self._revise(old, new)
        return Saved(Outcome.REVISED, article_id), new["published_at"]

    def _article(self, article_id: int) -> Mapping[str, Any]:
        found = self._connection.execute(_FIND_ARTICLE, {"row_id": article_id})
        return dict(found.one()._mapping)

    def _compare(self, old: Mapping[str, Any]) -> tuple[states.State, list[str]]:
        """Return the columns that the article would have now, and which of them make a revision."""
        new = rows.article(self._reading) | states.dates_of_newer(self._reading, old)
        return new, comparing.changed(old, new)

    def _settle_parser(self, old: Mapping[str, Any]) -> str:
        """Read the stored page again with the page object of today, for it to be comparable.

        Returns:
            Why it is not; empty where it is.
        """
        again = self._again(stored_pages.articles(self._connection, [old["id"]]))
        if again is None:
            return f"read by {old['parser']} before, whose page cannot be read again"
        self._reread(old["id"], again, self._reading.fetched_at, old["capture_id"])
        if again.parser != self._reading.parser and self._digest(again) == self._digest(
            self._reading
        ):
            # The site has got another design. Its words are the same.
            return f"read by {again.parser} before, with the same words"
        return ""

    def _again(self, pages: list[StoredPage]) -> Reading | None:
        again = self._read_again(pages[0]) if pages else None
        return again if again is not None and again.key == self._reading.key else None

    def _is_another_text(self, old: Mapping[str, Any]) -> bool:
        """Tell whether a page is another one than its address held, and none that its listing named."""
        if not comparing.is_another_text(old, self._reading):
            return False
        found = self._connection.execute(_FIND_HINTS, {"key": self._reading.key}).first()
        named = None if found is None else found.hints.get("title")
        # What was stored may be the wrong page: a notice that stood there on the first night.
        return named is None or not comparing.is_same_headline(named, self._reading.title)

    def _see(self, old: Mapping[str, Any]) -> None:
        """Note that an article was seen as it is."""
        changes: dict[str, object] = dict(rows.seen(old, self._reading.fetched_at))
        changes = {name: value for name, value in changes.items() if value != old[name]}
        if old["capture_id"] is None and self._capture_id is not None:
            changes["capture_id"] = self._capture_id
        if changes:
            self._update(_ARTICLES, old["id"], changes)

    def _refresh(self, old: Mapping[str, Any], doubt: str) -> None:
        """Take a reading whose differences the site need not have made; the earlier one is kept."""
        before = states.stored(self._connection, [old["id"]])[old["id"]]
        after = states.read(self._reading, states.dates_of_newer(self._reading, before))
        word = doubt or before["rules"].get(states.CHANGED)
        if word:
            after["rules"] = {**after["rules"], states.CHANGED: word}
        at, capture_id = self._reading.fetched_at, self._capture_id
        if capture_id is None and not doubt:
            capture_id = old["capture_id"]  # the page itself is as it was
        further = {**rows.seen(old, at), "capture_id": capture_id}
        self._replace(before, after, self._reading, at, **further)

    def _revise(self, old: Mapping[str, Any], new: states.State) -> None:
        """Keep the state that the site has changed, and take the new one."""
        self._connection.execute(
            _INSERT[_REVISIONS],
            {
                "article_id": old["id"],
                "number": old["revision"],
                "first_seen_at": old["revised_at"],
                **{name: old[name] for name in _KEPT},
            },
        )
        changes = {
            **new,
            **rows.seen(old, self._reading.fetched_at),
            "text_digest": self._digest(self._reading),
            **storing.columns(self._reading.metadata),
            "revision": old["revision"] + 1,
            "revised_at": max(self._reading.fetched_at, old["last_seen_at"]),
            "capture_id": self._capture_id,
        }
        self._index.note([old["id"]])
        self._update(_ARTICLES, old["id"], changes)
        self._replace_parts(old["id"], self._reading)
        self._changed_id = old["id"]

    # --- An address that is new, or whose text another article has ----------------------------------

    def _save_new(self) -> tuple[Saved, datetime | None]:
        """Save a reading of no article that the archive has; return also the date it has now."""
        reading = self._reading
        digest = self._digest(reading)
        # A page without any text is not the same as every other such page.
        same = self._scalar(_FIND_TEXT, {"digest": digest}) if _has_text(reading) else None
        known = None
        number = self._scalar(_FIND_DUPLICATE, {"key": reading.key})
        if number is not None:
            found = self._connection.execute(_DUPLICATE, {"row_id": number})
            known = dict(found.one()._mapping)
            # A page that has changed has a history of its own, whatever text it has now.
            same = known["article_id"] if self._still_same(known, digest) else None
        if same is None:
            date = rows.date(reading.published)
            return Saved(Outcome.STORED, self._insert(digest, date)), date["published_at"]
        date = self._save_duplicate(same, known)
        return Saved(Outcome.DUPLICATE, same), date["published_at"]

    def _still_same(self, known: Mapping[str, Any], digest: str) -> bool:
        """Tell whether the page of a duplicate still has the text of its article."""
        holder = self._connection.execute(_HOLDER, {"row_id": known["article_id"]})
        article = dict(holder.one()._mapping)
        if article["text_digest"] == digest:
            return True
        if article["revised_at"] <= known["last_seen_at"]:
            # Neither may have changed: another page object reads one of them otherwise.
            again = self._again(stored_pages.duplicates(self._connection, [known["id"]]))
            if again is not None and self._digest(again) == digest:
                return True
        page = {**article, **{name: known[name] for name in ("title", *rows.DATE)}}
        if self._is_another_text(page):
            raise AnotherText(
                f"{self._reading.url} holds another text than article {article['id']}, "
                "whose duplicate it was"
            )
        return False

    def _insert(self, digest: str, date: Mapping[str, Any]) -> int:
        """Store a new article and return its number."""
        reading = self._reading
        article_id: int = self._scalar(
            _INSERT_NUMBERED[_ARTICLES],
            {
                **rows.article(reading),
                **storing.columns(reading.metadata),
                **date,
                "text_digest": digest,
                "site_id": self._site_id(),
                "key": reading.key,
                "revision": 1,
                "first_seen_at": reading.fetched_at,
                "last_seen_at": reading.fetched_at,
                "revised_at": reading.fetched_at,
                "capture_id": self._capture_id,
            },
        )
        self._insert_parts(article_id, reading)
        self._changed_id = article_id
        return article_id

    def _save_duplicate(self, article_id: int, known: Mapping[str, Any] | None) -> dict[str, Any]:
        """Record that the text of an article was found at this reading's address; return its date."""
        reading = self._reading
        row = rows.clean(
            {
                "article_id": article_id,
                "site_id": self._site_id(),
                "url": reading.url,
                "title": reading.title,
                "author": reading.author,
                "organisation": reading.organisation,
                "section": reading.section,
            }
        )
        if known is None:
            date = rows.date(reading.published)
            seen = {"first_seen_at": reading.fetched_at, "last_seen_at": reading.fetched_at}
            values = {**row, **date, **seen, "key": reading.key, "capture_id": self._capture_id}
            self._connection.execute(_INSERT[_DUPLICATES], values)
            return date
        date = rows.kept_date(known, reading.published)
        row |= date
        if known["capture_id"] is None or any(known[name] != row[name] for name in row):
            row["capture_id"] = self._capture_id
        self._update(_DUPLICATES, known["id"], row | rows.seen(known, reading.fetched_at))
        return date

    def _site_id(self) -> int:
        """Return the number of the reading's site."""
        reading = self._reading
        key = (reading.site, reading.spider, reading.site_province)
        if key in self._site_ids:
            return self._site_ids[key]
        number = site_id(
            self._connection,
            host=reading.site,
            spider=reading.spider,
            province=reading.site_province,
        )
        self.new_site_ids[key] = number
        return number


def _has_text(reading: Reading) -> bool:
    return bool(reading.lead or reading.body or reading.tables)
