"""What is loaded when a crawl begins is not looked at by the collector of cycles again."""

from __future__ import annotations

import gc
from types import SimpleNamespace
from typing import Any

from scrapy import signals
from scrapy.signalmanager import SignalManager

from crawler.extensions.garbage import FrozenStart


def test_collector_leaves_out_what_was_there_before() -> None:
    crawler: Any = SimpleNamespace(signals=SignalManager())
    extension = FrozenStart.from_crawler(crawler)
    before, thresholds = gc.get_freeze_count(), gc.get_threshold()
    try:
        crawler.signals.send_catch_log(signals.spider_opened)
        assert gc.get_freeze_count() > before + 10_000
        assert gc.get_threshold() > thresholds
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
    del extension  # signals do not keep it alive; Scrapy does
