"""A key is kept in a real keyring (the Secret Service of a session of its own), read back and deleted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
UNLOCK = 'printf x | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'
WORK = """
import sys
from desktop_client.secrets import Secrets, system_keyring

keyring = system_keyring()
assert keyring is not None, "no keyring"
first = Secrets(keyring, "sidelight test")
assert first.get("jd") is None
first.keep("jd", {"app_key": "1", "app_secret": "CANARY-密钥"})
again = Secrets(system_keyring(), "sidelight test")
assert dict(again.get("jd")) == {"app_key": "1", "app_secret": "CANARY-密钥"}
again.forget("jd")
assert again.get("jd") is None
print(type(keyring).__module__)
"""


def test_a_real_keyring_keeps_a_key(tmp_path: Path) -> None:
    for program in PROGRAMS:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT),
    }
    words = ["dbus-run-session", "--", "sh", "-c", UNLOCK, "sh", sys.executable, "-c", WORK]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "keyring.backends.SecretService"
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"CANARY" not in kept, "the key lies in a file as plain text"
