"""Settings: what is kept, what is refused, and that a bad file or disk never costs the old one."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop_client import settings as s


def open_at(folder: Path) -> s.Settings:
    return s.Settings(folder / "settings.toml")


@pytest.mark.parametrize("option", s.OPTIONS, ids=lambda option: option.key)
def test_every_default_is_allowed_and_holds_in_a_fresh_profile(tmp_path: Path, option: s.Option[object]) -> None:
    assert option.accepts(option.default)
    assert open_at(tmp_path).get(option) == option.default
    assert not (tmp_path / "settings.toml").exists(), "reading creates nothing"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        (s.LANGUAGE, "zh"), (s.THEME, "dark"), (s.TEXT_SCALE, 1.5), (s.PLACEMENT, "AdnQywAD"), (s.PANEL_WIDTH, 500),
        (s.SEND_ON_RETURN, False), (s.FOLDED, ["护肤 & 旅行"]),
        (s.SHORTCUTS, {"new_chat": "Ctrl+T"}),
        (s.MODEL, "smollm2"), (s.SYSTEM_PROMPT, "简短"),
        (s.PRESETS, {"short": {"system_prompt": "简短", "temperature": 0.2, "top_k": 5}}),
        (s.TEMPERATURE, 0), (s.MAX_TOKENS, 64), (s.CONTEXT_TOKENS, 16384), (s.RUNTIME, "xllamacpp"),
        (s.INDEX_URL, "https://mirror.example/simple"),
        (s.MIRROR_URL, "https://hub.example"), (s.IN_PLACE, ["/models/m.gguf"]),
        (s.TEMPLATES, {"ab" * 32: "{{ messages }}\n"}),
        (s.SERVERS, [{"id": "box", "name": "Box", "url": "http://box.local/v1"}]), (s.COMMERCE, True),
        (s.COMMERCE_EXPLAINED, True), (s.PANEL_OPEN, True), (s.SOURCES, {"shelf": False}),
        (s.AT_ONCE, ["jd"]), (s.KEYS, ["jd"]), (s.CONVERT_TO, "CNY"),
        (s.MERCHANTS, [{"kind": "ucp", "origin": "https://shop.example", "name": "Shop"}]),
    ],
    ids=lambda value: getattr(value, "key", str(value)),
)  # fmt: skip
def test_every_setting_survives_a_restart(tmp_path: Path, option: s.Option[object], value: object) -> None:
    open_at(tmp_path).set(option, value)
    assert open_at(tmp_path).get(option) == value


def test_the_table_above_names_every_setting() -> None:
    mark = test_every_setting_survives_a_restart.pytestmark[0]  # type: ignore[attr-defined]
    assert [option.key for option, _ in mark.args[1]] == [option.key for option in s.OPTIONS]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        (s.LANGUAGE, "fr"), (s.TEXT_SCALE, 9), (s.TEXT_SCALE, True), (s.COMMERCE, "yes"), (s.SOURCES, {"shelf": "on"}),
        (s.MIRROR_URL, "hub.example"), (s.MIRROR_URL, "http://[half"), (s.INDEX_URL, "ftp://index.example/simple"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_stand_is_refused(tmp_path: Path, option: s.Option[object], value: object) -> None:
    settings = open_at(tmp_path)
    with pytest.raises(s.SettingsError):
        settings.set(option, value)
    assert settings.get(option) == option.default


def test_commerce_is_off_where_the_file_says_nonsense(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[commerce]\non = "maybe"\n')
    assert open_at(tmp_path).get(s.COMMERCE) is False


def test_unknown_keys_are_kept(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('future = 1\n[commerce]\nlater = "x"\n')
    open_at(tmp_path).set(s.COMMERCE, value=True)
    text = (tmp_path / "settings.toml").read_text()
    assert "future = 1" in text
    assert 'later = "x"' in text


def test_of_entries_that_several_threads_add_at_once_none_is_lost(tmp_path: Path) -> None:
    settings = open_at(tmp_path)
    names = [f"/models/{number}.gguf" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: settings.change(s.IN_PLACE, lambda now: [*now, name]), names))
    assert sorted(settings.get(s.IN_PLACE)) == sorted(open_at(tmp_path).get(s.IN_PLACE)) == sorted(names)


def test_a_damaged_file_is_moved_aside_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("language = ")
    settings = open_at(tmp_path)
    assert settings.problem is not None
    assert settings.get(s.LANGUAGE) == "system"
    settings.set(s.LANGUAGE, "zh")
    assert (tmp_path / "settings.broken.toml").read_text() == "language = "
    assert open_at(tmp_path).get(s.LANGUAGE) == "zh"


def test_a_write_that_fails_keeps_the_old_file_and_the_old_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = open_at(tmp_path)
    settings.set(s.THEME, "dark")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(s.SettingsError, match="No space left"):
        settings.set(s.THEME, "light")
    assert settings.get(s.THEME) == "dark"
    assert open_at(tmp_path).get(s.THEME) == "dark"
    assert [p.name for p in tmp_path.iterdir()] == ["settings.toml"]


def test_listeners_hear_of_a_change_after_it_is_on_disk(tmp_path: Path) -> None:
    settings, heard = open_at(tmp_path), []
    settings.on_change(lambda option: heard.append((option.key, (tmp_path / "settings.toml").exists())))
    settings.set(s.COMMERCE, value=True)
    assert heard == [("commerce.on", True)]


@pytest.mark.parametrize(("lang", "want"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("C", "en"), ("", "en")])
def test_the_language_follows_the_locale_until_it_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, want: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    settings = open_at(tmp_path)
    assert settings.language() == want
    settings.set(s.LANGUAGE, "zh")
    assert settings.language() == "zh"
