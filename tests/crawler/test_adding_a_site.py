"""The guide to adding a site, run as it stands."""

from __future__ import annotations

import doctest
import statistics
from collections.abc import Iterator

import pytest

from benchmarks.contributor import is_on_known_system, lines_of, lines_table, spiders
from tests.guide import PAGE, Project, Step, project, steps

STEPS = steps(PAGE.read_text(encoding="utf-8"))
# What a command that the page expects to fail ends with.
CODES = {"... failed, ... passed, ... deselected in ...": 1}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with project(tmp_path_factory.mktemp("project")) as found:
        yield found


@pytest.mark.parametrize("step", STEPS, ids=[step.command for step in STEPS])
def test_a_command_prints_what_the_guide_says(step: Step, copy: Project) -> None:
    ran = copy.run(step)
    assert ran.code == CODES.get(step.output.splitlines()[-1] if step.output else "", 0), ran.out
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.OutputChecker().check_output(step.output, ran.out, flags), ran.out


def test_the_guide_goes_from_the_address_to_the_archive() -> None:
    programs = [" ".join(step.command.split()[:2]) for step in STEPS]
    for program in ("scrapy newsite", "scrapy review", "scrapy crawl", "archive search"):
        assert program in programs


def test_the_guide_says_how_long_the_spiders_are() -> None:
    assert lines_table() in PAGE.read_text(encoding="utf-8"), (
        "python -m benchmarks.contributor --write"
    )


@pytest.mark.parametrize(("known", "most"), [(True, 12), (False, 60)])
def test_a_spider_is_short(known: bool, most: int) -> None:
    lines = [lines_of(spider) for spider in spiders() if is_on_known_system(spider) is known]
    assert statistics.median(lines) <= most
