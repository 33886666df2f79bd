"""A mail server and a webhook on loopback, which keep what they are sent."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


class _Smtp(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as a client needs to hand over a message."""

    def handle(self) -> None:
        server = cast("MailServer", self.server)
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "EHLO":
                self.wfile.write(b"250-test\r\n250 AUTH PLAIN\r\n")
            elif word == "AUTH":
                server.logins.append(line.split()[2])
                self._say("235 welcome" if server.takes else "535 who are you")
            elif word == "DATA":
                self._say("354 go on")
                data = b"".join(iter(self.rfile.readline, b".\r\n"))
                server.messages.append(message_from_bytes(data, policy=policy.default))
                self._say("250 taken")
            elif word == "RCPT":
                self._say("250 ok" if server.takes else "550 no such user")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Takes messages, or refuses them all."""

    daemon_threads = True
    takes = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Smtp)
        self.messages: list[EmailMessage] = []
        self.logins: list[str] = []

    @property
    def settings(self) -> dict[str, str]:
        """Settings with which alerts come here."""
        return {
            "ALERT_EMAIL_TO": "an@example.vn, binh@example.vn",
            "ALERT_SMTP_HOST": "127.0.0.1",
            "ALERT_SMTP_PORT": str(self.server_address[1]),
        }


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = cast("Webhook", self.server)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == "application/json; charset=utf-8"
        server.posts.append(json.loads(body))
        self.send_response(204 if server.takes else 500)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class Webhook(ThreadingHTTPServer):
    """Takes what is posted, or answers with an error."""

    takes = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.posts: list[dict[str, Any]] = []

    @property
    def settings(self) -> dict[str, str]:
        """Settings with which alerts come here."""
        return {"ALERT_WEBHOOK": f"http://127.0.0.1:{self.server_address[1]}/hook"}


@contextmanager
def serving(*servers: socketserver.BaseServer) -> Iterator[None]:
    """Run the servers for a block."""
    threads = [threading.Thread(target=server.serve_forever, args=(0.05,)) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()
