"""*Delete everything*: what a profile holds, but for its models, is removed from the disk and from the keyring."""

from __future__ import annotations

import shutil
from contextlib import suppress

from desktop_client import paths
from desktop_client import settings as options
from desktop_client.app.parts import Parts
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile


def forget_keys(parts: Parts) -> None:
    """Take every key of this profile out of the keyring. What the keyring refuses is tried no further."""
    kept: list[str] = parts.settings.get(options.KEYS)
    for source_id in kept:
        with suppress(SidelightError):
            parts.keys.forget(parts.registry.manifest(source_id))
    for server in parts.servers.all():
        with suppress(SidelightError):
            parts.servers.remove(server.id)


def wipe(profile: Profile) -> None:
    """Remove all files of a profile that nobody has open; its models stay, and the lock that the caller holds.

    Raises:
        OSError: something can't be removed; what could be is gone.
    """
    failed: OSError | None = None
    for path in [*profile.root.iterdir(), *paths.cache().glob("fault-*.txt")]:
        if path in (profile.models, profile.lock):
            continue
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError as error:
            failed = error
    if failed is not None:
        raise failed
