"""What is stored is read by whichever thread comes first; msgspec's first look at a class in two at once ends all.

So every reader of a class is made when its module is imported, which one thread does.
"""

from __future__ import annotations

import ast
import builtins
import subprocess
import sys
from pathlib import Path

import desktop_client

READ = """
from desktop_client.chat.conversation import Provenance
from desktop_client.chat.chat_settings import ChatSettings
from desktop_client.commerce.comparing.arrangement import Arrangement
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Commercial, Offer, Rating, Seller
from desktop_client.commerce.record import Asked, Came, Listed, ListedRow
import desktop_client.store.profile_store as store
import desktop_client.store.alerts, desktop_client.store.shortlists
kinds = Provenance, ChatSettings, Arrangement, Money, PriceRange, ShoppingNeed, Commercial, Offer, Rating, Seller
print([kind.__name__ for kind in (*kinds, Asked, Came, Listed, ListedRow) if not hasattr(kind, "__msgspec_cache__")])
"""


def test_msgspec_has_looked_at_all_that_is_stored_before_any_of_it_is_read() -> None:
    done = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr[-2000:]


def test_every_reader_of_a_class_is_made_when_its_module_is_imported() -> None:
    found = []
    for path in Path(desktop_client.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        made = {ast.unparse(call.args[0]) for each in tree.body for call in calls(each, "Decoder") if call.args}
        for call in calls(tree, "decode"):
            kinds = [word.value for word in call.keywords if word.arg == "type"]
            found += [f"{path.name}: {ast.unparse(call)}" for kind in kinds if not is_built_in(kind)]
        for call in calls(tree, "convert"):
            if ast.unparse(call.args[1]) not in made:
                found.append(f"{path.name}: {ast.unparse(call)}")
    assert found == []


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    """The calls of msgspec's functions of that name, but for those inside functions where a statement is given."""
    inside = ast.walk(tree) if not isinstance(tree, ast.FunctionDef | ast.ClassDef) else iter(())
    return [
        node
        for node in inside
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith("msgspec.")
        and ast.unparse(node.func).endswith(f".{name}")
    ]


def is_built_in(kind: ast.expr) -> bool:
    return all(hasattr(builtins, node.id) for node in ast.walk(kind) if isinstance(node, ast.Name))
