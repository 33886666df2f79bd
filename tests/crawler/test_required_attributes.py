"""What a spider has to say of its site; one that does not is named in one line, and harms no other."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from archive.sites import BadRegister, Site
from crawler.commands.nightly import verified_names
from crawler.loading import BadSpider, SiteSpiderLoader
from crawler.pages.nukeviet import NukeVietPage
from crawler.pages.periods import PagePeriod
from crawler.pages.webforms import WebFormsPage
from crawler.platforms.nukeviet import NukeVietSpider
from crawler.platforms.required import complaints
from crawler.platforms.site import SiteSpider
from tests.crawling import ROOT, Place, Ran, run
from tests.sites.server import Replica

LATER = PagePeriod(NukeVietPage, since=date(2026, 3, 1))


class Complete(NukeVietSpider):
    name = "ha_nam"
    host = "tuyengiaohanam.vn"
    province = "ha-nam"


def spider(base: type[SiteSpider] = Complete, **attributes: Any) -> type[SiteSpider]:
    return type("HaNamSpider", (base,), attributes)


RIGHT: list[dict[str, Any]] = [
    {},
    {"province": None},
    {"page": (PagePeriod(WebFormsPage), LATER)},
    {"article_pattern": None, "section_pattern": r"^/tin/$"},
    {"start_paths": ("/tin", "//www.tuyengiaohanam.vn/"), "aliases": ("hanam.dcs.vn",)},
    {"host": "ha-nam.invalid", "scheme": "http"},
]
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": None}, "name is missing: write small letters, digits and _: ha_nam"),
    ({"name": "HaNam"}, "name = 'HaNam': write small letters, digits and _: ha_nam"),
    ({"name": 7}, "name = 7: write small letters, digits and _: ha_nam"),
    ({"host": None}, "host is missing: write the host alone, without www.: tuyengiao.vn"),
    ({"host": "www.x.vn"}, "host = 'www.x.vn': write the host alone, without www.: tuyengiao.vn"),
    ({"host": "https://x.vn/"}, "host = 'https://x.vn/': write the host alone, without www.: tu"),
    ({"province": "ha-nma"}, "province = 'ha-nma': unknown province 'ha-nma'; did you mean 'Hà"),
    ({"province": ""}, "province = '': unknown province ''"),
    ({"page": NukeVietPage, "scheme": "ftp"}, "scheme = 'ftp': write https or http"),
    ({"page": None}, "page = None: write the class of a page object"),
    ({"page": "nukeviet"}, "page = 'nukeviet': write the class of a page object"),
    ({"page": (LATER,)}, "page cannot be used: ha_nam: periods follow each other, and only the f"),
    ({"page": ()}, "page cannot be used: "),
    ({"article_pattern": "("}, "article_pattern is not a regular expression: missing )"),
    ({"section_pattern": "["}, "section_pattern is not a regular expression: unterminated"),
    ({"start_paths": ("tin",)}, "start_paths = ('tin',): write paths: ('/tin',)"),
    ({"start_paths": "/tin"}, "start_paths = '/tin': write paths: ('/tin',)"),
    ({"aliases": ("www.x.vn",)}, "aliases = ('www.x.vn',): write hosts without www.: ('tuyengi"),
]


@pytest.mark.parametrize("attributes", RIGHT)
def test_a_complete_spider_is_taken(attributes: dict[str, Any]) -> None:
    assert list(complaints(spider(**attributes))) == []


@pytest.mark.parametrize(("attributes", "complaint"), WRONG)
def test_what_is_wrong_is_named_with_what_to_write(
    attributes: dict[str, Any], complaint: str
) -> None:
    (found,) = complaints(spider(**attributes))
    assert found.startswith(complaint)


def test_everything_that_is_missing_is_named() -> None:
    found = [text.partition(" is missing")[0] for text in complaints(spider(SiteSpider))]
    assert found == ["name", "host", "page", "province"]


# --- Loading ---------------------------------------------------------------------------------------

NGHE_AN = """
from crawler.spiders import nghe_an
class NgheAn(nghe_an.NgheAnSpider):
    pass
"""
BROKEN = {
    "ha_nam": (
        "from crawler.platforms.nukeviet import NukeVietSpider\n"
        "class HaNamSpider(NukeVietSpider):\n    name = 'ha_nam'\n    host = 'hanam.dcs.vn'\n",
        "HaNamSpider: province is missing: write an identifier of archive/data/provinces.csv, or None "
        "for a central site",
    ),
    "nam_dinh": ("class NamDinhSpider(:\n", "line 1: SyntaxError: invalid syntax "),
    "ninh_binh": (
        "\nfrom crawler.platforms.nukevit import NukeVietSpider\n",
        "line 2: ModuleNotFoundError: No module named 'crawler.platforms.nukevit'",
    ),
    "yen_bai": ("x = 1\ny = 1 / 0\n", "line 2: ZeroDivisionError: division by zero"),
    "nameless": (
        "from crawler.platforms.site import SiteSpider\nclass Some(SiteSpider):\n    pass\n",
        "Some: name is missing: write small letters, digits and _: ha_nam; host is missing: ",
    ),
    "plain": (
        "import scrapy\nclass Plain(scrapy.Spider):\n    name = 'plain'\n",
        "Plain: derive it from a base of crawler.platforms",
    ),
}


@pytest.fixture
def package(tmp_path: Path) -> str:
    """A package with one good spider and several that are broken; each test has one of its own."""
    folder = tmp_path / f"spiders_{tmp_path.name}"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for name, (text, _) in BROKEN.items():
        (folder / f"{name}.py").write_text(text)
    (folder / "nghe_an.py").write_text(NGHE_AN)
    return folder.name


def loaded(package: str) -> SiteSpiderLoader:
    return SiteSpiderLoader.from_settings(Settings({"SPIDER_MODULES": [package]}))


def scrapy(place: Path, package: str, *command: str, **environment: str) -> Ran:
    modules = ("-s", f"SPIDER_MODULES={package}")
    path = os.pathsep.join((str(ROOT), str(place)))
    return run("scrapy", *command, *modules, cwd=place, PYTHONPATH=path, **environment)


def test_a_spider_that_cannot_be_used_is_named_and_the_others_are_loaded(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    loader = loaded(package)
    assert loader.list() == ["nghe_an"]
    assert loader.load("nghe_an").__name__ == "NgheAn"
    assert set(loader.faults) == set(BROKEN)
    for name, (_, fault) in BROKEN.items():
        line = loader.faults[name]
        assert line.startswith(f"{package}/{name}.py: {fault}")
        assert "\n" not in line
        with pytest.raises(BadSpider):
            loader.load(name)
    with pytest.raises(KeyError):
        loader.load("nobody")


def test_of_two_spiders_of_one_name_none_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("a", "b", "c"):
        (tmp_path / f"twins_{name}.py").write_text(NGHE_AN)
    settings = Settings({"SPIDER_MODULES": ["twins_a", "twins_b", "twins_c"]})
    loader = SiteSpiderLoader.from_settings(settings)
    assert loader.list() == []
    assert loader.faults == {"nghe_an": "twins_b.py: NgheAn has the name of NgheAn in twins_a.py"}


def test_a_base_in_a_spider_file_is_no_spider(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    text = NGHE_AN.replace("NgheAn(", "_Base(") + "class NgheAn(_Base):\n    pass\n"
    (tmp_path / "based.py").write_text(text)
    loader = loaded("based")
    assert (loader.list(), loader.faults) == (["nghe_an"], {})


def test_scrapy_list_says_in_a_line_each_what_is_wrong(package: str, tmp_path: Path) -> None:
    ran = scrapy(tmp_path, package, "list")
    assert (ran.code, ran.out) == (1, "nghe_an\n")
    lines = ran.err.splitlines()
    assert [line.partition(".py: ")[0] for line in lines] == [
        f"{package}/{name}" for name in sorted(BROKEN)
    ]


def test_a_command_that_names_it_says_in_one_line_what_is_wrong(
    package: str, tmp_path: Path
) -> None:
    ran = scrapy(tmp_path, package, "crawl", "ha_nam")
    (line,) = ran.err.splitlines()
    assert line == f"{package}/ha_nam.py: {BROKEN['ha_nam'][1]}"
    assert (ran.code, ran.out) == (2, "")


# --- The nightly run -------------------------------------------------------------------------------


def test_the_night_leaves_out_what_nobody_has_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = tmp_path / "some_spiders"
    folder.mkdir()
    (folder / "__init__.py").write_text("from crawler.spiders import cao_bang\n" + NGHE_AN)
    copied = (ROOT / "crawler" / "spiders" / "cao_bang.py").read_text("utf-8")
    (folder / "cao_bang.py").write_text(copied, encoding="utf-8")
    # In the register as verified, and broken; and one that the register does not have.
    (folder / "bac_kan.py").write_text("x = 1 / 0\n")
    (folder / "ha_nam.py").write_text(copied.replace("cao_bang", "ha_nam"), encoding="utf-8")
    assert verified_names(loaded("some_spiders")) == (
        ["bac_kan", "nghe_an"],
        ["cao_bang", "ha_nam"],
    )


def test_a_register_that_cannot_be_read_ends_the_night_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> tuple[Site, ...]:
        raise BadRegister("sites.toml, entry 3 (x.vn): body is missing")

    monkeypatch.setattr("crawler.commands.nightly.register", broken)
    loader = SiteSpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))
    with pytest.raises(SystemExit) as left:
        verified_names(loader)
    assert left.value.code == 1
    assert capsys.readouterr().err == "sites.toml, entry 3 (x.vn): body is missing\n"


def test_a_night_without_names_crawls_the_rest_and_reports_what_cannot_be_used(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path).upgrade()
    folder = tmp_path / "night_spiders"
    folder.mkdir()
    (folder / "__init__.py").write_text(NGHE_AN)
    (folder / "bac_kan.py").write_text("x = 1 / 0\n")
    copied = (ROOT / "crawler" / "spiders" / "cao_bang.py").read_text("utf-8")
    (folder / "cao_bang.py").write_text(copied, encoding="utf-8")
    with Replica(["nghe_an"]) as replica:
        copies = tmp_path / "copies.json"
        copies.write_text(f'{{"nghe_an": "{replica.base_url("nghe_an")}"}}')
        ran = scrapy(
            *(tmp_path, "night_spiders", "nightly", "--copies", str(copies)),
            *("-s", "DOWNLOAD_DELAY=0", "-a", "since=2026-01-01"),
            ARCHIVE_DATABASE_URL=place.url,
            RUNS_FOLDER=str(tmp_path / "runs"),
        )
    assert ran.err == (
        "unverified spiders left out: 1; `archive sites --status unverified` lists them, and `scrapy "
        "nightly NAME` crawls one\n"
    )
    assert ran.code == 1
    table = [line for line in ran.out.splitlines() if line.count("│") > 5]
    assert [line.split("│")[1].strip() for line in table if "_" in line] == ["bac_kan", "nghe_an"]
    assert "ZeroDivisionError" in " ".join(ran.out.split())
    assert place.articles("nghe_an")
