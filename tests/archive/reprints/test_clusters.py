from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from archive.reprints.clusters import Member, Place, is_digest, places, relation
from archive.reprints.matching import Link
from tests.archive.reprints.texts import made

DAY = date(2021, 5, 4)
LATER = date(2021, 5, 9)


def member(number: int, syllables: int, title: str = "", day: date | None = DAY) -> Member:
    return Member(number, syllables, title or made(8, number), day, day)


def link(shorter: Member, longer: Member, begins: int = 0, share: float = 1.0) -> Link:
    length = round(shorter.syllables * share)
    back = length / longer.syllables
    return Link(shorter.id, longer.id, share, back, begins, begins + length - 1)


def clusters(
    members: list[Member], links: list[Link], digests: set[int] | None = None
) -> list[set[int]]:
    found: dict[int, set[int]] = {}
    for article, place in places({m.id: m for m in members}, links, digests or set()).items():
        if place.cluster_id is not None:
            found.setdefault(place.cluster_id, set()).add(article)
    assert all(name == min(together) for name, together in found.items())
    return sorted(found.values(), key=min)


A, COPY, CUT = member(1, 300), member(2, 310), member(3, 120)
ANOTHER = member(4, 280)


def test_places_in_a_cluster() -> None:
    links = [link(A, COPY), link(CUT, COPY), link(CUT, A)]
    found = places({m.id: m for m in (A, COPY, CUT)}, links, set())
    assert found[1] == Place(1, None, "base", None, None)
    assert found[2] == Place(1, 1, "whole", 300 / 310, 1.0)
    assert found[3] == Place(1, 1, "abridged", 1.0, 0.4)


def test_who_was_not_compared_with_the_base_has_another_match() -> None:
    third = member(5, 305)
    links = [link(A, COPY), link(COPY, third), link(CUT, COPY)]
    found = places({m.id: m for m in (A, COPY, CUT, third)}, links, set())
    assert {place.cluster_id for place in found.values()} == {1}
    assert found[2].relation == "base"
    assert [found[n].match_id for n in (1, 3, 5)] == [2, 2, 2]
    found = places({m.id: m for m in (A, COPY, CUT, third)}, [*links, link(A, third)], set())
    assert found[3].match_id == 2


def test_of_equals_the_first_one_published_is_the_base() -> None:
    early, late = member(7, 300, day=DAY), member(6, 300, day=LATER)
    found = places({7: early, 6: late}, [link(early, late)], set())
    assert found[7].relation == "base"
    assert found[6].relation == "whole"


def test_what_two_texts_have_does_not_join_them() -> None:
    """A short notice stands whole in two articles that have nothing else in common."""
    notice = member(5, 60)
    links = [link(notice, A), link(notice, ANOTHER)]
    # Where it is the larger part.
    assert clusters([A, ANOTHER, notice], links) == [{4, 5}]
    soon = member(1, 300, day=None)
    far = member(4, 280, day=None)
    assert clusters([soon, far, notice], [link(notice, soon), link(notice, far)]) == [{4, 5}]


def test_a_part_takes_its_copies_with_it() -> None:
    copy = member(5, 122)
    links = [link(CUT, A), link(CUT, copy)]
    assert clusters([A, CUT, copy], links) == [{1, 3, 5}]


def test_an_abridged_version_does_not_draw_its_text_to_another() -> None:
    """The abridged version stands in a third text, of which the whole one knows nothing."""
    cut = member(3, 120, title=A.title)
    third = member(6, 300)
    assert clusters([A, cut, third], [link(cut, A), link(cut, third)]) == [{1, 3}]


def test_digests_are_in_no_cluster() -> None:
    digest = member(9, 590, day=LATER)
    links = [link(A, digest), link(ANOTHER, digest, begins=305), link(A, COPY)]
    found = places({m.id: m for m in (A, ANOTHER, COPY, digest)}, links, {9})
    assert found[9] == Place(None, None, "digest", None, None)
    assert {article for article, place in found.items() if place.cluster_id} == {1, 2}


@pytest.mark.parametrize(
    ("longer", "expected"),
    [
        (member(9, 400, day=LATER), True),
        (member(9, 900, day=LATER), False),
        (member(9, 900, title=A.title, day=LATER), True),
        (member(9, 900, day=DAY), True),
        (member(9, 900, day=None), True),
        (member(9, 1600, day=DAY), False),
    ],
)
def test_what_is_printed_later_and_has_more_is_no_reprint(longer: Member, expected: bool) -> None:
    assert clusters([A, longer], [link(A, longer)]) == ([{1, 9}] if expected else [])


def test_the_order_does_not_matter() -> None:
    third, notice = member(5, 305), member(6, 70)
    members = [A, COPY, CUT, ANOTHER, third, notice]
    links = [link(A, COPY), link(CUT, COPY), link(COPY, third), link(notice, CUT, share=0.9)]
    links += [link(notice, ANOTHER)]
    wanted = places({m.id: m for m in members}, links, set())
    for order in permutations(links):
        assert places({m.id: m for m in reversed(members)}, order, set()) == wanted


@pytest.mark.parametrize(
    ("share", "match_share", "name"),
    [
        (1.0, 0.9, "whole"),
        (0.97, 0.4, "abridged"),
        (0.6, 1.0, "extended"),
        (0.7, 0.5, "partial"),
    ],
)
def test_relation(share: float, match_share: float, name: str) -> None:
    assert relation(share, match_share) == name


# --- Digests --------------------------------------------------------------------------------------


def digest_of(
    digest: Member, pieces: list[tuple[Member, int]], alike: set[tuple[int, int]] | None = None
) -> bool:
    links = [link(piece, digest, begins) for piece, begins in pieces]
    linked = alike or set()
    return is_digest(
        digest,
        links,
        {piece.id: piece for piece, _ in pieces},
        lambda one, other: (one, other) in linked or (other, one) in linked,
    )


DIGEST = member(9, 600, day=LATER)


def test_two_articles_one_after_another() -> None:
    assert digest_of(DIGEST, [(A, 0), (ANOTHER, 305)])
    assert digest_of(member(9, 600, day=None), [(A, 0), (ANOTHER, 305)])
    assert not digest_of(DIGEST, [(A, 0)])


def test_two_versions_of_one_text_are_no_digest() -> None:
    assert not digest_of(DIGEST, [(A, 0), (ANOTHER, 10)])
    assert not digest_of(DIGEST, [(A, 0), (ANOTHER, 305)], {(1, 4)})
    same = member(4, 280, title=A.title)
    assert not digest_of(DIGEST, [(A, 0), (same, 305)])


def test_parts_that_were_taken_from_it() -> None:
    later = [member(n, 200, day=date(2021, 6, 1)) for n in (1, 2)]
    assert not digest_of(DIGEST, [(later[0], 0), (later[1], 300)])
    titled = [member(n, 200, title=DIGEST.title) for n in (1, 2)]
    assert not digest_of(DIGEST, [(titled[0], 0), (titled[1], 300)])
    # One of them was there before.
    assert digest_of(DIGEST, [(later[0], 0), (ANOTHER, 300)])


def test_two_short_quotations_make_no_digest() -> None:
    notes = [member(n, 70) for n in (1, 2)]
    assert not digest_of(DIGEST, [(notes[0], 0), (notes[1], 300)])
