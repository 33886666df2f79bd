"""What the readers of metadata say of an article's text, each finding with the words that it rests on.

A finding never stands alone: it names the rule that made it and the printed words with their place, so
that whoever doubts it can look. Places are characters counted from 0 in one part of the article as it is
stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    """A part of an article in which words can stand; the value is the name of its column."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    ORGANISATION = "organisation"
    SECTION = "section"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in one part of an article.

    Attributes:
        part: Which part.
        start: First character, from 0.
        end: Behind the last character.
    """

    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a finding rests on.

    Attributes:
        words: As printed: ``part[start:end]`` of their place.
        span: Where they stand; the whole of the part for a section, an office line or a site.
    """

    words: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """What of an article the readers of metadata look at.

    Attributes:
        title: The headline.
        lead: The lead, where it is set apart from the body.
        body: The paragraphs, joined by one empty line.
        organisation: The office named with the author, ``Ban Tuyên giáo Tỉnh ủy Bắc Kạn``.
        section: The site's own section.
        site: Host of the site.
        site_province: Province of the site's body (identifier of any period), None for a central site.
        published: Day of publication, where one is printed.
    """

    title: str
    body: str
    lead: str | None = None
    organisation: str | None = None
    section: str | None = None
    site: str = ""
    site_province: str | None = None
    published: date | None = None

    def parts(self) -> tuple[tuple[Part, str], ...]:
        """Return the running text, part by part: title, lead where there is one, body."""
        lead = ((Part.LEAD, self.lead),) if self.lead else ()
        return ((Part.TITLE, self.title), *lead, (Part.BODY, self.body))


@dataclass(frozen=True, slots=True)
class ProvinceFinding:
    """A province that an article is about, and why.

    Attributes:
        province: Identifier of the unit as it was on the article's date (``bac-kan``).
        score: From 0 to 1: its share of what the text says of provinces; 1 where one rule decides.
        rule: What decided: ``site``, ``title``, ``organisation`` or ``text``.
        evidence: The words that decided it, strongest first.
    """

    province: str
    score: float
    rule: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class TopicFinding:
    """One topic of an article.

    Attributes:
        topic: Identifier in ``archive/data/topics.toml``.
        score: From 0 (no evidence) to 1.
        rule: What decided: ``section`` (the site's own section maps to it) or ``keywords``.
        evidence: The section, or the phrases found, strongest first.
    """

    topic: str
    score: float
    rule: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class KindFinding:
    """The kind of piece that an article is.

    Attributes:
        kind: Identifier in ``archive/data/kinds.toml``.
        score: From 0 to 1.
        rule: What decided: ``section``, ``title``, ``form`` or ``default``.
        evidence: The words that decided it, strongest first; none for the default.
    """

    kind: str
    score: float
    rule: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A reference to a party or state document.

    Attributes:
        printed: The words of the reference, from the type word, or the number where none stands before
            it, to the end of the symbol: ``Chỉ thị số 05-CT/TW``. In a list, the words of the whole list.
        span: Where they stand.
        type: Code of the type of document in ``archive/data/document_types.toml``, ``CT``.
        number: As the symbol has it, ``05``, ``4b``; None where the reference has none.
        issuer: Code of the issuing body in the symbol, ``TW``, ``TU``, ``BTGTU``, ``TTg``, ``QH15``.
        symbol: The normal form, ``05-CT/TW``, ``16/CT-TTg``, ``202/2025/QH15``; None where a number is
            cited without its symbol and the words do not make it certain.
        province: The province of a provincial body's document, as it was on the article's date.
        term: Term of the issuing committee as printed or certain, Roman, ``XII``.
        issued_on: The printed day.
        rule: Which form it has: ``party``, ``state``, ``list``, ``bare``, ``plenum`` ...
        misprint: Whether the printed symbol was put right (``115- HD/BTGW``, ``60/NQ-TW``, ``TVV``).
        same_as: Position, among the citations of the article, of the fuller reference that says what this
            one leaves out (symbol, term, day); None: it stands for itself.
    """

    printed: str
    span: Span
    type: str
    number: str | None
    issuer: str | None
    symbol: str | None
    province: str | None = None
    term: str | None = None
    issued_on: date | None = None
    rule: str
    misprint: bool = False
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person as an article names them once.

    Attributes:
        name: As printed, without honorific, ``Nguyễn Văn A``.
        full_name: Who that is in this article: the name itself, or, where only a given name is printed
            (``bà Bông``), the one full name of the same article that ends with it (``Lê Thị Bông``).
        title: The offices printed with it, ``Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo Tỉnh ủy``.
        span: Where the name stands.
        title_span: Where the offices stand; None where there are none.
        rule: Which form it has: ``comrade`` (đồng chí), ``mr`` (ông, bà), ``list`` (several behind one
            honorific), or, without honorific, ``office-before`` and ``office-behind`` the name.
    """

    name: str
    full_name: str
    title: str | None
    span: Span
    title_span: Span | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """All that is said of one article's text.

    Attributes:
        version: The readers and their versions, ``places/2 topics/3 kinds/1 citations/2 people/1``.
        provinces: The provinces that it is about, leading one first; empty where it is national.
        topics: Best first.
        kind: The kind of piece.
        citations: In the order of the text.
        people: In the order of the text.
    """

    version: str
    provinces: tuple[ProvinceFinding, ...] = ()
    topics: tuple[TopicFinding, ...] = ()
    kind: KindFinding | None = None
    citations: tuple[Citation, ...] = ()
    people: tuple[PersonMention, ...] = ()
