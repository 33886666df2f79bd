"""Synthetic articles for the benchmark of search: a Zipf vocabulary, formulas, names, citations."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, product
from typing import Any, Final
from unicodedata import normalize

from archive.search.words import exact_words
from archive.text import fold, has_marks
from archive.timezone import VIETNAM

_ONSETS: Final = "b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x"
_RIMES: Final = (
    "a ai am an anh ao ăc ăng âm ân ât ây e em ê êm ên i iên iêu inh o oa oai oan oc om on ong ô ôi "
    "ôn ông ơ ơi ơn u ua uân uc uê ui um un uôc uôn ư ưa ưc ưng ươc ương ươi uyên"
)
# A third of the syllables have no tone; some of those have no other mark either.
_TONES: Final = ("", "", "\u0301", "\u0300", "\u0309", "\u0323")
_VOCABULARY: Final = 7000
_COMPOUNDS: Final = 30_000
_FORMULAS: Final = 400
_NAMES: Final = 200_000
_SITES: Final = 120
DOCUMENTS: Final = 300
FIRST_DAY: Final = datetime(2011, 1, 1, tzinfo=VIETNAM)
_DAYS: Final = 15 * 365
_MINUTES: Final = 24 * 60
_PARAGRAPH: Final = 70
#: So many articles are looked at to tell common words from rare ones.
SAMPLE: Final = 1500


@dataclass(frozen=True, slots=True)
class Places:
    """Identifiers of what articles are about, as an empty archive has them."""

    provinces: Sequence[str]
    topics: Sequence[str]
    kinds: Sequence[str]


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A synthetic article.

    Attributes:
        id: Its number.
        site: Number of its site, from 1.
        published: When it was published; None: undated.
        is_exact: Whether that is known to the minute, not only to the day.
        title: Headline.
        lead: Lead, or None.
        paragraphs: Its text.
        provinces: Identifiers of its provinces.
        topics: Identifiers of its topics.
        kind: Identifier of its kind.
        cited: Numbers of the documents that it cites, from 1.
    """

    id: int
    site: int
    published: datetime | None
    is_exact: bool
    title: str
    lead: str | None
    paragraphs: list[str]
    provinces: list[str]
    topics: list[str]
    kind: str
    cited: list[int]


class _Zipf:
    """Draws things, the n-th of which is about n times rarer than the first."""

    def __init__(self, things: Sequence[Any], power: float, flat: int = 3) -> None:
        self._things = things
        self._weights = list(accumulate((rank + flat) ** -power for rank in range(len(things))))

    def draw(self, source: random.Random, count: int) -> list[Any]:
        return source.choices(self._things, cum_weights=self._weights, k=count)


class Writer:
    """Writes articles, the same one for a number.

    Args:
        places: What they may be about.
        seed: Of all random choices.
    """

    def __init__(self, places: Places, seed: int) -> None:
        self._seed = seed
        self._places = places
        source = random.Random(seed)
        syllables = sorted(
            {
                normalize("NFC", onset + rime[0] + tone + rime[1:])
                for onset, rime, tone in product(_ONSETS.split(), _RIMES.split(), _TONES)
            }
        )
        source.shuffle(syllables)
        self._syllables = _Zipf(syllables[:_VOCABULARY], 1.05)
        self._compounds = _Zipf(
            [" ".join(self._syllables.draw(source, 2)) for _ in range(_COMPOUNDS)], 0.95, 5
        )
        self._formulas = _Zipf(
            [
                " ".join(self._compounds.draw(source, source.randint(2, 6)))
                for _ in range(_FORMULAS)
            ],
            0.8,
        )
        self._names = _Zipf(range(_NAMES), 0.8, 20)
        self._sites = _Zipf(range(1, _SITES + 1), 0.7)
        self._topics = _Zipf(places.topics, 0.7)
        self._kinds = _Zipf(places.kinds, 0.9)
        self._documents = _Zipf(range(1, DOCUMENTS + 1), 0.9)

    def sites(self) -> Iterator[dict[str, object]]:
        """Yield the rows of the sites: three of four are those of a province."""
        for number in range(1, _SITES + 1):
            host = f"site{number}.example"
            yield {"id": number, "host": host, "spider": host, "province_id": self._home(number)}

    def _home(self, site: int) -> str | None:
        return None if site % 4 == 1 else self._places.provinces[site % len(self._places.provinces)]

    def article(self, number: int) -> Synthetic:
        """Write an article of some hundred syllables."""
        source = random.Random(self._seed * 1_000_000_007 + number)
        length = max(60, int(source.lognormvariate(5.95, 0.5)))
        # What the article is about comes again and again.
        own = self._compounds.draw(source, 12)
        parts = self._compounds.draw(source, length // 4)
        parts += self._syllables.draw(source, length // 3)
        parts += _Zipf(own, 1.0).draw(source, length // 20)
        parts += self._formulas.draw(source, length // 70)
        parts += (_name(one) for one in self._names.draw(source, 3))
        source.shuffle(parts)
        words = " ".join(parts).split()
        body = words[30:] or words
        site = self._sites.draw(source, 1)[0]
        home = self._home(site)
        found = [home] if home and source.random() < 0.9 else []
        if source.random() < 0.15 or not home:
            found.append(source.choice(self._places.provinces))
        minute = source.randrange(_DAYS * _MINUTES)
        is_exact = source.random() < 0.5
        published = FIRST_DAY + timedelta(
            minutes=minute if is_exact else minute // _MINUTES * _MINUTES
        )
        return Synthetic(
            id=number,
            site=site,
            published=None if source.random() < 0.02 else published,
            is_exact=is_exact,
            title=" ".join([own[0], *self._compounds.draw(source, source.randint(4, 8))]),
            lead=" ".join(words[:30]) if source.random() < 0.6 else None,
            paragraphs=[
                " ".join(body[start : start + _PARAGRAPH])
                for start in range(0, len(body), _PARAGRAPH)
            ],
            provinces=list(dict.fromkeys(found)),
            topics=list(dict.fromkeys(self._topics.draw(source, source.choice((0, 1, 1, 2, 3))))),
            kind=self._kinds.draw(source, 1)[0],
            cited=list(dict.fromkeys(self._documents.draw(source, source.choice((0, 0, 0, 1, 3))))),
        )


def symbol(document: int) -> str:
    """Return the symbol of a document by its number."""
    return f"{document:02}-{('CT', 'NQ', 'KL')[document % 3]}/TW"


def _name(number: int) -> str:
    """Return a name that is no syllable."""
    letters = "bdhklmnrst"
    return "".join(letters[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:06}")


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask for.

    Attributes:
        text: Words or phrases in the query language.
        province: Its identifier and its name in the query language, or None.
        first: First month of a period of two years, ``2018-03``, or None.
        more: Further filters in the query language.
    """

    text: str
    province: str | None = None
    first: str | None = None
    more: str = ""

    @property
    def last(self) -> str | None:
        """The last month."""
        return f"{int(self.first[:4]) + 2}-{self.first[5:]}" if self.first else None

    def __str__(self) -> str:
        """Write it in the query language."""
        parts = [self.text, self.more]
        if self.province:
            parts.append(f"province:{self.province}")
        if self.first:
            parts.append(f"date:{self.first}..{self.last}")
        return " ".join(part for part in parts if part)


class Asker:
    """Makes distinct questions about the articles of a writer.

    Args:
        writer: Wrote them.
        places: What they are about.
        articles: How many there are.
        count: How many questions of each kind.
    """

    def __init__(self, writer: Writer, places: Places, articles: int, count: int) -> None:
        self._source = random.Random(articles)
        self._places = places
        self._count = count
        numbers = self._source.sample(range(1, articles + 1), min(SAMPLE, articles))
        self.texts = [
            [exact_words(part) for part in writer.article(number).paragraphs] for number in numbers
        ]
        self.numbers = numbers[:count]
        found = Counter(word for text in self.texts for word in set().union(*text))
        shares = {word: number / len(numbers) for word, number in found.items()}
        self.common = self._some(
            w for w, share in shares.items() if 0.25 < share < 0.45 and has_marks(w)
        )
        self.middling = self._some(w for w, share in shares.items() if 0.005 < share < 0.03)
        self.rare = self._some(w for w, number in found.items() if number == 1)

    def _some(self, words: Iterator[str]) -> list[str]:
        pool = sorted(words)
        return self._source.sample(pool, min(self._count, len(pool)))

    def phrases(self, length: int) -> list[str]:
        """Return phrases of the articles."""
        found: set[str] = set()
        while len(found) < self._count:
            part = self._source.choice(self._source.choice(self.texts))
            if len(part) > length:
                start = self._source.randrange(len(part) - length)
                found.add(f'"{" ".join(part[start : start + length])}"')
        return sorted(found)

    def pairs(self) -> list[str]:
        """Return two common words each."""
        return [f"{one} {other}" for one, other in zip(self.common, self.common[1:], strict=False)]

    def folded(self, texts: Sequence[str]) -> list[Question]:
        """Return questions for texts without their marks."""
        return [Question(text) for text in dict.fromkeys(map(fold, texts))]

    def narrowed(self, texts: Sequence[str], *, province: bool, period: bool) -> list[Question]:
        """Return questions for texts in provinces, in periods of two years."""
        return [
            Question(
                text,
                self._source.choice(self._places.provinces) if province else None,
                f"{self._source.randint(2011, 2022)}-{self._source.randint(1, 12):02}"
                if period
                else None,
            )
            for text in texts
        ]
