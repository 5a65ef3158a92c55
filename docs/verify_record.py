"""Check a record that `sidelight record export` wrote, with Python's standard library and nothing of Sidelight's.

    python verify_record.py record.jsonl

`docs/record.md` describes the format. Exit status: 0 the chain is whole, 1 it is broken, 2 wrong usage.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

FIRST_KEYS = ["format", "version", "label", "count", "hash"]
LABEL = (
    "Sidelight 的记录：发出、收到和展示过的内容，其中有广告 / "
    "Sidelight's record of what was sent, what came and what was shown; some of it is advertising"
)
ENTRY_KEYS = ["number", "at", "kind", "content", "previous", "hash"]


def read(line: bytes, keys: list[str]) -> dict[str, object]:
    """The object in a line, if it is written in the one way in which it is written."""
    try:
        found = json.loads(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if (
        not isinstance(found, dict)
        or list(found) != keys
        or json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" != line
    ):
        raise ValueError("not written as it should be")
    return found


def check(lines: Iterator[bytes]) -> tuple[int, str]:
    """The number of entries and the last hash; raises ValueError with what is wrong."""
    first = read(next(lines, b""), FIRST_KEYS)
    if (first["format"], first["version"], first["label"]) != ("sidelight-record", 1, LABEL):
        raise ValueError("the first line is not that of a record in version 1")
    count, previous = 0, "0" * 64
    for line in lines:
        count += 1
        try:
            entry = read(line, ENTRY_KEYS)
        except ValueError as error:
            raise ValueError(f"entry {count} can't be read: {error}") from error
        parts = [str(entry[key]) for key in ("number", "at", "kind", "previous", "content")]
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        if (entry["number"], entry["previous"], entry["hash"]) != (count, previous, digest):
            raise ValueError(f"entry {count} is not as it was written")
        previous = digest
    if (count, previous) != (first["count"], first["hash"]):
        raise ValueError(f"the chain ends at entry {count}, and not where the first line says")
    return count, previous


def main() -> int:
    """Check the file that the command line names."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with Path(sys.argv[1]).open("rb") as file:
            count, last = check(iter(file))
    except (OSError, ValueError) as error:
        print(f"broken: {error}", file=sys.stderr)
        return 1
    print(f"whole: {count} entries, the last has the hash {last}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
