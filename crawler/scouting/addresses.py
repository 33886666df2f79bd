"""Settling the form of a site's article addresses: the base's own, a derived one, or none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crawler.scouting.patterns import common_forms, derive_pattern, fit_of
from crawler.scouting.recognition import tail_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from crawler.scouting.proposal import Proposal

_SHARE: Final = 0.5  # part of what looks like articles that the base's own form must fit


def settle_addresses(
    proposal: Proposal, articles: Collection[str], others: Collection[str], read: Collection[str]
) -> None:
    """Enter in a proposal what is known of the addresses of articles.

    Args:
        proposal: The proposal, with its base.
        articles: Addresses of what look like articles.
        others: Addresses of sections and other pages.
        read: Addresses of those articles that were read, and proved to be some.
    """
    own = proposal.base.article_pattern
    fitting = 0 if own is None else fit_of(own, articles)
    if own is not None and fitting >= _SHARE * len(articles) and fit_of(own, read) == len(read):
        proposal.fits = True
        proposal.addresses = (
            f"form of {proposal.base.__name__} ({fitting} of {len(articles)} links)"
        )
        return
    if own is None and proposal.marked:
        proposal.addresses = "marked as entries in the site's listings: no pattern is needed"
        return
    others = [url for url in others if url not in articles]
    derived = derive_pattern([*articles, *read], others)
    if derived is None or not all(re.search(derived.regex, tail_of(url)) for url in read):
        proposal.addresses = (
            f"no form is general enough for a pattern ({common_forms(sorted(read))}): links are told "
            "by their shape"
        )
        return
    proposal.article_pattern = derived.regex
    left_out = [url for url in articles if not re.search(derived.regex, tail_of(url))]
    if left_out:
        proposal.troubles.append(
            f"links that look like articles and do not fit the pattern: {common_forms(left_out)}"
        )
    proposal.addresses = (
        f"{derived.regex}  (its trial fitted {derived.fitting} of {derived.held_out} links that it "
        f"was not made from, and none of {len(others)} others)"
    )
