"""``archive show``: one article, what is known of it, and where each value comes from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.orm import Session

from archive import states
from archive.commands.common import NOTHING, open_archive, shown_date
from archive.commands.revisions import diff_lines, print_lines, revision_lines
from archive.errors import UnknownArticle
from archive.exports.records import Names, capture_name, read_names, record
from archive.models import Article, Duplicate, Tombstone
from archive.readings import Precision
from archive.selection import BadRequest

_LABEL_WIDTH = 14


class ShowFormat(StrEnum):
    """How one article is printed."""

    TEXT = "text"
    JSON = "json"


def show_command(
    number: Annotated[
        int,
        typer.Argument(metavar="ID", help="Number of the article, as `archive search` prints it."),
    ],
    output: Annotated[
        ShowFormat,
        typer.Option("--format", help="Text to read, or JSON with the fields of `archive export`."),
    ] = ShowFormat.TEXT,
    revisions: Annotated[
        bool,
        typer.Option(
            "--revisions",
            help="List the states that the article has had on its site: when each was seen, which fields "
            "changed, where its page lies, and when the article was gone.",
        ),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff",
            help="Show what changed on the site, word by word: the last change; with one number from "
            "that state to the present one, with two from one state to the other. In a pipe, what was "
            "removed stands in [-...-] and what was added in {+...+}.",
        ),
    ] = False,
    states_wanted: Annotated[
        list[int] | None,
        typer.Argument(metavar="STATE", help="With --diff: numbers of states."),
    ] = None,
) -> None:
    """Show one article: every field with the rule that read it, then its text.

    A dash means that the page does not print the field.
    """
    if (revisions or diff) and output is ShowFormat.JSON:
        raise BadRequest("--revisions and --diff print text: leave out --format json")
    if states_wanted and not diff:
        raise BadRequest("numbers of states go with --diff: archive show ID --diff 1 2")
    with open_archive() as engine, Session(engine) as session:
        article = _find(session, number)
        if not (revisions or diff):
            sys.stdout.write(_rendered(session, article, output) + "\n")
            return
        console = Console(highlight=False)
        if revisions:
            print_lines(revision_lines(article), console)
        if diff:
            print_lines([""] if revisions else [], console)
            present = states.stored(session.connection(), [number])[number]
            shown = states.as_json(present, states.FIELDS)
            print_lines(diff_lines(article, states_wanted or [], shown), console)


def _find(session: Session, number: int) -> Article:
    # SQLite and PostgreSQL cannot look for a number beyond 64 (32) bits.
    article = session.get(Article, number) if 0 < number < 2**31 else None
    if article is None:
        raise UnknownArticle(f"there is no article {number}: `archive search` prints the numbers")
    return article


def _rendered(session: Session, article: Article, output: ShowFormat) -> str:
    names = read_names(session)
    if output is ShowFormat.JSON:
        return json.dumps(record(article, names), ensure_ascii=False, indent=2)
    return "\n".join(_ArticleText(article, names).lines())


@dataclass(frozen=True, slots=True)
class _ArticleText:
    """One article as lines of text."""

    article: Article
    names: Names

    def lines(self) -> Iterator[str]:
        """Yield the lines, the text of the article last."""
        article = self.article
        yield self._read("title", article.title)
        yield _line("id", str(article.id))
        yield _line("url", article.url)
        yield _line("site", f"{article.site.host} (spider {article.site.spider})")
        yield _line("published", self._published(article))
        yield _line("updated", self._updated())
        for name in ("author", "organisation", "source", "source_mark", "section"):
            yield self._read(name, getattr(article, name))
        yield self._read("tags", "; ".join(article.tags))
        yield from _lines("province", self._provinces())
        yield _line("kind", self._kind())
        yield from _lines("topics", self._topics())
        yield from _lines("cites", self._citations())
        yield from _lines("names", self._people())
        yield from _lines("images", (_named(image.url, image.caption) for image in article.images))
        yield from _lines(
            "attachments", (_named(file.url, file.name) for file in article.attachments)
        )
        yield from _lines("tables", (_size(table) for table in article.tables))
        yield from _lines("duplicates", map(self._duplicate, article.duplicates))
        yield _line("revisions", self._revisions())
        yield _line("seen", f"{article.first_seen_at} to {article.last_seen_at}")
        yield from _lines("gone", map(_gone, article.tombstones))
        yield _line("capture", capture_name(article.capture) or NOTHING)
        yield _line("read by", article.parser)
        yield _line("described by", article.metadata_version or NOTHING)
        yield ""
        yield self._read("lead", article.lead)
        yield self._read("body", article.body and f"{len(article.body.split())} syllables")
        yield from self._paragraphs()

    def _read(self, name: str, value: str | None) -> str:
        """Return a field that a rule of the page object read."""
        rule = self.article.rules.get(name)
        shown = value or NOTHING
        return _line(name.replace("_", " "), f"{shown}  [{rule}]" if rule else shown)

    @staticmethod
    def _published(piece: Article | Duplicate) -> str:
        if piece.published_at is None:
            return NOTHING
        date = shown_date(piece.published_at, piece.published_precision)
        return (
            f"{date} (known to the {piece.published_precision}; "
            f"printed “{piece.published_raw}”)  [{piece.published_rule}]"
        )

    def _updated(self) -> str:
        article = self.article
        if article.updated_at is None:
            return NOTHING
        # Its precision is not stored; midnight stands for a day without a time.
        known = Precision.DAY if article.updated_at.time() == time() else Precision.MINUTE
        return f"{shown_date(article.updated_at, known)} (printed “{article.updated_raw}”)"

    def _provinces(self) -> Iterator[str]:
        for found in self.article.provinces:
            name = self.names.provinces[found.province_id]
            today = self.names.successors[found.province_id]
            # A unit that was merged may have left its name to the new one: two units all the same.
            unit = name if name == today else f"{name} (today {today})"
            yield f"{unit} {_because(found.score, found.evidence, found.rule)}"

    def _kind(self) -> str:
        article = self.article
        if article.kind_id is None:
            return NOTHING
        name = f"{self.names.kinds[article.kind_id]} ({article.kind_id})"
        why = _because(article.kind_score or 0.0, article.kind_evidence or [], article.kind_rule)
        return f"{name} {why}"

    def _topics(self) -> Iterator[str]:
        for found in self.article.topics:
            name = f"{self.names.topics[found.topic_id]} ({found.topic_id})"
            yield f"{name} {_because(found.score, found.evidence, found.rule)}"

    def _citations(self) -> Iterator[str]:
        for found in self.article.citations:
            place = f"{found.part} {found.start}-{found.end}"
            marks = ", misprint" if found.misprint else ""
            yield f"{found.document.name} — “{found.printed}”, {place}  [{found.rule}{marks}]"

    def _people(self) -> Iterator[str]:
        for found in self.article.people:
            office = f", {found.title}" if found.title else ""
            yield f"{found.name}{office} — {found.part} {found.start}-{found.end}  [{found.rule}]"

    def _duplicate(self, duplicate: Duplicate) -> str:
        return f"{duplicate.url} — “{duplicate.title}”, published {self._published(duplicate)}"

    def _revisions(self) -> str:
        earlier = len(self.article.revisions)
        return f"this is state {self.article.revision}; {earlier} earlier ones are kept"

    def _paragraphs(self) -> Iterator[str]:
        headings = set(self.article.headings)
        for place, paragraph in enumerate(self.article.body.split("\n\n")):
            yield ""
            yield f"## {paragraph}" if place in headings else paragraph


def _line(label: str, value: str) -> str:
    return f"{label:<{_LABEL_WIDTH}}{value}"


def _lines(label: str, values: Iterator[str]) -> Iterator[str]:
    label_once = label
    for value in values:
        yield _line(label_once, value)
        label_once = ""
    if label_once:
        yield _line(label_once, NOTHING)


def _because(score: float, evidence: list[dict[str, str]], rule: str | None) -> str:
    """Return how sure a finding is, the words that it rests on, and the rule."""
    words = "; ".join(dict.fromkeys(found["words"] for found in evidence))
    return f"{score:.2f} — “{words}”  [{rule}]" if words else f"{score:.2f}  [{rule}]"


def _gone(tombstone: Tombstone) -> str:
    back = tombstone.returned_at
    until = "and not back since" if back is None else f"back since {back}"
    return f"since {tombstone.missing_since} ({tombstone.reason}), {until}"


def _named(url: str, name: str | None) -> str:
    return f"{url} — “{name}”" if name else url


def _size(table: list[list[str]]) -> str:
    return f"{len(table)} rows of {max(map(len, table), default=0)} cells"
