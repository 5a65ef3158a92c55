"""Progress on stderr: a bar where somebody watches, a line now and then where a file or a pipe listens."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_client.wording import say

if TYPE_CHECKING:
    from desktop_client.cli.shell import Shell
    from desktop_client.inference.download import DownloadProgress
    from desktop_client.wording import Sentence

LINE_EVERY_PERCENT = 10
MB = 1_000_000


@contextmanager
def shown_download(shell: Shell) -> Iterator[Callable[[DownloadProgress], None]]:
    """Yield a callback for :func:`desktop_client.inference.download.download`."""
    if not sys.stderr.isatty():
        yield _Lines(shell).download
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda p: bar.update(task, description=shell.text(p.step), completed=p.done, total=p.total)


@contextmanager
def shown_reading(shell: Shell, what: Sentence) -> Iterator[Callable[[int, int], None]]:
    """Yield a callback for the reports of :class:`desktop_client.inference.library.ModelLibrary`; shown once called."""
    if not sys.stderr.isatty():
        yield _Lines(shell).reading(what)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(shell.text(what), total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


class _Lines:
    """One line for every tenth of the way."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._tenth = -1

    def download(self, progress: DownloadProgress) -> None:
        self._line(progress.step, progress.done, progress.total)

    def reading(self, what: Sentence) -> Callable[[int, int], None]:
        return lambda done, total: self._line(what, done, total)

    def _line(self, what: Sentence, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent // LINE_EVERY_PERCENT == self._tenth:
            return
        self._tenth = percent // LINE_EVERY_PERCENT
        unit, name = (MB, "MB") if total >= MB else (1000, "kB")
        words = say(
            "{what}: {percent} % ({done} of {total} {unit})",
            what=what,
            percent=percent,
            done=done // unit,
            total=total // unit,
            unit=name,
        )
        self._shell.note(self._shell.text(words))
