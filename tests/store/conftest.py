from __future__ import annotations

from collections.abc import Iterator

import pytest
from standins.clock import FakeClock

from desktop_client.paths import Profile
from desktop_client.store.database import Database
from desktop_client.store.profile_store import Store, open_store


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def database(profile: Profile, clock: FakeClock) -> Iterator[Database]:
    database = Database(profile.database, clock)
    yield database
    database.close()


@pytest.fixture
def store(profile: Profile, clock: FakeClock) -> Iterator[Store]:
    with open_store(profile, clock) as store:
        yield store
