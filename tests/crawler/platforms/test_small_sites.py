"""The small sites themselves: every variant is whole, and any of them can be served by hand."""

from __future__ import annotations

import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

from tests.crawling import ROOT, TIMEOUT, run, with_ctrl_c
from tests.sites.platforms import SITES

VARIANTS = [(cms, variant) for cms, site in SITES.items() for variant in site.variants]


@pytest.mark.parametrize(("cms", "variant"), VARIANTS)
def test_a_site_names_its_sections_and_answers_with_its_articles(cms: str, variant: str) -> None:
    site = SITES[cms](variant)
    home = site.lookup("/").body.decode()
    assert [s.name for s in site.data.sections if s.name not in home] == []
    assert site.lookup("/robots.txt").status == 200
    assert len(site.truths) >= 6
    for truth in site.truths:
        answer = site.lookup(truth.path)
        assert answer.status == 200
        assert truth.title.split(":")[0] in answer.body.decode()
    assert site.lookup("/khong-co-trang-nay-99999.html").status in (301, 302, 404)


def test_a_site_is_served_until_ctrl_c() -> None:
    command = [sys.executable, "-m", "tests.sites.platforms", "nukeviet"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, preexec_fn=with_ctrl_c
    ) as served:
        assert served.stdout is not None
        address, _, rest = served.stdout.readline().partition(" ")
        assert "tuyengiaothainguyen.org.vn" in rest
        with urlopen(f"{address}/vi/news/") as answer:
            assert "90 năm một chặng đường" in answer.read().decode()
        served.send_signal(signal.SIGINT)
        assert served.wait(TIMEOUT) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nuke",), "invalid choice: 'nuke'"),
        (("nukeviet", "--variant", "9"), "nukeviet has no variant 9: 4.5, 3.4, 3.4-modern"),
        (("nukeviet", "--port", "99999"), "there is no port 99999"),
    ],
)
def test_wrong_words_are_explained(words: tuple[str, ...], said: str) -> None:
    ran = run("python", "-m", "tests.sites.platforms", *words)
    assert ran.code == 2
    assert said in ran.err.splitlines()[-1]
