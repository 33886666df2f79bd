"""Settings of the crawler. ``docs/operations.md`` explains each one that an operator may change.

Values come from the environment or a ``.env`` file in the working directory where the comment says so;
any of them can be given for one run with ``-s NAME=VALUE``.
"""

from __future__ import annotations

import os

from dotenv import find_dotenv, load_dotenv

try:
    load_dotenv(find_dotenv(usecwd=True))
except (OSError, UnicodeDecodeError):
    raise SystemExit("the file .env cannot be read: make it plain UTF-8 text") from None

BOT_NAME = "vn-party-news-archive"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# --- Who we are, and how politely we ask -------------------------------------------------------
# Where a site's administrator reaches the operator: an address or a page. From the environment.
CRAWLER_CONTACT = os.environ.get("CRAWLER_CONTACT", "")
USER_AGENT = f"{BOT_NAME}/0.1 (+{CRAWLER_CONTACT or 'no contact set by the operator'})"
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# A page gives one article, and each is stored before the next. Scrapy's 100 makes a hundred tasks a page.
CONCURRENT_ITEMS = 1
# Seconds between two requests to a site. NukeViet blocks more than 40 requests a minute by default.
DOWNLOAD_DELAY = 2.0

# --- What a site may do to us ------------------------------------------------------------------
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    "http": "crawler.middlewares.copy.SiteDownloadHandler",
    "https": "crawler.middlewares.copy.SiteDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 3
# Seconds before the first repetition of a failed request; each further one waits twice as long.
RETRY_BACKOFF = 5.0
# The longest wait before a repetition, also where the site asks for more with Retry-After.
RETRY_BACKOFF_MAX = 300.0
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# Seconds after which a site's crawl is ended in order, whatever is left.
CLOSESPIDER_TIMEOUT = 6 * 3600
# Listing pages walked in one section; ``-a full=1`` walks on to the end.
LISTING_PAGE_LIMIT = 200

DOWNLOADER_MIDDLEWARES = {
    # SiteGuard is stricter (scheme, port, credentials) and also sees redirects.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.guard.SiteGuardMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.backoff.BackoffRetryMiddleware": 550,
}
EXTENSIONS = {
    "crawler.extensions.outcomes.OutcomeRecorder": 100,
    "crawler.extensions.garbage.FrozenStart": 900,
    # Off by the settings above, and not even loaded: its import takes half a second.
    "scrapy.extensions.remote_control.RemoteControl": None,
}
# The walk keeps its own account of depth; what is left costs a step for every request and article.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
ITEM_PIPELINES = {
    "crawler.pipelines.validate.ValidatePipeline": 100,
    "crawler.pipelines.enrich.EnrichPipeline": 200,
    "crawler.pipelines.store.StorePipeline": 300,
}

# --- Where things lie --------------------------------------------------------------------------
# SQLAlchemy URL of the archive. From the environment.
ARCHIVE_DATABASE_URL = os.environ.get("ARCHIVE_DATABASE_URL", "sqlite:///archive.db")
# Hosts that this project does not know, as JSON: {"lai_chau": "host.example"}. From the environment.
SITE_HOSTS = os.environ.get("SITE_HOSTS", "{}")
# Logs and reports of the nightly runs.
RUNS_FOLDER = os.environ.get("RUNS_FOLDER", "runs")
# Sites crawled at the same time by ``scrapy nightly``.
NIGHTLY_PROCESSES = 8
# Seconds without any progress after which the nightly run ends a site's process.
NIGHTLY_SILENCE = 1800

FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {
    "json": "crawler.exporters.Json",
    "jsonlines": "crawler.exporters.JsonLines",
    "jsonl": "crawler.exporters.JsonLines",
    "jl": "crawler.exporters.JsonLines",
    "csv": "crawler.exporters.Csv",
    # These would write the item as it is, which nobody could load without this program.
    "xml": None,
    "marshal": None,
    "pickle": None,
}
LOG_LEVEL = "INFO"
