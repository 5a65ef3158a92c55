"""``sidelight sources check``: Sidelight's own sources pass it, and so does the template once it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_client.cli import main
from desktop_client.commerce.asking.conformance import WHAT

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "docs" / "source-template"
OWN = [
    "shelf",
    "amazon",
    "bestbuy",
    "douyin",
    "ebay",
    "etsy",
    "jd",
    "pinduoduo",
    "shopify",
    "smzdm",
    "taobao",
    "walmart",
]


@pytest.mark.parametrize("name", OWN)
def test_every_source_of_sidelight_s_own_passes(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["sources", "check", name, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["id"], told["ok"]) == (name, True)
    assert {check["state"] for check in told["checks"]} <= {"ok", "not_checked"}
    assert all(check["why"] for check in told["checks"] if check["state"] == "not_checked")


def test_one_source_may_be_called_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["source", "check", "shelf"]) == 0
    assert capsys.readouterr().out.startswith("ok")


@pytest.mark.parametrize("name", ["nosuch", "dewu"])
def test_what_has_no_connector_is_said_in_one_line(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["sources", "check", name]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template, installed into a folder of its own."""
    uv = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if uv is None:
        pytest.skip("uv, which installs the template, is not there")
    package = tmp_path_factory.mktemp("package")
    shutil.copytree(TEMPLATE, package, dirs_exist_ok=True)
    target = tmp_path_factory.mktemp("installed")
    command = [uv, "pip", "install", "-q", "--offline", "--no-deps", "--no-cache", "--target", target, package]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return target


def _sidelight(installed: Path, profile: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desktop_client", *words, "--profile", str(profile)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(installed), str(ROOT)])}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)


def test_the_template_installs_is_listed_off_and_passes(installed: Path, tmp_path: Path) -> None:
    listed = json.loads(_sidelight(installed, tmp_path, "sources", "list", "--json").stdout)["sources"]
    assert {line["id"]: line["state"] for line in listed}["corner"] == "off"
    done = _sidelight(installed, tmp_path, "sources", "check", "corner", "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["ok"]


def test_a_template_with_a_fault_is_told_and_ends_in_1(installed: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(installed, broken)
    module = broken / "sidelight_corner" / "__init__.py"
    module.write_text(module.read_text().replace('"https://api.corner', '"https://elsewhere.corner'))
    done = _sidelight(broken, tmp_path, "sources", "check", "corner")
    assert done.returncode == 1
    assert done.stderr.startswith("1 of 8 checks failed.")
    assert "failed  What it wants to send" in done.stdout


def test_the_template_s_own_test_passes(installed: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(TEMPLATE)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(installed), str(ROOT)])}
    done = subprocess.run(
        [*command, str(TEMPLATE / "tests")], capture_output=True, text=True, check=False, env=environment, timeout=120
    )
    assert done.returncode == 0, done.stdout


def test_the_checks_are_said_in_chinese_too() -> None:
    assert all(sentence.in_language("zh") != sentence.in_language("en") for sentence in WHAT.values())
