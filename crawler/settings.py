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
SPIDER_LOADER_CLASS = "crawler.loading.SiteSpiderLoader"
COMMANDS_MODULE = "crawler.commands"

# --- Who we are, and how politely we ask -------------------------------------------------------
# Where a site's administrator reaches the operator: an address or a page. From the environment.
CRAWLER_CONTACT = os.environ.get("CRAWLER_CONTACT", "")
USER_AGENT = f"{BOT_NAME}/0.1 (+{CRAWLER_CONTACT or 'no contact set by the operator'})"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi",
    # Every server has it, and whatever reads the captures in thirty years will have it too.
    "Accept-Encoding": "gzip",
}
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# A page gives one article. Scrapy's 100 makes a hundred tasks a page.
CONCURRENT_ITEMS = 1
# Seconds between two requests to a site. NukeViet blocks more than 40 requests a minute by default.
DOWNLOAD_DELAY = 2.0
# The longest Crawl-delay of a robots.txt that is honoured, in seconds.
CRAWL_DELAY_MAX = 30.0

# --- What a site may do to us ------------------------------------------------------------------
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    "http": "crawler.middlewares.download.SiteDownloadHandler",
    "https": "crawler.middlewares.download.SiteDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 3
# Seconds before the first repetition of a failed request; each further one waits twice as long.
RETRY_BACKOFF = 5.0
# The longest wait before a repetition. A page for which Retry-After asks for more is not repeated.
RETRY_BACKOFF_MAX = 300.0
# Pages that could not be fetched, one after the other, after which a site's crawl is ended in order.
FAILURES_IN_A_ROW = 8
COOKIES_ENABLED = False
# Scrapy's would write each request once more, to learn how long it is; the download handler counts.
DOWNLOADER_STATS = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# Seconds after which a site's crawl is ended in order, whatever is left.
CLOSESPIDER_TIMEOUT = 6 * 3600
# Listing pages walked in one section; ``-a full=1`` walks on to the end.
LISTING_PAGE_LIMIT = 200

# --- What is asked for again --------------------------------------------------------------------
# Pages of a listing walked behind the first that names nothing new: items may be pinned to its top.
LISTING_OVERLAP = 1
# Days for which a site is believed that says that a listing page has not changed.
LISTING_TRUST_DAYS = 7
# Days after which a listing is walked to its end again: items may be entered with an older date.
FULL_WALK_DAYS = 30
# Articles of the archive that are looked at again in one night, of those whose time has come.
REVISIT_LIMIT = 200
# The order of discovery, so that a crawl that goes on where another was cut off asks in the same order.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

DOWNLOADER = "crawler.middlewares.backoff.SiteDownloader"
# Nothing is connected to that is not on the public internet, but what -a base_url= names.
TWISTED_DNS_RESOLVER = "crawler.middlewares.resolver.PublicResolver"
DOWNLOADER_MIDDLEWARES = {
    # SiteGuard is stricter (scheme, port, credentials) and also sees redirects.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.guard.SiteGuardMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    # No site asks for a password.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.backoff.BackoffRetryMiddleware": 550,
    "crawler.middlewares.guard_pages.GuardPageMiddleware": 570,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.middlewares.refresh.RefreshMiddleware": 580,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.compression.CompressionMiddleware": 590,
}
EXTENSIONS = {
    "crawler.extensions.outcomes.OutcomeRecorder": 100,
    "crawler.extensions.frontier.FrontierRecorder": 200,
    # At the end of a crawl after the frontier, whose last transactions name captures.
    "crawler.extensions.captures.CaptureRecorder": 250,
    "crawler.extensions.runs.RunRecorder": 300,
    "crawler.extensions.health.HealthExtension": 500,
    "crawler.extensions.garbage.FrozenStart": 900,
}
# Scrapy's own, without what is off by the settings above: to name RemoteControl in EXTENSIONS, even as
# None, imports it, which takes a quarter of a second.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.logstats.LogStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
}
# The walk keeps its own account of depth and of its start; what is left costs a step for every request
# and article.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
REFERRER_POLICY = "crawler.middlewares.referrers.KeptReferrerPolicy"
ITEM_PIPELINES = {
    "crawler.pipelines.validate.ValidatePipeline": 100,
    "crawler.pipelines.enrich.EnrichPipeline": 200,
    "crawler.pipelines.gather.GatherPipeline": 250,
    "crawler.pipelines.store.StorePipeline": 300,
}

# --- Where things lie --------------------------------------------------------------------------
# SQLAlchemy URL of the archive. From the environment.
ARCHIVE_DATABASE_URL = os.environ.get("ARCHIVE_DATABASE_URL", "sqlite:///archive.db")
# Folder of the WARC files with every page as it was fetched; nothing is captured where it is empty, or
# where there is no database. From the environment.
ARCHIVE_CAPTURES = os.environ.get("ARCHIVE_CAPTURES", "captures")
# Bytes after which a site's WARC file is closed and the next one begun.
CAPTURE_FILE_SIZE = 1024**3
# Hosts that this project does not know, as JSON: {"lai_chau": "host.example"}. From the environment.
SITE_HOSTS = os.environ.get("SITE_HOSTS", "{}")
# Logs and reports of the nightly runs.
RUNS_FOLDER = os.environ.get("RUNS_FOLDER", "runs")
# Sites crawled at the same time by ``scrapy nightly``.
NIGHTLY_PROCESSES = 8
# Seconds without any progress after which the nightly run ends a site's process.
NIGHTLY_SILENCE = 1800
# Seconds for which the nightly run waits, at its beginning and its end, for a database that is away.
NIGHTLY_PATIENCE = 120
# Seconds that a crawl is given to end in order after SIGTERM or Ctrl-C.
STOP_PATIENCE = 20

# --- Health and alerts ---------------------------------------------------------------------------
# After each crawl the monitors look at the site's history (thresholds: archive/data/health.toml).
SPIDERMON_ENABLED = True
SPIDERMON_SPIDER_CLOSE_MONITORS = ["crawler.monitors.SiteSuite"]
# Who is told by e-mail what is wrong, with commas between; nobody where it is empty. All of these come
# from the environment.
ALERT_EMAIL_TO = os.environ.get("ALERT_EMAIL_TO", "")
ALERT_EMAIL_FROM = os.environ.get("ALERT_EMAIL_FROM", "")
ALERT_SMTP_HOST = os.environ.get("ALERT_SMTP_HOST", "localhost")
ALERT_SMTP_PORT = os.environ.get("ALERT_SMTP_PORT", "25")
ALERT_SMTP_USER = os.environ.get("ALERT_SMTP_USER", "")
ALERT_SMTP_PASSWORD = os.environ.get("ALERT_SMTP_PASSWORD", "")
# none, starttls or tls.
ALERT_SMTP_SECURITY = os.environ.get("ALERT_SMTP_SECURITY", "none")
# Address to which the same is posted as JSON.
ALERT_WEBHOOK = os.environ.get("ALERT_WEBHOOK", "")
# 1: tell also that all is well.
ALERT_ALWAYS = os.environ.get("ALERT_ALWAYS", "0")

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
LOG_FORMATTER = "crawler.logformatter.SeenLogFormatter"
