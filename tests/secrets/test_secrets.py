"""Keys live in the system's keyring or in memory, never in a file, and no text ever shows one."""

from __future__ import annotations

import threading

import pytest

from desktop_client.secrets import LONGEST, PIECE, Secret, Secrets, SecretsError, Trouble, system_keyring

KEY = {"app_key": "12345", "app_secret": "CANARY-密钥"}


class MemoryKeyring:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[(service, username)]


class Forgetful(MemoryKeyring):
    """Says yes and keeps nothing, as the null back end does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Talkative(MemoryKeyring):
    """Puts the secret into its error."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"can't keep {password}")

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("locked CANARY")


class Undeletable(MemoryKeyring):
    def delete_password(self, service: str, username: str) -> None:
        pass


class Frozen(MemoryKeyring):
    def __init__(self) -> None:
        super().__init__()
        self.thawed = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.thawed.wait(60)
        return None


def test_a_key_is_kept_read_and_forgotten() -> None:
    keyring = MemoryKeyring()
    Secrets(keyring, "sidelight").keep("jd", KEY)
    again = Secrets(keyring, "sidelight")
    assert dict(again.get("jd") or {}) == KEY
    assert again.get("taobao") is None
    assert Secrets(keyring, "another profile").get("jd") is None
    again.forget("jd")
    again.forget("jd")
    assert (again.get("jd"), keyring.kept) == (None, {})


def test_without_a_keyring_a_key_lasts_for_the_session_alone() -> None:
    session = Secrets(None, "sidelight")
    session.keep("jd", KEY)
    assert not session.lasting
    assert dict(session.get("jd") or {}) == KEY
    assert Secrets(None, "sidelight").get("jd") is None
    session.forget("jd")
    assert session.get("jd") is None


@pytest.mark.parametrize(
    ("keyring", "trouble"), [(Forgetful(), Trouble.NOT_KEPT), (Talkative(), Trouble.REFUSED)], ids=["forgets", "raises"]
)
def test_what_is_not_kept_is_said_without_the_key(keyring: MemoryKeyring, trouble: Trouble) -> None:
    with pytest.raises(SecretsError) as caught:
        Secrets(keyring, "sidelight").keep("jd", KEY)
    assert caught.value.trouble is trouble
    assert "CANARY" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_key_that_can_not_be_deleted_is_said() -> None:
    secrets = Secrets(Undeletable(), "sidelight")
    secrets.keep("jd", KEY)
    with pytest.raises(SecretsError) as caught:
        secrets.forget("jd")
    assert caught.value.trouble is Trouble.NOT_KEPT


def test_a_frozen_keyring_holds_nobody_up() -> None:
    keyring = Frozen()
    with pytest.raises(SecretsError) as caught:
        Secrets(keyring, "sidelight", limit_s=0.01).get("jd")
    keyring.thawed.set()
    assert caught.value.trouble is Trouble.NO_ANSWER


def test_a_key_longer_than_every_keyring_takes_is_refused() -> None:
    with pytest.raises(SecretsError) as caught:
        Secrets(MemoryKeyring(), "sidelight").keep("jd", {"key": "x" * LONGEST})
    assert caught.value.trouble is Trouble.TOO_LONG


@pytest.mark.parametrize("length", [1, PIECE - 11, PIECE - 10, PIECE - 9, 2 * PIECE - 10, 3_200, LONGEST - 10])
def test_a_long_key_is_kept_in_pieces_that_every_keyring_takes(length: int) -> None:
    keyring = MemoryKeyring()
    secrets = Secrets(keyring, "sidelight")
    for parts in ({"k": "y" * (LONGEST - 10)}, {"k": "x" * length}):
        secrets.keep("walmart", parts)
        assert dict(Secrets(keyring, "sidelight").get("walmart") or {}) == parts
    assert max(len(piece) for piece in keyring.kept.values()) <= PIECE
    assert len(keyring.kept) == -(-(length + len('{"k": ""}')) // PIECE), "pieces of the longer key were left behind"
    secrets.keep("jd", KEY)
    secrets.forget("walmart")
    assert [name for _, name in keyring.kept] == ["jd"]


def test_a_key_of_which_a_piece_is_gone_is_said_to_be_broken() -> None:
    keyring = MemoryKeyring()
    Secrets(keyring, "sidelight").keep("walmart", {"key": "x" * 3_000})
    del keyring.kept["sidelight", "walmart 3"]
    with pytest.raises(SecretsError) as caught:
        Secrets(keyring, "sidelight").get("walmart")
    assert caught.value.trouble is Trouble.NOT_KEPT


def test_what_somebody_else_wrote_there_is_said_without_it() -> None:
    keyring = MemoryKeyring()
    keyring.set_password("sidelight", "jd", "CANARY no json")
    with pytest.raises(SecretsError) as caught:
        Secrets(keyring, "sidelight").get("jd")
    assert "CANARY" not in repr(caught.value)


def test_printing_a_key_shows_the_names_of_its_parts() -> None:
    assert repr(Secret(KEY)) == str(Secret(KEY)) == "Secret(app_key, app_secret)"
    assert "CANARY" not in f"{[Secret(KEY)]}"


def test_plain_text_back_ends_are_never_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    assert system_keyring() is None
