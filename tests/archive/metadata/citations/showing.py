"""Citations as the tables of the tests write them."""

from __future__ import annotations

from datetime import date

from archive.metadata.citations import find_citations
from archive.metadata.findings import ArticleText, Citation

#: Of the article, where a test says no other.
PROVINCE = "binh-dinh"


def shown(citation: Citation) -> str:
    """Return a citation as the tables below write it: type, symbol or number, and what else is known."""
    parts = (
        citation.type,
        citation.symbol or f"({citation.number})",
        citation.symbol is None and citation.issuer,
        citation.term,
        citation.issued_on and citation.issued_on.isoformat(),
        citation.province and f"@{citation.province}",
        citation.misprint and "misprint",
    )
    return " ".join(part for part in parts if part)


def cited(text: str, province: str | None = PROVINCE, on: date | None = None) -> list[str]:
    article = ArticleText(title="", body=text, published=on)
    return [shown(citation) for citation in find_citations(article, province)]
