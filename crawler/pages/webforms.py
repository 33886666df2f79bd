"""Home-made ASP.NET WebForms sites, such as btgtu.binhthuan.dcs.vn and tuyengiaohungyen.vn."""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.generic import GenericPage
from crawler.pages.selectors import Paths, Selectors


class WebFormsPage(GenericPage):
    """An article of a WebForms site.

    WebForms prefixes the ids of its labels with those of the controls around them; the ends are the
    developers' own words, here as they stand in public source of Vietnamese portals. Those of the party
    sites are not known: where none is found, the meaning of the lines carries.
    """

    cms: ClassVar[str] = "webforms"
    selectors: ClassVar[Selectors] = Selectors(
        title=Paths("span[id$=lblTieuDe]", "span[id$=lblTitle]", "span[id$=lbTieuDe]"),
        date=Paths("span[id$=lblNgayDang]", "span[id$=lblDate]", "span[id$=lbNgayDang]"),
        lead=Paths("span[id$=lblTomTat]", "span[id$=lblTrichDan]", "span[id$=lbTomTat]"),
        body=Paths("span[id$=lblNoiDung]", "span[id$=lbNoiDung]", "div[id$=lblNoiDung]"),
        credits=Paths("span[id$=lblTacGia]", "span[id$=lbTacGia]"),
    )
