"""The edits that make reprints of a base text, and the makers of hard negatives."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from archive.reprints.shingles import SHORTEST, shingles
from archive.text import syllables
from tests.evaluation.reprint_archive import Piece

#: A text that an edit leaves shorter than the archive recognises is no pair.
_SHORTEST: Final = SHORTEST
_SITES: Final = 40
_SENTENCE: Final = re.compile(r"(?<=[.!?…;])\s+")
_OPEN_TONES: Final = re.compile(r"(ó|ò|ỏ|õ|ọ)([ae])\b|(ú|ù|ủ|ũ|ụ)(y)\b")
_MOVED: Final = {
    old: new
    for early, plain, late in (
        ("óòỏõọ", "a", "áàảãạ"),
        ("óòỏõọ", "e", "éèẻẽẹ"),
        ("úùủũụ", "y", "ýỳỷỹỵ"),
    )
    for old, new in (
        (e + plain, ("u" if plain == "y" else "o") + n) for e, n in zip(early, late, strict=True)
    )
}
_BYLINES: Final = ("Theo Báo Nhân Dân", "Nguyễn Văn Bình (TTXVN)", "BBT", "Thu Hà - Minh Đức")
_AGENCIES: Final = ("(TTXVN) - ", "(ĐCSVN) – ", "TCCSĐT - ", "(Tuyengiao.vn)- ")
# What the editions of a formula text say of their occasion: headline, and sentences put into the text.
_FORMULAS: Final = (
    (
        "Định hướng công tác tuyên truyền tháng {month} năm {year}",
        "Thực hiện kế hoạch công tác, nội dung tuyên truyền tháng {month}/{year} gồm các vấn đề sau.",
        "Kết quả tuyên truyền báo cáo trước ngày 25/{month}/{year}.",
    ),
    (
        "Đề cương tuyên truyền kỷ niệm {years} năm Ngày truyền thống của ngành",
        "Kỷ niệm {years} năm Ngày truyền thống (01/8/1930 - 01/8/{year}) diễn ra khi cả nước thi đua.",
        "Phát huy truyền thống {years} năm qua, cán bộ toàn ngành quyết tâm hoàn thành nhiệm vụ.",
    ),
    (
        "Báo cáo kết quả công tác 6 tháng đầu năm {year}",
        "Trong 6 tháng đầu năm {year}, các nhiệm vụ được triển khai toàn diện.",
        "Trên đây là kết quả 6 tháng và nhiệm vụ trọng tâm 6 tháng cuối năm {year}.",
    ),
    (
        "Hội nghị lần thứ {years} Ban Chấp hành Đảng bộ tỉnh",
        "Hội nghị lần thứ {years} Ban Chấp hành Đảng bộ tỉnh đã bế mạc vào chiều {month}/{month}.",
        "Hội nghị lần thứ {years} đã thống nhất cao với các nội dung trên.",
    ),
    (
        "Bản tin thông báo nội bộ số {month}/{year}",
        "Bản tin số {month} giới thiệu với các chi bộ một số nội dung dùng trong sinh hoạt.",
        "Số sau phát hành vào tháng tới; ý kiến về số {month}/{year} xin gửi về Ban.",
    ),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, and whether they carry the same text.

    Attributes:
        one: The base.
        other: What was made of it.
        sort: The edit, or the kind of hard negative.
        same: Whether they are to be in one cluster.
    """

    one: Piece
    other: Piece
    sort: str
    same: bool


# --- Edits ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Maker:
    """Makes the pairs of one round."""

    bases: list[tuple[str, list[str]]]
    round: int
    random: random.Random
    vocabulary: list[str]
    _number: int = 0

    def piece(self, group: str, title: str, paragraphs: list[str], **more: object) -> Piece:
        self._number += 1
        when = date(2016, 1, 10) + timedelta(days=self.random.randrange(3000))
        piece = Piece(
            number=self._number,
            round=self.round,
            group=group,
            site=self.random.randrange(_SITES),
            title=title,
            body="\n\n".join(paragraphs),
            published=when,
        )
        return replace(piece, **more)  # type: ignore[arg-type]

    def donor(self, index: int) -> list[str]:
        """Return the paragraphs of another base."""
        other = self.random.randrange(len(self.bases) - 1)
        return self.bases[other + (other >= index)][1]

    def later(self, base: Piece, most: int = 10) -> tuple[int, date | None]:
        """Return site and date of a reprint: one in seven on the same site, one in ten long after, one
        in ten without a date."""
        site = (base.site + self.random.choice([0, 1, 2, 3, 4, 5, 6])) % _SITES
        chance = self.random.random()
        if base.published is None or chance < 0.1:
            return site, None
        days = self.random.randrange(20, 400) if chance < 0.2 else self.random.randrange(most)
        return site, base.published + timedelta(days=days)


_Text = tuple[str, list[str]]
_Edit = Callable[[Maker, int, str, list[str]], _Text]


def _whole(maker: Maker, _index: int, title: str, paragraphs: list[str]) -> _Text:
    """Other quotation marks, dashes, spaces and paragraphs."""
    text = " ".join(paragraphs).replace("“", '"').replace("”", '"').replace("–", "-")
    sentences = _SENTENCE.split(text)
    cut = maker.random.randrange(1, max(len(sentences), 2))
    return title, [" ".join(sentences[:cut]), " ".join(sentences[cut:]) + "./."]


def _tones(_maker: Maker, _index: int, title: str, paragraphs: list[str]) -> _Text:
    """Every ``hóa`` is ``hoá``, every ``ủy`` is ``uỷ``."""
    return title, [_OPEN_TONES.sub(lambda m: _MOVED[m[0]], p) for p in paragraphs]


def _new_title(maker: Maker, _index: int, _title: str, paragraphs: list[str]) -> _Text:
    """The headline is the beginning of a sentence of the text."""
    sentence = maker.random.choice(_sentences(paragraphs))
    return " ".join(sentence.split()[: maker.random.randrange(8, 14)]), paragraphs


def _byline(maker: Maker, _index: int, title: str, paragraphs: list[str]) -> _Text:
    """An agency mark before the text, a byline behind it, or both."""
    which = maker.random.randrange(3)
    first, *rest = paragraphs
    marked = [maker.random.choice(_AGENCIES) + first if which != 0 else first, *rest]
    return title, [*marked, maker.random.choice(_BYLINES)] if which != 1 else marked


def _introduction(maker: Maker, index: int, title: str, paragraphs: list[str]) -> _Text:
    """A paragraph of 15 to 50 syllables from another base stands before the text."""
    words = " ".join(maker.donor(index)).split()
    start = maker.random.randrange(max(len(words) - 50, 1))
    return title, [" ".join(words[start : start + maker.random.randrange(15, 51)]), *paragraphs]


def _cut(percent: int) -> _Edit:
    def cut(maker: Maker, _index: int, title: str, paragraphs: list[str]) -> _Text:
        """Sentences are left until the share is reached: four times in five the first ones."""
        sentences = _sentences(paragraphs)
        wanted = sum(map(_length, sentences)) * percent / 100
        order = list(range(len(sentences)))
        if maker.random.random() < 0.2:
            maker.random.shuffle(order)
        return title, [" ".join(sentences[place] for place in _taken(sentences, order, wanted))]

    return cut


def _dropped(maker: Maker, _index: int, title: str, paragraphs: list[str]) -> _Text:
    """One to three in ten of the sentences are missing."""
    rate = maker.random.uniform(0.1, 0.3)
    kept = [s for s in _sentences(paragraphs) if maker.random.random() >= rate]
    return title, [" ".join(kept)]


def _words(maker: Maker, _index: int, title: str, paragraphs: list[str]) -> _Text:
    """One in twenty of the words is another word of the base texts."""
    return title, [
        " ".join(
            maker.random.choice(maker.vocabulary) if maker.random.random() < 0.05 else word
            for word in paragraph.split()
        )
        for paragraph in paragraphs
    ]


#: The edits by name.
EDITS: Final[Mapping[str, _Edit]] = {
    "whole": _whole,
    "tone placement": _tones,
    "new title": _new_title,
    "byline": _byline,
    "new introduction": _introduction,
    "cut to 80 %": _cut(80),
    "cut to 60 %": _cut(60),
    "cut to 30 %": _cut(30),
    "sentences dropped": _dropped,
    "5 % of words": _words,
}
_CUTS: Final = frozenset(("cut to 80 %", "cut to 60 %", "cut to 30 %", "sentences dropped"))
_TWICE: Final = 4


def positives(maker: Maker, index: int, base: Piece) -> Iterable[Pair]:
    title, paragraphs = maker.bases[index]
    chosen = [(name,) for name in EDITS]
    possible = [two for two in combinations(EDITS, 2) if not _CUTS.issuperset(two)]
    for names in [*chosen, *maker.random.sample(possible, _TWICE)]:
        text = (title, paragraphs)
        # Cut first, as an editor does.
        for name in sorted(names, key=lambda name: name not in _CUTS):
            text = EDITS[name](maker, index, *text)
        if _length(" ".join(text[1])) >= _SHORTEST:
            site, when = maker.later(base)
            other = maker.piece(base.group, *text, site=site, published=when)
            yield Pair(base, other, names[0] if len(names) == 1 else "two edits", same=True)


# --- Hard negatives -----------------------------------------------------------------------------------


def editions(maker: Maker, index: int) -> Iterable[Pair]:
    """Two editions of a formula text, up to four in ten sentences their own, and a reprint of one."""
    title, *marked = maker.random.choice(_FORMULAS)
    month, year = maker.random.randrange(1, 12), maker.random.randrange(2012, 2025)
    next_year = "{month}" not in title or maker.random.random() < 0.3
    numbers = {"month": month, "year": year, "years": year - 1930}
    if next_year:
        changed = {"month": month, "year": year + 1, "years": year - 1929}
    else:
        changed = {"month": month + 1, "year": year, "years": year - 1930}
    paragraphs = maker.bases[index][1]
    rate = maker.random.choice([0, 0, 0.1, 0.2, 0.4])
    other_text = _mixed(maker, index, paragraphs, 1 - rate) if rate else paragraphs
    undated = maker.random.random() < 0.15
    pieces = []
    site = maker.random.randrange(_SITES)
    for place, (values, text) in enumerate(((numbers, paragraphs), (changed, other_text))):
        first, last = (sentence.format(**values) for sentence in marked)
        when = date(values["year"], values["month"], maker.random.randrange(1, 28))
        pieces.append(
            maker.piece(
                f"base {index} edition {place}",
                title.format(**values),
                [first, *text, last],
                site=site if maker.random.random() < 0.6 else maker.random.randrange(_SITES),
                published=None if undated else when,
            )
        )
    sort = "edition of another year" if next_year else "edition of another month"
    yield Pair(pieces[0], pieces[1], sort, same=False)
    place = maker.random.randrange(2)
    original = pieces[place]
    copied = _byline(maker, index, original.title, original.body.split("\n\n"))
    site, printed = maker.later(original)
    if site != original.site:
        reprint = maker.piece(original.group, *copied, site=site, published=printed)
        yield Pair(original, reprint, "edition reprinted", same=True)


def _shared(maker: Maker, index: int, base: Piece) -> Iterable[Pair]:
    """50 to 70 % of the sentences of the base among, before or behind those of another text."""
    share = maker.random.uniform(0.5, 0.7)
    text = maker.bases[index][1]
    paragraphs = _mixed(maker, index, text, share)
    own, mixed = (set(shingles(syllables(" ".join(part)))) for part in (text, paragraphs))
    # Long sentences may miss the share.
    if len(own & mixed) <= 0.7 * min(len(own), len(mixed)):
        yield _negative(maker, base, "50-70 % shared", _title_of(maker, index), paragraphs)


def _same_writer(maker: Maker, index: int, base: Piece) -> Iterable[Pair]:
    """15 to 35 % of the sentences, and nearly the same headline."""
    share = maker.random.uniform(0.15, 0.35)
    paragraphs = _mixed(maker, index, maker.bases[index][1], share)
    words = maker.bases[index][0].split()
    title = " ".join([*words[: len(words) * 3 // 4], *_title_of(maker, index).split()[:4]])
    yield _negative(maker, base, "same topic, same writer", title, paragraphs)


def _quoting(maker: Maker, index: int, base: Piece) -> Iterable[Pair]:
    """A digest that quotes 30 to 60 % of the base, and as much of two or three others."""
    parts = [
        maker.bases[index][1],
        *(maker.donor(index) for _ in range(maker.random.choice((2, 3)))),
    ]
    maker.random.shuffle(parts)
    rate = maker.random.uniform(0.3, 0.6)
    quoted = [_cut(round(rate * 100))(maker, index, "", part)[1][0] for part in parts]
    yield _negative(maker, base, "digest that quotes", "Điểm tin trong tuần", quoted)


#: What makes hard negatives.
NEGATIVES: Final = (_shared, _shared, _same_writer, _quoting)


def digests(maker: Maker, bases: Sequence[Piece]) -> Iterable[Pair]:
    """Digests that have two to four whole articles one after another: pairs with each of them."""
    order = list(range(len(bases)))
    maker.random.shuffle(order)
    place = 0
    while place + 4 < len(order):
        size = maker.random.randrange(2, 5)
        chosen = order[place : place + size]
        place += size + 2
        days = [bases[i].published for i in chosen]
        paragraphs = [p for i in chosen for p in (bases[i].title, *maker.bases[i][1])]
        when = max(day for day in days if day is not None) + timedelta(days=2)
        digest = maker.piece(
            f"digest {chosen}",
            "Tin hoạt động của các cơ sở",
            paragraphs,
            published=when if maker.random.random() < 0.7 else None,
        )
        for i in chosen:
            yield Pair(bases[i], digest, "digest of whole articles", same=False)


def _negative(maker: Maker, base: Piece, sort: str, title: str, paragraphs: list[str]) -> Pair:
    site = base.site if maker.random.random() < 0.4 else maker.random.randrange(_SITES)
    when = base.published
    if when is not None:
        when = (
            None if maker.random.random() < 0.15 else when + timedelta(maker.random.randrange(60))
        )
    number = maker.random.random()
    other = maker.piece(f"{sort} {number}", title, paragraphs, site=site, published=when)
    return Pair(base, other, sort, same=False)


def _mixed(maker: Maker, index: int, paragraphs: list[str], share: float) -> list[str]:
    """Return a share of a text's sentences, in order, with those of another text for the rest."""
    sentences = _sentences(paragraphs)
    total = sum(map(_length, sentences))
    order = list(range(len(sentences)))
    maker.random.shuffle(order)
    if maker.random.random() < 0.5:
        order = sorted(order, reverse=maker.random.random() < 0.3)
    kept = [sentences[place] for place in _taken(sentences, order, total * share)]
    wanted = sum(map(_length, kept)) * (1 - share) / share
    own: list[str] = []
    # From many texts, so that no other base is in it either.
    while sum(map(_length, own)) < wanted:
        own.append(maker.random.choice(_sentences(maker.donor(index))))
    if maker.random.random() < 0.5:
        return [" ".join(part) for part in maker.random.sample([kept, own], 2)]
    for sentence in own:
        kept.insert(maker.random.randrange(len(kept) + 1), sentence)
    return [" ".join(kept)]


def _title_of(maker: Maker, index: int) -> str:
    other = maker.random.randrange(len(maker.bases) - 1)
    return maker.bases[other + (other >= index)][0]


def _taken(sentences: Sequence[str], order: Iterable[int], wanted: float) -> list[int]:
    """Return the places of sentences that together have about a number of syllables, ascending."""
    taken: list[int] = []
    length = 0
    for place in order:
        size = _length(sentences[place])
        if taken and length + size / 2 > wanted:
            break
        taken.append(place)
        length += size
    return sorted(taken)


def _sentences(paragraphs: Iterable[str]) -> list[str]:
    return [s for paragraph in paragraphs for s in _SENTENCE.split(paragraph) if s.strip()]


def _length(text: str) -> int:
    return len(syllables(text))
