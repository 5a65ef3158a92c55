"""The dialog before an address is opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from desktop_client.addresses import read_address
from desktop_client.ui.link_dialog import LinkDialog, ask_to_open


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    urls: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(QUrl(url).toString()))
    return urls


def dialog(qtbot, address: str) -> LinkDialog:
    known = read_address(address)
    assert known is not None
    widget = LinkDialog(known)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_it_shows_the_real_host_and_the_whole_address(qtbot) -> None:
    shown = dialog(qtbot, "https://Аpple.com:8443/login?next=/a b".replace(" ", "%20"))
    texts = [label.text() for label in shown.findChildren(QLabel)]
    assert "xn--pple-43d.com:8443" in texts
    assert shown.findChild(QPlainTextEdit).toPlainText() == "https://xn--pple-43d.com:8443/login?next=/a%20b"


def test_open_opens_that_address_only_once_asked(qtbot, opened: list[str]) -> None:
    shown = dialog(qtbot, "https://example.com/a?b=c#d")
    assert not opened
    shown.open_button.click()
    assert opened == ["https://example.com/a?b=c#d"]


def test_copy_and_cancel_open_nothing(qtbot, opened: list[str]) -> None:
    first, second = dialog(qtbot, "https://example.com/a"), dialog(qtbot, "https://example.com/b")
    first.copy_button.click()
    assert QGuiApplication.clipboard().text() == "https://example.com/a"
    second.cancel_button.click()
    assert not opened
    assert not first.isVisible()
    assert not second.isVisible()


def test_return_cancels(qtbot, opened: list[str]) -> None:
    shown = dialog(qtbot, "https://example.com/")
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert not shown.isVisible()
    assert not opened


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "file:///etc/passwd", "ftp://example.com/", "data:text/html,x", "//example.com/x",
        "https://user:pw@example.com/", "https://good.example\\@evil.example/", "https://exa mple.com/",
        "https://example.com/\n", "https:///x", "https://", "http://[::1", "smb://host/share", "\\\\host\\share",
        "https://example.com:99999999/", "https://-.com/", "https://a..b/", "https://" + "a" * 9_000 + ".com",
        "mailto:a@b.c",
    ],
)  # fmt: skip
def test_nothing_else_is_opened(qtbot, address: str) -> None:
    assert read_address(address) is None
    assert ask_to_open(address) is None


@pytest.mark.parametrize(
    ("address", "host", "full"),
    [
        ("https://例え.jp/あ", "xn--r8jz45g.jp", "https://xn--r8jz45g.jp/%E3%81%82"),
        ("http://EXAMPLE.com", "example.com", "http://example.com"),
        ("http://localhost:8080/x", "localhost:8080", "http://localhost:8080/x"),
        ("http://[::1]:80/", "[::1]:80", "http://[::1]:80/"),
        ("https://e.org/a%20b?c=%2F", "e.org", "https://e.org/a%20b?c=%2F"),
    ],
)
def test_addresses_are_read_as_browsers_do(qtbot, address: str, host: str, full: str) -> None:
    known = read_address(address)
    assert known is not None
    assert (known.host, known.full) == (host, full)
    assert dialog(qtbot, address).open_button.isEnabled()


def test_a_long_host_is_never_shortened() -> None:
    host = "paypal.com." + "a" * 50 + ".evil.example"
    known = read_address(f"https://{host}/login")
    assert known is not None
    assert known.shown.startswith(host)
