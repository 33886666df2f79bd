"""The register is read strictly, and written so that what a person wrote around an entry stays."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive import provinces
from archive.coverage import Reach, reach, totals
from archive.sites import (
    SITES_FILE,
    BadRegister,
    Site,
    Status,
    add_site,
    read_register,
    register,
    set_status,
    site_of,
)
from tests.archive.helpers import refusal

ENTRY = """\
# Hà Nam comes first.

[[site]]
host = "tuyengiaohanam.vn"  # seen in March
aliases = ["tuyengiaohanam.org.vn"]
spider = "ha_nam"
province = "ha-nam"
body = "Ban Tuyên giáo Tỉnh ủy"
cms = "nukeviet"
status = "unverified"
evidence = "https://tuyengiaohanam.vn/tin/a-1.html"
checked = 2026-11-22
examples = ["https://tuyengiaohanam.vn/tin/a-1.html"]
note = "Một ghi chú."

[[site]]
host = "hanam.dcs.vn"
why = "Only its name was seen."
province = "ha-nam"
body = "Tỉnh ủy"
checked = 2026-11-22
"""
HA_NAM = Site(
    host="tuyengiaohanam.vn",
    aliases=("tuyengiaohanam.org.vn",),
    spider="ha_nam",
    province="ha-nam",
    body="Ban Tuyên giáo Tỉnh ủy",
    cms="nukeviet",
    status=Status.UNVERIFIED,
    evidence="https://tuyengiaohanam.vn/tin/a-1.html",
    checked=date(2026, 11, 22),
    examples=("https://tuyengiaohanam.vn/tin/a-1.html",),
    note="Một ghi chú.",
)
NAM_DINH = Site(
    host="tuyengiaonamdinh.vn",
    spider="nam_dinh",
    province="nam-dinh",
    body="Ban Tuyên giáo Tỉnh ủy",
    status=Status.UNVERIFIED,
    checked=date(2026, 12, 1),
    listings=("https://tuyengiaonamdinh.vn/tin/", "https://tuyengiaonamdinh.vn/tin/page-2/"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "sites.toml"
    file.write_text(ENTRY, encoding="utf-8")
    return file


def test_entries_are_read_in_the_order_of_the_file(path: Path) -> None:
    first, second = read_register(path)
    assert first == HA_NAM
    assert (second.spider, second.status, second.why) == (None, None, "Only its name was seen.")


WRONG = [
    (('host = "tuyengiaohanam.vn"', "hots = 1"), "entry 1 (ha_nam): hots: there is no such key"),
    (('host = "hanam.dcs.vn"\n', ""), "entry 2 (without host): host is missing"),
    (('body = "Tỉnh ủy"\n', ""), "entry 2 (hanam.dcs.vn): body is missing"),
    (
        ('"hanam.dcs.vn"', '"www.hanam.dcs.vn"'),
        "entry 2 (www.hanam.dcs.vn): host = 'www.hanam.dcs.vn': write the host alone",
    ),
    (('"hanam.dcs.vn"', '"https://hanam.dcs.vn"'), "write the host alone"),
    (('"ha_nam"', '"HaNam"'), "spider = 'HaNam': a spider's name has small letters, digits and _"),
    (('"nukeviet"', '"Nuke Viet"'), "cms = 'Nuke Viet': write the word of its page object"),
    (('"unverified"', '"tested"'), "status = 'tested': write replica-tested, fixture-tested, unv"),
    (('"ha-nam"', '"ha-nma"'), "province = 'ha-nma': unknown province 'ha-nma'; did you mean"),
    (('"https://tuyengiaohanam.vn/tin/a-1.html"', '"public code"'), "evidence = 'public code': w"),
    (("2026-11-22", '"2026-11-22"'), "checked: write a day without quotes, such as 2026-11-22"),
    (("2026-11-22", "2026-11-22T10:00:00"), "checked: write a day without quotes"),
    (('["tuyengiaohanam.org.vn"]', '"tuyengiaohanam.org.vn"'), 'aliases: write a list, such as ["'),
    (('"Một ghi chú."', "7"), "note: write text between quotes"),
    (('"Một ghi chú."', '" "'), "note: write text between quotes"),
    (('spider = "ha_nam"\n', ""), "give it spider, or why there is none"),
    (('why = "Only its name was seen."\n', ""), "entry 2 (hanam.dcs.vn): give it spider, or why"),
    (('status = "unverified"\n', ""), "status says how far the spider is verified: give both or"),
    (('"hanam.dcs.vn"\nwhy', '"x.vn"\nspider = "ha_nam"\nwhy'), "give it spider, or why there is"),
    (
        ('"hanam.dcs.vn"\nwhy = "Only its name was seen."', '"x.vn"\nspider = "ha_nam"\nstatus = '
         '"unverified"'),
        "(x.vn): spider ha_nam has an entry already",
    ),
    (('body = "Tỉnh ủy"', 'body = "Ban Tuyên giáo Tỉnh ủy"\naliases = ["tuyengiaohanam.vn"]'),
     "(hanam.dcs.vn): host tuyengiaohanam.vn has an entry already"),
    (("[[site]]", "[[sites]]"), "write entries that begin with [[site]], and nothing else"),
    (('host = "hanam.dcs.vn"', "host = hanam.dcs.vn"), "is not TOML: "),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_a_bad_entry_is_named_with_its_key(
    path: Path, change: tuple[str, str], message: str
) -> None:
    assert change[0] in ENTRY
    path.write_text(ENTRY.replace(*change), encoding="utf-8")
    assert message in refusal(lambda: read_register(path), BadRegister)


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    said = refusal(lambda: read_register(missing), BadRegister)
    assert said == f"the register {missing} cannot be read: No such file or directory"
    latin = tmp_path / "latin.toml"
    latin.write_bytes(ENTRY.encode("utf-16"))
    assert refusal(lambda: read_register(latin), BadRegister).endswith("make it UTF-8 text")


def test_a_host_with_several_bodies_may_have_several_entries(path: Path) -> None:
    board = replace(NAM_DINH, host="hanam.dcs.vn", body="Ban Dân vận Tỉnh ủy")
    add_site(path, board)
    assert read_register(path)[-1] == board


def test_a_new_entry_stands_at_the_end_and_nothing_else_changes(path: Path) -> None:
    add_site(path, NAM_DINH)
    text = path.read_text("utf-8")
    assert text.startswith(ENTRY)
    assert read_register(path)[2:] == (NAM_DINH,)
    added = text.removeprefix(ENTRY).splitlines()
    assert added[:5] == [
        *("", "[[site]]", 'host = "tuyengiaonamdinh.vn"', 'spider = "nam_dinh"'),
        'province = "nam-dinh"',
    ]
    assert "checked = 2026-12-01" in added
    assert not [line for line in added if line.startswith(("why", "cms", "aliases", "note"))]
    assert list(path.parent.iterdir()) == [path]


def test_a_first_entry_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "sites.toml"
    path.write_text("# Nothing yet.\n")
    add_site(path, HA_NAM)
    assert path.read_text("utf-8").startswith("# Nothing yet.\n\n[[site]]\n")
    assert read_register(path) == (HA_NAM,)


@pytest.mark.parametrize(
    ("site", "message"),
    [
        (HA_NAM, "spider ha_nam has an entry already"),
        (
            replace(NAM_DINH, host="tuyengiaohanam.org.vn"),
            "host tuyengiaohanam.org.vn has an entry",
        ),
        (replace(NAM_DINH, province="nam-dinh-2025"), "entry 3 (tuyengiaonamdinh.vn): province = "),
        (replace(NAM_DINH, status=None), "give both or none"),
    ],
)
def test_an_entry_that_cannot_be_used_leaves_the_file_alone(
    path: Path, site: Site, message: str
) -> None:
    assert message in refusal(lambda: add_site(path, site), BadRegister)
    assert path.read_text("utf-8") == ENTRY


def test_a_status_is_entered_and_nothing_else_changes(path: Path) -> None:
    set_status(path, "ha_nam", Status.FIXTURE_TESTED, date(2026, 12, 24))
    wanted = ENTRY.replace('"unverified"', '"fixture-tested"', 1)
    assert path.read_text("utf-8") == wanted.replace("2026-11-22", "2026-12-24", 1)
    assert read_register(path)[0].status is Status.FIXTURE_TESTED


def test_the_status_of_no_entry_is_refused(path: Path) -> None:
    call = lambda: set_status(path, "nam_dinh", Status.UNVERIFIED, date(2026, 12, 1))  # noqa: E731
    said = refusal(call, BadRegister)
    assert said.endswith("has no entry with spider = 'nam_dinh': add one")
    assert path.read_text("utf-8") == ENTRY


def test_a_register_that_cannot_be_written_stays_whole(path: Path) -> None:
    (path.parent / "sites.toml.new").mkdir()
    said = refusal(lambda: add_site(path, NAM_DINH), BadRegister)
    assert said == f"the register {path} cannot be written: Is a directory"
    assert path.read_text("utf-8") == ENTRY


# --- The register of this project ------------------------------------------------------------------


def test_the_register_is_found_by_spider() -> None:
    site = site_of("tien_giang")
    assert site is not None
    assert (site.host, site.province) == ("tuyengiaotiengiang.vn", "tien-giang")
    assert site_of("nobody") is None


def test_writing_makes_the_register_be_read_anew(path: Path) -> None:
    before = register()
    assert register() is before
    set_status(path, "ha_nam", Status.UNVERIFIED, date(2026, 12, 1))
    assert register() is not before


def test_programs_can_rewrite_the_register_without_a_change_of_its_form(tmp_path: Path) -> None:
    text = SITES_FILE.read_text("utf-8")
    path = tmp_path / "sites.toml"
    path.write_text(text, encoding="utf-8")
    set_status(path, "tien_giang", Status.UNVERIFIED, date(2026, 11, 22))
    assert path.read_text("utf-8") == text


def test_the_register_names_what_was_seen_of_each_site() -> None:
    for site in register():
        hosts = {site.host, *site.aliases}
        for url in (*site.examples, *site.listings):
            assert (urlsplit(url).hostname or "").removeprefix("www.") in hosts
    entries = tomllib.loads(SITES_FILE.read_text("utf-8"))["site"]
    assert len(entries) == len(register())


def test_a_province_of_the_register_is_the_one_that_the_site_belonged_to() -> None:
    """None of these sites is known to be of a province that was founded in 2025."""
    for site in register():
        if site.province is not None:
            assert provinces.get(site.province).valid_from is None


# --- How far it reaches ----------------------------------------------------------------------------


def test_provinces_are_counted_before_and_after_the_merger() -> None:
    sites = (
        HA_NAM,
        NAM_DINH,
        Site(host="x.vn", body="Tỉnh ủy", province="ninh-binh", why="x", checked=date(2026, 1, 1)),
        replace(HA_NAM, spider="lai_chau", province="lai-chau", status=Status.REPLICA_TESTED),
        replace(HA_NAM, spider="central", province=None, status=Status.FIXTURE_TESTED),
        replace(HA_NAM, spider="hue", province="hue"),
    )
    # Hà Nam, Nam Định and Ninh Bình are one since 2025; Huế was Thừa Thiên Huế before.
    assert reach(sites) == (
        Reach("with a site in the register", 4, 3),
        Reach("with a spider", 3, 3),
        Reach("with a verified spider", 1, 1),
    )
    assert totals() == (63, 34)
