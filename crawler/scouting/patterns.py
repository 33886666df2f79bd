"""The form of a site's article addresses, derived from those that were seen.

A pattern that is written into a spider decides alone what an article is, so it is tried on addresses from
which it was not made, and on those of sections, which it must not fit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crawler.scouting.recognition import tail_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_FEWEST: Final = 6  # addresses from which a pattern is made
_ALL_ALIKE: Final = 5  # addresses from which a word that all have is taken for a fixed one
_GOOD: Final = 0.75  # part of the held-out addresses that a pattern must fit
_ENDING: Final = re.compile(r"\.[A-Za-z]{3,5}$")
_SLUG_END: Final = re.compile(r"^(?P<slug>.*[^\W\d].*)-\d+$")
_SLUG_START: Final = re.compile(r"^\d+-(?P<slug>.*[^\W\d].*)$")
_NUMBERS: Final = re.compile(r"^\d+(?:-\d+)+$")
_WORDS: Final = 5  # words of a slug from which it is told from the name of a section
_GUID: Final = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArticlePattern:
    """A regular expression on path and query, and how well it did.

    Attributes:
        regex: The expression.
        fitting: How many of the addresses it fits from which it was not made.
        held_out: How many of these there were.
    """

    regex: str
    fitting: int
    held_out: int


def derive_pattern(
    articles: Collection[str], others: Collection[str] = ()
) -> ArticlePattern | None:
    """Derive a pattern from the addresses of articles.

    Args:
        articles: Absolute addresses, at least six.
        others: Addresses of sections and pages that are no articles.

    Returns:
        The pattern, made from all addresses after one from every second of them fitted the rest; None
        where no form is general enough, or each would fit sections as well.
    """
    tails = sorted({tail_of(url) for url in articles})
    if len(tails) < _FEWEST:
        return None
    strange = [tail_of(url) for url in others]
    trial = _regex(tails[::2], strange)
    whole = _regex(tails, strange)
    if trial is None or whole is None:
        return None
    rest = tails[1::2]
    fitting = sum(1 for tail in rest if re.search(trial, tail))
    if fitting < _GOOD * len(rest):
        return None
    if not whole.isprintable() or '"' in whole:  # it would not stand in a spider's file as it is
        return None
    return ArticlePattern(whole, fitting, len(rest))


def fit_of(pattern: str, urls: Collection[str]) -> int:
    """Return how many addresses a pattern fits."""
    form = re.compile(pattern)
    return sum(1 for url in urls if form.search(tail_of(url)))


def _regex(tails: Sequence[str], strange: Sequence[str]) -> str | None:
    """Return the forms of addresses as one expression, without those that fit strange ones too."""
    named = {tail.strip("/").split("/")[0] for tail in strange}
    groups: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for tail in tails:
        pieces, shape = _taken_apart(tail)
        groups[shape].append(pieces)
    forms = {
        form
        for shape, members in groups.items()
        if len(members) > 1 or _is_numbered(shape)
        for form in [f"^{_form(shape, members, named)}"]
        if not any(re.search(form, tail) for tail in strange)
    }
    return "|".join(sorted(forms)) or None


def _is_numbered(shape: tuple[str, ...]) -> bool:
    """Tell whether an address of a shape carries a number, by which its page is known."""
    return any(re.search(r"[NG]", kind.partition("=")[2] or kind) for kind in shape)


def _taken_apart(tail: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the segments of a path, then the parameters, each with its shape."""
    path, mark, query = tail.partition("?")
    segments = path.strip("/").split("/")
    pieces = list(segments)
    shapes = [_shape(segment, last=n == len(segments) - 1) for n, segment in enumerate(segments)]
    shapes[-1] += "/" if path.endswith("/") else ""
    if mark:
        for argument in query.split("&"):
            name, _, value = argument.partition("=")
            pieces.append(value)
            shapes.append(f"?{name}={_shape(value, last=False)}")
    return pieces, tuple(shapes)


def _shape(text: str, *, last: bool) -> str:
    ending = _ENDING.search(text) if last else None
    stem, tail = (text[: ending.start()], ending[0]) if ending else (text, "")
    if stem.isdigit():
        return f"N{tail}"
    if _GUID.match(stem):
        return f"G{tail}"
    if _NUMBERS.match(stem):
        return f"{'-'.join('N' for _ in stem.split('-'))}{tail}"
    if last and _SLUG_END.match(stem):
        return f"S-N{tail}"
    if last and _SLUG_START.match(stem):
        return f"N-S{tail}"
    return f"S{tail}"


def _form(shape: tuple[str, ...], members: list[list[str]], named: Collection[str]) -> str:
    """Return the expression for addresses of one shape."""
    path, query = [], []
    numbered = _is_numbered(shape)
    count = sum(1 for kind in shape if not kind.startswith("?"))
    for place, kind in enumerate(shape):
        values = [pieces[place] for pieces in members]
        if kind.startswith("?"):
            name, _, inner = kind[1:].partition("=")
            query.append(f"{re.escape(name)}={_expression(inner, values, [], slug=False)}")
        else:
            slug = place == count - 1 and not numbered
            if len(members) < _ALL_ALIKE and (place or count == 1):
                values = [*values, ""]  # too few to tell a fixed word from a name
            path.append(_expression(kind, values, named if place == 0 else (), slug=slug))
    text = "/" + "/".join(path)
    return text + (r"\?" + "&".join(query) + "(?:&|$)" if query else r"(?:\?|$)")


def _expression(kind: str, values: list[str], named: Collection[str], *, slug: bool) -> str:
    slash = "/" if kind.endswith("/") else ""
    kind = kind.removesuffix("/")
    ending = _ENDING.search(kind)
    tail = re.escape(ending[0]) if ending else ""
    stem = kind[: ending.start()] if ending else kind
    if stem == "S":
        return _words_of(values, named, tail, slug=slug) + slash
    words = {"N": r"\d+", "S": r"[^/?]+", "G": r"[0-9A-Fa-f-]{36}"}
    return "-".join(words[letter] for letter in stem.split("-")) + tail + slash


def _words_of(values: list[str], named: Collection[str], tail: str, *, slug: bool) -> str:
    distinct = set(values)
    # A name with hyphens may be that of a section, also where only one was seen.
    if len(distinct) == 1 and values[0] not in named and "-" not in values[0]:
        return re.escape(values[0]).replace(r"\-", "-")
    if slug:
        words = min(len(_split_words(value)) for value in values if value)
        if words >= _WORDS:
            # What has no number is told from a section by the length of its name.
            return rf"[^/?]+(?:-[^/?-]+){{{_WORDS - 1},}}{tail}"
    return rf"[^/?]+{tail}" if tail else "[^/?]+"


def _split_words(slug: str) -> list[str]:
    return [word for word in re.split(r"[-_]+", _ENDING.sub("", slug)) if word]


def common_forms(urls: Iterable[str]) -> str:
    """Return an address of each form, for people to look at."""
    seen: dict[tuple[str, ...], str] = {}
    for url in urls:
        tail = tail_of(url)
        seen.setdefault(_taken_apart(tail)[1], tail)
    return ", ".join(seen.values())
