"""A clock that is wrong at a start or two empties no trash; one that goes on does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from standins.clock import FakeClock

from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store


@pytest.fixture
def thrown_away(profile: Profile, clock: FakeClock) -> Profile:
    """A profile with a chat, a branch and a shortlist in the trash."""
    with open_store(profile, clock) as store:
        whole = store.conversations.begin("whole", "q")
        branch = store.conversations.begin("branch", "q")
        store.conversations.trash(whole.conversation_id)
        store.branches.trash(branch.id)
        store.shortlists.new("gifts")
        store.shortlists.delete("gifts")
    return profile


def in_trash(profile: Profile, clock: FakeClock) -> int:
    """How many things a start leaves in the trash."""
    with open_store(profile, clock) as store:
        return len(store.conversations.trashed()) + len(store.branches.trashed()) + len(store.shortlists.deleted())


def test_starts_with_a_clock_a_year_ahead_empty_nothing(thrown_away: Profile, clock: FakeClock) -> None:
    right = clock.now
    clock.now = right + timedelta(days=365)
    assert in_trash(thrown_away, clock) == 3
    clock.pass_(hours=20)
    assert in_trash(thrown_away, clock) == 3, "the same day, once more"
    clock.now = right + timedelta(days=2)
    for _ in range(14):
        assert in_trash(thrown_away, clock) == 3, "put right, and what the wrong clock said is forgotten"
        clock.pass_(days=2)


def test_a_clock_that_goes_on_empties_it_a_day_later(thrown_away: Profile, clock: FakeClock) -> None:
    clock.pass_(days=31)
    assert in_trash(thrown_away, clock) == 3
    clock.pass_(hours=23)
    assert in_trash(thrown_away, clock) == 3
    clock.pass_(hours=1)
    assert in_trash(thrown_away, clock) == 0


def test_who_opens_it_every_other_week_has_the_trash_emptied_too(thrown_away: Profile, clock: FakeClock) -> None:
    left = []
    for _ in range(5):
        clock.pass_(days=14)
        left.append(in_trash(thrown_away, clock))
    assert left == [3, 3, 3, 0, 0]
