"""A database that can't be opened: the user is asked, and what they choose is done before the window opens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_client.app import rescue
from desktop_client.app.parts import Parts
from desktop_client.chat.upkeep import Copy
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.store.errors import StoreError
from desktop_client.store.profile_store import open_store
from desktop_client.ui.upkeep.rescue_dialog import WayOut


@pytest.fixture
def parts(profile: Profile) -> Iterator[Parts]:
    with Parts(profile, Settings(profile.settings)) as parts:
        yield parts


def use(profile: Profile, *, back_up: bool) -> None:
    with open_store(profile) as store:
        for number in range(60):
            store.conversations.begin(f"talk {number}", "words " * 200)
        if back_up:
            store.upkeep.back_up()


def damage(profile: Profile) -> None:
    pages = bytearray(profile.database.read_bytes())
    pages[40:4096] = b"\xff" * (4096 - 40)
    profile.database.write_bytes(pages)


class User:
    def __init__(self, *answers: WayOut) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[Copy | None, bool]] = []

    def __call__(self, why: StoreError, newest: Copy | None, salvageable: bool) -> WayOut:
        self.asked.append((newest, salvageable))
        return self._answers.pop(0)


def test_a_sound_database_asks_nothing(parts: Parts) -> None:
    assert rescue.opened(parts, User())


def test_the_backup_is_put_in_place(parts: Parts, profile: Profile) -> None:
    use(profile, back_up=True)
    profile.database.write_bytes(b"")
    user = User(WayOut.PUT_BACK)
    assert rescue.opened(parts, user)
    assert len(parts.store.conversations.conversations()) == 60
    ((newest, salvageable),) = user.asked
    assert newest is not None
    assert not salvageable


def test_what_can_be_read_is_taken_out(parts: Parts, profile: Profile) -> None:
    use(profile, back_up=False)
    pages = bytearray(profile.database.read_bytes())
    # The format numbers of the header contradict each other; all pages are sound.
    pages[18:20] = b"\xff\xff"
    profile.database.write_bytes(pages)
    user = User(WayOut.SALVAGE, WayOut.QUIT)
    assert rescue.opened(parts, user)
    assert len(parts.store.conversations.conversations()) == 60


def test_without_a_backup_it_is_salvaged_or_left_as_it_is(parts: Parts, profile: Profile) -> None:
    use(profile, back_up=False)
    damage(profile)
    before = profile.database.read_bytes()
    user = User(WayOut.QUIT)
    assert not rescue.opened(parts, user)
    assert profile.database.read_bytes() == before
    assert user.asked[0][0] is None
