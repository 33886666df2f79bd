"""Alerts reach a real mail server and a real webhook, and what does not arrive stops nothing."""

from __future__ import annotations

import base64
import socket
from datetime import datetime

import pytest
from scrapy.settings import Settings

from archive.health import Finding, Monitor, Severity
from archive.timezone import VIETNAM
from crawler import settings as defaults
from crawler.alerts import Alert, AlertSettings, BadAlertSettings, Delivery, deliver
from tests.crawler.alert_servers import MailServer, Webhook, serving

QUIET = Finding(
    "lai_chau",
    Monitor.QUIET,
    Severity.SERIOUS,
    "nothing new for 10 days; tiêu đề {{ lạ }}",
    datetime(2026, 11, 12, tzinfo=VIETNAM),
)
DIED = Finding("bac_kan", Monitor.DIED, Severity.SERIOUS, "the process died")
ALERT = Alert("archive: 2 findings", [QUIET, DIED], frozenset({("bac_kan", "died")}), {"run": 7})


def settings(**given: str) -> AlertSettings:
    values = {name: value for name, value in vars(defaults).items() if name.startswith("ALERT_")}
    return AlertSettings.read(Settings(values | given))


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def test_a_message_has_all_findings_the_new_ones_first() -> None:
    assert ALERT.text == (
        "archive: 2 findings\n\n"
        "New:\nlai_chau: quiet: nothing new for 10 days; tiêu đề {{ lạ }}\n\n"
        "As before:\nbac_kan: died: the process died\n\n"
        "run: 7\n"
    )


def test_alerts_arrive_by_mail_and_at_the_webhook() -> None:
    mail, hook = MailServer(), Webhook()
    with serving(mail, hook):
        found = deliver(ALERT, settings(**mail.settings, **hook.settings))
    assert found == [Delivery("e-mail", None), Delivery("webhook", None)]
    (message,) = mail.messages
    assert message["To"] == "an@example.vn, binh@example.vn"
    assert message["Subject"] == "archive: 2 findings"
    assert message["From"].startswith("archive@")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == ALERT.text
    (posted,) = hook.posts
    assert posted["text"] == ALERT.text
    assert posted["run"] == 7
    assert [(finding["site"], finding["new"]) for finding in posted["findings"]] == [
        ("lai_chau", True),
        ("bac_kan", False),
    ]
    assert posted["findings"][0]["since"] == "2026-11-12T00:00:00+07:00"


def test_a_mail_server_may_want_a_name_and_a_password() -> None:
    mail = MailServer()
    with serving(mail):
        given = mail.settings | {"ALERT_SMTP_USER": "an", "ALERT_SMTP_PASSWORD": "bi-mat"}
        assert deliver(ALERT, settings(**given)) == [Delivery("e-mail", None)]
    assert mail.logins == [base64.b64encode(b"\0an\0bi-mat").decode()]
    assert len(mail.messages) == 1


def test_a_refused_alert_is_reported() -> None:
    mail, hook = MailServer(), Webhook()
    mail.takes = hook.takes = False
    with serving(mail, hook):
        by_mail, by_hook = deliver(ALERT, settings(**mail.settings, **hook.settings))
    assert by_mail.problem is not None
    assert "no such user" in by_mail.problem
    assert by_hook.problem == "HTTP 500"
    assert mail.messages == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"ALERT_EMAIL_TO": "an@example.vn", "ALERT_SMTP_HOST": "127.0.0.1"}, "refused"),
        ({"ALERT_EMAIL_TO": "an@example.vn", "ALERT_SMTP_HOST": "x.invalid"}, "x.invalid|not known|esol"),
        ({"ALERT_WEBHOOK": "http://127.0.0.1:{port}/"}, "refused"),
    ],
)  # fmt: skip
def test_a_server_that_is_away_is_reported(given: dict[str, str], problem: str) -> None:
    port = str(unused_port())
    values = {name: value.replace("{port}", port) for name, value in given.items()}
    (delivery,) = deliver(ALERT, settings(**values, ALERT_SMTP_PORT=port))
    assert delivery.problem is not None
    assert any(word in delivery.problem for word in problem.split("|"))


def test_nothing_is_sent_where_nothing_is_set() -> None:
    assert deliver(ALERT, settings()) == []


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("ALERT_SMTP_PORT", "smtp", "ALERT_SMTP_PORT=smtp is not a port: write a number such as 25"),
        ("ALERT_SMTP_PORT", "0", "ALERT_SMTP_PORT=0 is not a port: write a number such as 25"),
        ("ALERT_ALWAYS", "yes", "ALERT_ALWAYS=yes: write 1 or 0"),
        ("ALERT_SMTP_SECURITY", "ssl", "ALERT_SMTP_SECURITY=ssl: write none, starttls or tls"),
        ("ALERT_EMAIL_TO", "an", "ALERT_EMAIL_TO=an: write addresses with commas between them"),
        ("ALERT_WEBHOOK", "ftp://x/bi-mat", "ALERT_WEBHOOK is not an address: write https://host/path"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used_are_one_clear_line(name: str, value: str, line: str) -> None:
    with pytest.raises(BadAlertSettings) as caught:
        settings(**{name: value})
    assert str(caught.value) == line
