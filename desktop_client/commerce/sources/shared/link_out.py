"""Link-outs: platforms whose own search page can be opened in the browser. Sidelight asks them nothing.

A link-out only builds a web address from the search words; nothing is sent until the user opens it. The addresses are
the platforms' public search pages, without any parameter that would earn somebody money (P15).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from desktop_client.commerce.meaning.limits import read_limit
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.source import Manifest, Mode

_ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("dewu", "Dewu", "得物", "https://www.dewu.com/search?keyword={words}"),
)
"""Id, name in English and in Chinese, search page of the platforms that have no connector of their own.

A connector's manifest carries its own search page, for those who have no key.
"""


@dataclass(frozen=True, slots=True)
class LinkOut:
    """A platform's search page as a link that the user may open. Its manifest has a ``link_out``."""

    manifest: Manifest

    def link_out(self, need: ShoppingNeed) -> str:
        """The address of the platform's search page for a need: its words, and nothing else of it."""
        return (self.manifest.link_out or "").format(words=quote(search_words(need), safe=""))


def search_words(need: ShoppingNeed) -> str:
    """What would be typed into a shop's search box: the search words, and the wishes that aren't among them.

    Limits stay here: a shop takes "at least 65 W" for four words, and 100 W would not have them.
    """
    text = need.text or need.category or ""
    wishes = [wish for wish in need.must_have if wish.casefold() not in text.casefold() and read_limit(wish) is None]
    return " ".join((text, *wishes)).strip()


def link_outs() -> tuple[LinkOut, ...]:
    """Every platform without a connector that can be opened in the browser."""
    return tuple(_link_out(*row) for row in _ROWS)


def _link_out(source_id: str, name: str, name_zh: str, template: str) -> LinkOut:
    host = urlsplit(template).hostname or ""
    manifest = Manifest(
        id=source_id,
        name={"en": name, "zh": name_zh},
        mode=Mode.LINK_OUT,
        what_it_is={
            "en": f"A link that opens {name}'s own search page in your browser. Sidelight asks {name} nothing.",
            "zh": f"一个链接，在浏览器里打开{name_zh}自己的搜索页。Sidelight 不会向{name_zh}查询任何内容。",
        },
        leaves_this_computer={
            "en": f"Nothing until you open the link. Opening it tells {name} the search words, at {host}.",
            "zh": f"打开链接之前什么都不会发出。打开链接会把搜索词告诉{name_zh}（{host}）。",
        },
        how_it_orders={
            "en": f"{name} orders its page by its own rules. Sidelight neither sees nor changes them.",
            "zh": f"页面由{name_zh}按自己的规则排序，Sidelight 看不到，也不会改动。",
        },
        who_gets_paid={
            "en": "The link carries no code that pays anyone. The page itself may hold advertisements.",
            "zh": "链接里没有任何返佣代码。页面上可能有该平台自己的广告。",
        },
        prices_may_be_kept={"en": "No prices are read.", "zh": "不读取任何价格。"},
        hosts=(host,),
        link_out=template,
    )
    return LinkOut(manifest)
