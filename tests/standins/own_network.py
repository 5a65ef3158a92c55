"""A network of one's own: a command in a fresh namespace, where there is nothing but loopback and every packet counts.

Outside it is imported (``run_alone``); inside it is the program that switches loopback on, runs a shop of the test's
and the command, and says what was seen.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PORT = "CORNER_SHOP_PORT"

PACKAGE = '''
"""A source by somebody else, in a package of its own: asks one server of this computer."""

import os
from datetime import UTC, datetime

from desktop_client.commerce.offer import AdFlag, Commercial, Offer
from desktop_client.commerce.sending.request import Request
from desktop_client.commerce.source import Manifest, Mode, Page

TEXT = {"en": "Corner shop", "zh": "街角小店"}


class CornerShop:
    manifest = Manifest(
        "corner-shop", TEXT, Mode.API, TEXT, TEXT, TEXT, TEXT, TEXT, hosts=("127.0.0.1",), loopback=True
    )

    def __init__(self, context):
        self._now = context.clock

    def search(self, query):
        port = os.environ["CORNER_SHOP_PORT"]
        response = yield Request.get(f"http://127.0.0.1:{port}/search", [("q", query.need.text)])
        paid = Commercial(False, "none", AdFlag.NO, "says so")
        offers = (
            Offer("corner-shop", str(n), title, None, paid, response.sha256, self._now())
            for n, title in enumerate(response.json()["titles"])
        )
        return Page(tuple(offers))
'''


@dataclass(frozen=True, slots=True)
class Seen:
    """What a command did. ``packets`` went over loopback, ``requests`` are what the shop was sent."""

    status: int
    stdout: str
    stderr: str
    packets: int
    accepted: int
    requests: tuple[str, ...]


def run_alone(*words: str, environment: dict[str, str] | None = None) -> Seen:
    """Run a command in a network of its own; skips where that is not allowed."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        pytest.skip("there is no unshare here")
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, timeout=30).returncode != 0:
        pytest.skip("only root may make a network of its own")
    paths = os.pathsep.join([str(ROOT / "tests"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    inside = ["unshare", "-n", sys.executable, "-m", "standins.own_network", *words]
    environment = {**os.environ, **(environment or {}), "PYTHONPATH": _joined(environment, paths)}
    done = subprocess.run(inside, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    return Seen(**{**found, "requests": tuple(found["requests"])})


def _joined(environment: dict[str, str] | None, paths: str) -> str:
    return os.pathsep.join([(environment or {}).get("PYTHONPATH", ""), paths]).strip(os.pathsep)


def install_corner_shop(folder: Path) -> dict[str, str]:
    """Put the package where Python finds it; returns the environment that makes it do so."""
    about = folder / "corner_shop-1.dist-info"
    about.mkdir(parents=True)
    (folder / "corner_shop.py").write_text(PACKAGE, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: corner-shop\nVersion: 1\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(
        "[sidelight.sources]\ncorner-shop = corner_shop:CornerShop\n", encoding="utf-8"
    )
    return {"PYTHONPATH": str(folder)}


def traced(log: Path) -> list[str]:
    """The words that run a command under strace, its network calls written to ``log``."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    return ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg,sendmmsg", "-o", str(log)]


def connects(log: Path) -> list[str]:
    """Every call in a trace that connects to an internet address."""
    lines = log.read_text(errors="replace").splitlines()
    return [line for line in lines if "connect(" in line and "AF_INET" in line]


def _switch_loopback_on() -> None:
    """SIOCSIFFLAGS with IFF_UP, netdevice(7)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH22x", b"lo", 1))


def _packets() -> int:
    """How many packets loopback has sent, from the tenth column of /proc/net/dev."""
    [line] = [line for line in Path("/proc/net/dev").read_text().splitlines() if line.strip().startswith("lo:")]
    return int(line.partition(":")[2].split()[9])


def main(words: list[str]) -> None:
    from standins.gates import shows
    from standins.hostile_server import HostileServer

    _switch_loopback_on()
    with HostileServer(shows("Face mask for sensitive skin")) as shop:
        before = _packets()
        environment = {**os.environ, PORT: str(shop.port)}
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=100)
        seen = Seen(
            done.returncode,
            done.stdout,
            done.stderr,
            _packets() - before,
            shop.accepted,
            tuple(request.decode() for request in shop.requests),
        )
        print(json.dumps({name: getattr(seen, name) for name in Seen.__slots__}))


if __name__ == "__main__":
    main(sys.argv[1:])
