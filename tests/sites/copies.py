"""Copies of articles that make a larger site for a benchmark: laid out alike, each in words of its own.

Copies that said the same would be reprints of one another, a hundred of each, which no site has. So each
is written in phrases of the whole site in a new order: paragraph by paragraph as long as its original,
and without five syllables in a row that stand anywhere else on the site, but for figures in tables.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.reprints.shingles import SIZE
from archive.text import syllables

from .truth import TEXT_KINDS, Article, Kind, SiteArticles

# What opens a text and what ends it: the number of an item, an agency's mark; a full stop.
_FRAME = re.compile(
    r"((?:[-+*•–]|\(?(?:\d{1,2}|[IVX]{1,5}|[a-zđ])[.)/]|\([^()\s]{2,25}\))?[\s–-]*)"
    r"(.*?)([\s./;:!?…”\")]*)",
    re.DOTALL,
)
_SENTENCE_END = re.compile(r"[./;:!?…]+$")
_DIGIT = re.compile(r"\d")


def multiply(data: SiteArticles, copies: int) -> SiteArticles:
    """Make a larger site: every article `copies` times, the first time as it is."""
    if copies == 1:
        return data
    writer = _Writer(data)
    further = [_copy(article, n, writer) for n in range(1, copies) for article in data.articles]
    return replace(data, articles=(*data.articles, *further))


def _copy(article: Article, n: int, writer: _Writer) -> Article:
    writer.begin()
    lead = article.lead and writer.text(article.lead)
    # In the order in which reprints read a text: its tables stand behind it.
    blocks = list(article.blocks)
    for index, block in enumerate(blocks):
        if block.kind in TEXT_KINDS:
            blocks[index] = replace(block, text=writer.text(block.text))
    for index, block in enumerate(blocks):
        if block.kind is Kind.TABLE:
            rows = tuple(tuple(map(writer.cell, row)) for row in block.rows)
            blocks[index] = replace(block, rows=rows)
        elif block.kind is Kind.PICTURE:
            blocks[index] = replace(block, text=writer.line(block.text))
    key = article.key.replace(str(article.id), str(article.id + n * 1_000_000))
    return replace(
        article,
        id=article.id + n * 1_000_000,
        key=key if key != article.key else f"{n}{article.key}",
        title=writer.line(article.title),
        slug=f"{article.slug}-ky-{n + 1}",
        lead=lead,
        blocks=tuple(blocks),
        reprint_of=None,
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as printed, with the punctuation at it, and the syllables that it is read as."""

    printed: str
    syllables: tuple[str, ...]


_Phrase = Sequence[_Word]
_Shingle = tuple[str, ...]


class _Writer:
    """Writes texts of given lengths in the phrases of a site."""

    def __init__(self, data: SiteArticles) -> None:
        texts = [_paragraphs(article) for article in data.articles]
        paragraphs = [paragraph for text in texts for paragraph in text]
        self._phrases = [phrase for paragraph in paragraphs for phrase in _phrases(paragraph)]
        self._dice = random.Random(data.articles[0].slug)
        self._drawn: list[_Phrase] = []
        self._last: _Shingle = ()
        wholes = [[word for paragraph in text for word in paragraph] for text in texts]
        self._written = {shingle for whole in wholes for shingle in _shingles((), whole)}

    def begin(self) -> None:
        """Begin another article."""
        self._last = ()

    def text(self, original: str) -> str:
        """Write in the place of a paragraph, an item or a heading of the article's text."""
        return _framed(original, self._new_words)

    def line(self, original: str) -> str:
        """Write in the place of what is not part of the text, a headline or a caption."""
        return _framed(original, self._any_words)

    def cell(self, original: str) -> str:
        """Write in the place of a table's cell: other figures, or other words."""
        if not any(map(str.isdigit, original)):
            return self.text(original)
        return _DIGIT.sub(lambda _: str(self._dice.randrange(1, 10)), original)

    def _new_words(self, count: int) -> list[str]:
        words: list[str] = []
        while len(words) < count:
            words += [word.printed for word in self._draw(count - len(words))]
        return words

    def _draw(self, most: int) -> _Phrase:
        """Draw a phrase that makes no five syllables in a row that have been written."""
        while True:
            for place in reversed(range(len(self._drawn))):
                phrase = self._drawn[place][:most]
                made = _shingles(self._last, phrase)
                if self._written.isdisjoint(made) and len(set(made)) == len(made):
                    del self._drawn[place]
                    self._written.update(made)
                    self._last = _read(self._last, phrase)[1 - SIZE :]
                    return phrase
            self._drawn[:0] = self._dice.sample(self._phrases, len(self._phrases))

    def _any_words(self, count: int) -> list[str]:
        words: list[str] = []
        while len(words) < count:
            phrase = self._dice.choice(self._phrases)
            words += filter(None, (_SENTENCE_END.sub("", word.printed) for word in phrase))
        return words[:count]


def _framed(original: str, write: Callable[[int], list[str]]) -> str:
    """Write as many words as a text has between what opens and what ends it."""
    frame = _FRAME.fullmatch(original)
    if frame is None or not frame[2]:
        return original
    words = write(len(frame[2].split()))
    words[-1] = _SENTENCE_END.sub("", words[-1]) or words[-1]
    text = " ".join(words)
    text = text.upper() if original.isupper() else text[:1].upper() + text[1:]
    return f"{frame[1]}{text}{frame[3]}"


def _paragraphs(article: Article) -> list[_Phrase]:
    """Return the words of an article's text, paragraph by paragraph."""
    blocks = (block.text for block in article.blocks if block.kind in TEXT_KINDS)
    return [[_word(word) for word in text.split()] for text in (article.lead or "", *blocks)]


def _word(printed: str) -> _Word:
    return _Word(printed, tuple(syllables(printed)))


def _phrases(paragraph: _Phrase) -> Iterator[_Phrase]:
    """Cut a paragraph into phrases too short to be known again, and long enough for names and offices."""
    phrase: list[_Word] = []
    for word in paragraph:
        if phrase and len(_read((), [*phrase, word])) >= SIZE:
            yield phrase
            phrase = []
        if len(word.syllables) < SIZE:
            phrase.append(word)
        if phrase and _SENTENCE_END.search(word.printed):
            yield phrase
            phrase = []
    if phrase:
        yield phrase


def _read(before: _Shingle, phrase: _Phrase) -> _Shingle:
    return (*before, *(syllable for word in phrase for syllable in word.syllables))


def _shingles(before: _Shingle, phrase: _Phrase) -> list[_Shingle]:
    """Return the shingles that a phrase makes behind some syllables."""
    read = _read(before, phrase)
    return [read[start : start + SIZE] for start in range(len(read) - SIZE + 1)]
