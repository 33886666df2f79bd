"""No address inside is ever connected to, and no certificate is believed that does not verify."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler.outcomes import SiteReport
from tests.crawling import ROOT, Place, Ran, run, run_anew
from tests.sites.server import Server
from tests.sites.site import html

SITE = "nghe_an"
PAGE = html(
    "<html><body><a href='/vi-vn/tin/a/1-2-3'>Hội nghị tổng kết công tác năm</a></body></html>"
)
QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_BACKOFF=0.05", "-s", "DOWNLOAD_TIMEOUT=2")
# Names for addresses, as the name servers of an attacker could give them.
NAMES = {
    "rebound.example": "127.0.0.1",
    "metadata.example": "169.254.169.254",
    "inside.example": "10.0.0.1",
    "carrier.example": "100.64.0.1",
    "zero.example": "0.0.0.0",
}
RESOLVER = f"""
import socket
names = {NAMES!r}
real = socket.gethostbyname
socket.gethostbyname = lambda name: names.get(name) or real(name)
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).upgrade()


@pytest.fixture
def trap() -> Iterator[Server]:
    """A server inside that nobody may connect to."""
    with Server({"trap": lambda target: PAGE}) as server:
        yield server


def crawl(place: Place, *extra: str, **environment: str) -> tuple[Ran, SiteReport]:
    report = place.folder / "report.json"
    start = run_anew if "PYTHONPATH" in environment else run
    ran = start(
        *("scrapy", "crawl", SITE, *QUICK, *extra, "-s", f"RUN_REPORT={report}"),
        cwd=place.folder,
        ARCHIVE_DATABASE_URL=place.url,
        **environment,
    )
    assert "Traceback" not in ran.err + ran.out
    return ran, SiteReport.read(report)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        pytest.param("127.0.0.1", marks=pytest.mark.slow),
        *(
            pytest.param(name, marks=() if name == "rebound.example" else pytest.mark.slow)
            for name in NAMES
        ),
    ],
)
def test_a_site_with_an_address_inside_is_refused(place: Place, trap: Server, host: str) -> None:
    """The name servers are the test's; everything above them is as it is at night."""
    (place.folder / "sitecustomize.py").write_text(RESOLVER)
    port = urlsplit(trap.base_urls["trap"]).port
    ran, report = crawl(
        place,
        *("-a", f"host={host}:{port}"),
        PYTHONPATH=f"{place.folder}:{ROOT}",
    )
    assert ran.code == 1
    assert report.listing_failures == {"private-address": 1}
    assert "private-address" in (report.trouble or "")
    assert trap.connections["trap"] == 0


# --- Certificates --------------------------------------------------------------------------------


class Authority:
    """Signs certificates for the test's servers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test CA")])
        ca = (
            self._builder(self.name, 365)
            .public_key(self.key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.file = folder / "ca.pem"
        self.file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))

    def _builder(self, name: x509.Name, days: int) -> x509.CertificateBuilder:
        end = datetime.now(UTC) + timedelta(days=days)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .serial_number(x509.random_serial_number())
            .not_valid_before(end - timedelta(days=400))
            .not_valid_after(end)
        )

    def context(self, *, address: str = "127.0.0.1", days: int = 30) -> ssl.SSLContext:
        """Make a server's certificate for an address that ends in so many days."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
        certificate = (
            self._builder(name, days)
            .public_key(key.public_key())
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False
            )
            .sign(self.key, hashes.SHA256())
        )
        file = self.folder / "server.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@pytest.mark.parametrize(
    ("trusted", "address", "days", "failure"),
    [
        pytest.param(True, "127.0.0.1", 30, None, id="as it should be"),
        pytest.param(False, "127.0.0.1", 30, "certificate-invalid", id="of an unknown authority"),
        pytest.param(True, "127.0.0.1", -3, "certificate-invalid", id="expired"),
        pytest.param(True, "127.0.0.2", 30, "certificate-invalid", id="of another host"),
    ],
)
def test_a_certificate_must_verify(
    place: Place, *, trusted: bool, address: str, days: int, failure: str | None
) -> None:
    authority = Authority(place.folder)
    context = authority.context(address=address, days=days)
    with Server({"site": lambda target: PAGE}, tls={"site": context}) as server:
        environment = {"SSL_CERT_FILE": str(authority.file)} if trusted else {}
        ran, report = crawl(place, "-a", f"base_url={server.base_urls['site']}", **environment)
        asked = server.logs["site"]
    if failure is None:
        assert report.listings > 0
        assert asked
    else:
        assert ran.code == 1
        assert report.listing_failures == {f"robots-{failure}": 1}
        assert asked == []
        assert server.connections["site"] <= 2
