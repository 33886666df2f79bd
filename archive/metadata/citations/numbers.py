"""Lists of numbers and symbols, and which bare numbers are documents at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.metadata.citations.bodies import Places
from archive.metadata.citations.enacting import before
from archive.metadata.citations.heads import Head
from archive.metadata.citations.spelling import Spelled
from archive.metadata.citations.surroundings import Beside, behind
from archive.metadata.citations.symbols import Symbol
from archive.metadata.citations.vocabulary import document_types

# Types whose word with a number is hardly ever anything else.
_FIRM: Final = ("NQ", "CT", "KL", "NĐ")
_YEARS: Final = range(1900, 2100)
#: A number without symbol.
NUMBER: Final = re.compile(
    r"(?P<number>[0-9]{1,4}[a-zđ]?)(?![^\W_])"
    r"(?:(?P<year>\s?/\s?(?:19|20)[0-9]{2})(?![0-9])(?!\s?[/.-]\s?[0-9])"
    r"|(?P<code>\s?[/-]\s?(?:nq|ct|kl|qđ|nđ|hd|kh|tb|ctr|đa|tt|bc|cv)(?![^\W_])(?!\s?[/-]\s?[^\W_]))"
    r"|(?!\s?[/.:-]\s?[0-9])(?!\s?[/+%°])(?!-[^\W_])(?!,[0-9](?![0-9]))(?!,[0-9]{2,}\s?%))"
)
_NEXT: Final = re.compile(
    r"\s*(?:,\s*(?:và\s+)?|;\s*|\+\s*|&\s*|(?:và|hay|hoặc|cùng|với)\s+)"
    r"(?:(?:số|các số)\s*:?\s*)?(?=[0-9])"
)
#: What may follow a number that is the last of a list, or stands behind a word that is a verb as well.
ENDS: Final = (
    r'\s*(?:$|[.;:,)("!?…\n-]|\[|(?:của|về|và|với|ngày|khóa|do|tại|trong|ở|trên|gửi|đã|được|là|cho|có|để|'
    r"vào|đến|theo|thì|phải|như|hay|hoặc|cùng|từ|sẽ|không|chưa|gắn|đối|nhằm|bằng|ra|nêu|vừa|ban hành|"
    r"quy định|yêu cầu|cũng|còn|mà|khi|nói|nhấn mạnh|khẳng định|so với|thay thế|sửa đổi|bổ sung|chỉ rõ|"
    r"chỉ ra|mở ra|đi vào|giúp|tạo|áp dụng|triển khai|thực hiện|tiếp tục|nay|trước|sau|vẫn|luôn|rất|"
    r"nói trên|này|nhưng|vì|qua|kể từ|xác định|đề ra|phê duyệt|năm (?:19|20)[0-9]{2})"
    r"(?![^\W_]))"
)
_ENDS: Final = re.compile(ENDS)
#: What a number counts.
COUNTS: Final = re.compile(
    r"\s*(?:%|(?:năm(?! (?:19|20)[0-9]{2})|tháng(?! [0-9])|ngày(?! [0-9])|tuần|quý|giờ|phút|lần|lượt|"
    r"người|đồng chí|cán bộ|đảng viên|nội dung|nhiệm vụ|giải pháp|nhóm|điểm|điều|khoản|mục|chương|phần|"
    r"tỷ|tỉ|triệu|nghìn|ngàn|trăm|đồng|tập thể|cá nhân|gia đình|xã|huyện|tỉnh|thành phố|phường|quận|thôn|"
    r"chi bộ|đảng bộ|cơ sở|đơn vị|trường hợp|chỉ tiêu|tiêu chí|mô hình|dự án|đề án|chương trình|kế hoạch|"
    r"nghị quyết|chỉ thị|văn bản|khâu|đột phá|vấn đề|chuyên đề|bài|cuộc|hội nghị|lớp|buổi|đợt|kỳ|km|ha|"
    r"m2|tấn|em|học sinh|hộ|đảng ủy|cấp ủy|bộ|loại|mặt|quan điểm|mục tiêu|biểu hiện|trung ương|chữ|dòng|"
    r"trang|tiết)(?![^\W_]))"
)
_DECISIONS: Final = ("QĐ", "QĐi", "QyĐ")
_SCHEME: Final = "ĐA"
_YEARLY: Final = ("NQ", "NĐ", "TT", "TTLT", "QĐ", "L", "PL")


@dataclass(slots=True)
class Item:
    """A number or symbol of a list.

    Attributes:
        number: As printed.
        end: Behind it.
        symbol: The symbol; of a bare number the one of its list, where there is one.
        year: Of the state's numbers, ``2019`` in ``100/2019``.
        bare: Whether only a number is printed.
        beside: What stands behind it.
    """

    number: str
    end: int
    symbol: Symbol | None
    year: str | None
    bare: bool
    beside: Beside


def read_items(
    text: Spelled,
    start: int,
    head: Head | None,
    symbols: Mapping[int, Symbol],
    places: Places,
    *,
    sure: bool = False,
) -> list[Item]:
    """Return the numbers and symbols of a list; none where what stands there is no reference.

    Args:
        text: The part of the article.
        start: Where the first one begins.
        head: The words before it.
        symbols: The symbols in the part, by their first character.
        places: Of the article.
        sure: Whether a number is a document's whatever its surroundings: ``và`` joins it to one that a
            body enacts, or it resumes one.
    """
    items: list[Item] = []
    at = start
    listed = _ends_in_symbol(text, start, head, symbols)
    while True:
        item = _item(text, at, symbols, places)
        if item is None:
            break
        if item.bare and not (
            (listed and not (items and not items[-1].bare))
            or _is_reference(text, head, items, item)
            or _is_enacted(text, head, items, item, places, sure=sure)
        ):
            break
        items.append(item)
        following = _NEXT.match(text.low, item.beside.end)
        if following is None:
            break
        at = following.end()
    _complete(items)
    without_type = head is None or head.type is None
    if items and without_type and not (items[0].symbol and items[0].symbol.certain):
        return []
    return items


def _ends_in_symbol(
    text: Spelled, start: int, head: Head | None, symbols: Mapping[int, Symbol]
) -> bool:
    """Tell whether nothing but numbers stands before a symbol of the type: ``03, 04, 05-CTr/TU``."""
    at = start
    while at not in symbols:
        number = NUMBER.match(text.low, at)
        following = _NEXT.match(text.low, number.end()) if number else None
        if following is None:
            return False
        at = following.end()
    of_type = (
        head is None or head.type is None or symbols[at].type in (None, head.type, *_DECISIONS)
    )
    return at > start and of_type


def _item(text: Spelled, at: int, symbols: Mapping[int, Symbol], places: Places) -> Item | None:
    symbol = symbols.get(at)
    if symbol:
        beside = behind(text, symbol.end, places, symbol.issuer)
        return Item(symbol.number, symbol.end, symbol, None, False, beside)
    match = NUMBER.match(text.low, at)
    if match is None:
        return None
    year = match["year"].strip(" /") if match["year"] else None
    beside = behind(text, match.end(), places)
    return Item(match["number"], match.end(), None, year, True, beside)


def _complete(items: list[Item]) -> None:
    """Give the bare numbers of a list the form of the symbol behind them: ``15, 16/CT-TTg``."""
    symbol = None
    for item in reversed(items):
        if item.symbol:
            symbol = item.symbol
        elif symbol:
            item.symbol = replace(symbol, number=item.number)


def _is_reference(text: Spelled, head: Head | None, before_it: Sequence[Item], item: Item) -> bool:
    """Tell whether a bare number is a document's."""
    if head is None or head.longer or (before_it and not before_it[-1].bare):
        return False
    followed = item.beside.end > item.end
    if not followed and COUNTS.match(text.low, item.end):
        return False
    if head.type is None:
        return True  # `_items` asks for a symbol at the end of the list
    if item.year and head.type not in _YEARLY:
        return False
    ends = followed or _ENDS.match(text.low, item.end) is not None
    if before_it:
        return ends
    beside = item.beside
    if beside.issuer or beside.issued_on or beside.terms or head.body:
        return True
    if item.number.isdecimal() and int(item.number) in _YEARS and not head.numbered:
        return False
    if (len(item.number) == 1 and not (head.type == _SCHEME and head.capital and ends)) or (
        _NEXT.match(text.low, item.end) is None and head.short and not ends
    ):
        return False
    return _stands_alone(head, item.number, ends)


def _is_enacted(
    text: Spelled,
    head: Head | None,
    before_it: Sequence[Item],
    item: Item,
    places: Places,
    *,
    sure: bool,
) -> bool:
    """Tell whether a body enacts a document by a bare number: ``UBND tỉnh có Kế hoạch 15``."""
    if head is None or head.type is None or head.longer or before_it or not head.capital:
        return False
    if COUNTS.match(text.low, item.end):
        return False
    if sure:
        return True
    if _ENDS.match(text.low, item.end) is None:
        return False
    enacted = before(text, head.start, places)
    return enacted is not None and enacted.issuer is not None


def _stands_alone(head: Head, number: str, ends: bool) -> bool:
    """Tell whether a number of two digits or more is a document's though no body stands with it."""
    assert head.type is not None  # noqa: S101 - asked before
    if head.short:
        return head.type == "NQ" or head.numbered
    if not document_types()[head.type].alone:
        return head.numbered and head.capital
    if head.numbered:
        return True
    if number.startswith("0") and ends:
        return True
    # Quyết định 15 ... is a sentence that begins, Nghị quyết 15 ... is hardly one.
    return (head.capital or ends) if head.type in _FIRM else (head.capital and ends)
