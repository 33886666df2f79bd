"""Telling the operator: one message with all findings, by e-mail and to a webhook.

A message that cannot be delivered is reported and stops nothing.
"""

from __future__ import annotations

import json
import smtplib
import socket
import ssl
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scrapy.settings import BaseSettings

    from archive.health import Finding

_TIMEOUT = 30.0
_PLAIN, _STARTTLS, _TLS = "none", "starttls", "tls"


class BadAlertSettings(ArchiveError):
    """The settings ``ALERT_...`` cannot be used."""


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """Where alerts go; the settings ``ALERT_...``, which ``docs/operations.md`` explains."""

    to: tuple[str, ...]
    sender: str
    host: str
    port: int
    user: str
    password: str
    security: str
    webhook: str
    always: bool

    @classmethod
    def read(cls, settings: BaseSettings) -> AlertSettings:
        """Read the settings.

        Raises:
            BadAlertSettings: One of them cannot be used; the message says which.
        """
        to = tuple(
            part.strip() for part in settings.get("ALERT_EMAIL_TO", "").split(",") if part.strip()
        )
        security = settings.get("ALERT_SMTP_SECURITY") or _PLAIN
        webhook = settings.get("ALERT_WEBHOOK") or ""
        port = str(settings.get("ALERT_SMTP_PORT"))
        always = str(settings.get("ALERT_ALWAYS"))
        if always not in ("0", "1"):
            raise BadAlertSettings(f"ALERT_ALWAYS={always}: write 1 or 0")
        if not port.isdecimal() or not 0 < int(port) < 2**16:
            raise BadAlertSettings(
                f"ALERT_SMTP_PORT={port} is not a port: write a number such as 25"
            )
        if security not in (_PLAIN, _STARTTLS, _TLS):
            raise BadAlertSettings(
                f"ALERT_SMTP_SECURITY={security}: write {_PLAIN}, {_STARTTLS} or {_TLS}"
            )
        if any("@" not in address or " " in address for address in to):
            raise BadAlertSettings(
                f"ALERT_EMAIL_TO={','.join(to)}: write addresses with commas between them"
            )
        if webhook and not (
            urlsplit(webhook).scheme in ("http", "https") and urlsplit(webhook).netloc
        ):
            # It may hold a secret, so it is not shown.
            raise BadAlertSettings("ALERT_WEBHOOK is not an address: write https://host/path")
        return cls(
            to=to,
            sender=settings.get("ALERT_EMAIL_FROM") or f"archive@{socket.gethostname()}",
            host=settings.get("ALERT_SMTP_HOST", "localhost"),
            port=int(port),
            user=settings.get("ALERT_SMTP_USER", ""),
            password=settings.get("ALERT_SMTP_PASSWORD", ""),
            security=security,
            webhook=webhook,
            always=always == "1",
        )


@dataclass(frozen=True, slots=True)
class Alert:
    """One message.

    Attributes:
        subject: One line that says how many findings there are.
        findings: All of them.
        known: Those of them, as site and monitor, of which the last message told already.
        facts: What else a program may want to know of the run.
        seen: What a look at the sites showed (`crawler.canary`), one line each.
    """

    subject: str
    findings: Sequence[Finding]
    known: frozenset[tuple[str | None, str]] = frozenset()
    facts: dict[str, Any] = field(default_factory=dict)
    seen: Sequence[str] = ()

    @property
    def text(self) -> str:
        """The message as a person reads it: what is new first."""
        new = [x for x in self.findings if (x.site, x.monitor) not in self.known]
        old = [x for x in self.findings if (x.site, x.monitor) in self.known]
        lines = [self.subject]
        for title, findings in (("New:", new), ("As before:", old)):
            if findings:
                lines += ["", title, *(line(finding) for finding in findings)]
        if self.seen:
            lines += ["", "What a look at these sites showed:", *self.seen]
        if self.facts:
            lines += ["", *(f"{name}: {value}" for name, value in self.facts.items())]
        return "\n".join(lines) + "\n"

    @property
    def payload(self) -> dict[str, Any]:
        """The message as JSON; ``text`` is what chat services show."""
        findings = [
            asdict(finding)
            | {
                "since": finding.since and finding.since.isoformat(),
                "new": (finding.site, finding.monitor) not in self.known,
            }
            for finding in self.findings
        ]
        return {"text": self.text, "subject": self.subject, "findings": findings, **self.facts}


def counted(number: int, word: str) -> str:
    """Return a number with its word.

    >>> counted(1, "finding"), counted(2, "finding")
    ('1 finding', '2 findings')
    """
    return f"{number} {word}{'' if number == 1 else 's'}"


def line(finding: Finding) -> str:
    """Return a finding in one line."""
    return f"{finding.site or 'all sites'}: {finding.monitor}: {finding.message}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an alert on one way; ``problem`` is None where it was delivered."""

    way: str
    problem: str | None

    @property
    def complaint(self) -> str | None:
        """What a person is told where it was not delivered."""
        return self.problem and f"the alert was not delivered by {self.way}: {self.problem}"


def deliver(alert: Alert, settings: AlertSettings) -> list[Delivery]:
    """Send an alert on every way that is set; return what became of it on each."""
    found = []
    for way, is_set, send in (
        ("e-mail", bool(settings.to), send_email),
        ("webhook", bool(settings.webhook), post),
    ):
        if is_set:
            found.append(Delivery(way, _try(send, alert, settings)))
    return found


def _try(
    send: Callable[[Alert, AlertSettings], None], alert: Alert, settings: AlertSettings
) -> str | None:
    try:
        send(alert, settings)
    except HTTPError as error:
        error.close()
        return f"HTTP {error.code}"
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return " ".join(str(error).split()) or type(error).__name__
    return None


def send_email(alert: Alert, settings: AlertSettings) -> None:
    """Send an alert by SMTP.

    Raises:
        OSError: The server cannot be reached, or its certificate does not verify.
        SMTPException: It does not take the message.
    """
    message = EmailMessage()
    message["Subject"] = alert.subject
    message["From"] = settings.sender
    message["To"] = ", ".join(settings.to)
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(alert.text)
    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(settings.host, settings.port, timeout=_TIMEOUT, context=context)
        if settings.security == _TLS
        else smtplib.SMTP(settings.host, settings.port, timeout=_TIMEOUT)
    ) as server:
        if settings.security == _STARTTLS:
            server.starttls(context=context)
        if settings.user:
            server.login(settings.user, settings.password)
        server.send_message(message)


def post(alert: Alert, settings: AlertSettings) -> None:
    """Post an alert as JSON.

    Raises:
        OSError: The address cannot be reached, or answers with an error.
    """
    body = json.dumps(alert.payload, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    request = Request(settings.webhook, body, headers)  # noqa: S310 - `read` sees to the scheme
    with urlopen(request, timeout=_TIMEOUT):  # noqa: S310 - likewise
        pass
