"""How to read a page: one page object a content system, all on the same block engine."""

from __future__ import annotations

from crawler.pages.base import ArticlePage, Hints, PageContext
from crawler.pages.dnn import DnnPage
from crawler.pages.generic import GenericPage
from crawler.pages.joomla import JoomlaPage
from crawler.pages.liferay import LiferayPage
from crawler.pages.nghean import NgheAnPage
from crawler.pages.nukeviet import NukeVietPage
from crawler.pages.sharepoint import SharePointPage
from crawler.pages.tuyengiao import TuyenGiaoPage
from crawler.pages.vnpt import VnptPage
from crawler.pages.webforms import WebFormsPage
from crawler.pages.wordpress import WordPressPage

__all__ = [
    "ArticlePage",
    "DnnPage",
    "GenericPage",
    "Hints",
    "JoomlaPage",
    "LiferayPage",
    "NgheAnPage",
    "NukeVietPage",
    "PageContext",
    "SharePointPage",
    "TuyenGiaoPage",
    "VnptPage",
    "WebFormsPage",
    "WordPressPage",
]
