"""A product feed of any length, the same for everyone: what the shelf is measured with.

The goods are made up from a fixed seed. Their words are spread as words of shops are: a few kinds, brands and
properties make up most titles, model codes are all different, and descriptions draw on twenty thousand words of which
the common ones come again and again. One row in five is Chinese. Rows are written as they are made, so a feed of a
million rows needs no memory.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

HEADER = ("id", "title", "description", "link", "price", "availability", "brand", "product_type", "color", "size")

KINDS = {
    "laptop": "Electronics > Laptops",
    "wireless mouse": "Electronics > Mice",
    "mechanical keyboard": "Electronics > Keyboards",
    "monitor": "Electronics > Monitors",
    "headphones": "Electronics > Headphones",
    "bluetooth speaker": "Electronics > Speakers",
    "phone case": "Electronics > Phone cases",
    "power bank": "Electronics > Power banks",
    "usb hub": "Electronics > USB hubs",
    "external hard drive": "Electronics > Storage",
    "toner cartridge": "Office > Toner",
    "office chair": "Office > Chairs",
    "desk lamp": "Home > Lamps",
    "coffee maker": "Kitchen > Coffee makers",
    "electric kettle": "Kitchen > Kettles",
    "frying pan": "Kitchen > Pans",
    "water bottle": "Sports > Bottles",
    "running shoes": "Sports > Shoes",
    "yoga mat": "Sports > Yoga",
    "tent": "Sports > Camping",
    "backpack": "Bags > Backpacks",
    "suitcase": "Bags > Luggage",
    "face mask": "Beauty > Face masks",
    "face cream": "Beauty > Creams",
    "sunscreen": "Beauty > Sun care",
    "shampoo": "Beauty > Hair",
    "lipstick": "Beauty > Lips",
    "notebook": "Office > Paper",
    "fountain pen": "Office > Pens",
    "dog food": "Pets > Dogs",
}
KINDS_ZH = {
    "面膜": "美妆 > 面膜",
    "面霜": "美妆 > 面霜",
    "防晒霜": "美妆 > 防晒",
    "洗发水": "美妆 > 洗护",
    "蓝牙耳机": "数码 > 耳机",
    "笔记本电脑": "数码 > 电脑",
    "充电宝": "数码 > 充电宝",
    "机械键盘": "数码 > 键盘",
    "保温杯": "家居 > 杯具",
    "台灯": "家居 > 灯具",
    "电热水壶": "厨房 > 水壶",
    "双肩包": "箱包 > 背包",
    "行李箱": "箱包 > 行李箱",
    "跑步鞋": "运动 > 鞋",
    "瑜伽垫": "运动 > 瑜伽",
}
_ADJECTIVES = (
    "compact portable wireless rechargeable waterproof foldable ergonomic adjustable lightweight quiet "
    "fast heavy slim soft classic modern premium basic outdoor travel kids women men unisex organic "
    "reusable insulated magnetic smart"
)
ADJECTIVES = _ADJECTIVES.split()
_ADJECTIVES_ZH = (
    "轻薄 便携 无线 防水 折叠 静音 快充 大容量 加厚 复古 儿童 女士 男士 补水 保湿 舒缓 敏感肌 控油 "
    "美白 温和 家用 户外 旅行 智能"
)
ADJECTIVES_ZH = _ADJECTIVES_ZH.split()
COLOURS = ("Black", "White", "Silver", "Blue", "Red", "Green", "Grey", "Pink")
COLOURS_ZH = ("黑色", "白色", "银色", "蓝色", "红色", "绿色", "灰色", "粉色")
SIZES = ("250 ml", "500 ml", "1 l", "16 GB", "64 GB", "1 TB", "15.6 inch", "2 m", "30 pcs", "XL", "42", "100 g")
_COMMON_ZH = (
    "品质 设计 材质 适合 日常 使用 轻松 舒适 安全 耐用 包装 规格 容量 颜色 尺寸 礼盒 官方 正品 新款 "
    "热销 细腻 清爽 温和 不刺激"
)
COMMON_ZH = _COMMON_ZH.split()
_BEGINNINGS = (*"bcdfgklmnprstvz", "br", "cr", "dr", "pl", "st", "tr")
_SYLLABLES = [a + b for a in _BEGINNINGS for b in ("a", "e", "i", "o", "u", "ai", "ea")]


def _made_up(rng: random.Random, count: int, least: int, most: int) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(least, most)))] = None
    return list(words)


class Catalogue:
    """The made-up goods. Two with the same seed give the same rows."""

    def __init__(self, seed: int = 7) -> None:
        rng = random.Random(seed)
        self.brands = [word.capitalize() for word in _made_up(rng, 400, 2, 3)]
        self.words = _made_up(rng, 20_000, 2, 4)
        self._seed = seed

    def rows(self, count: int, *, cheaper: bool = False) -> Iterator[tuple[str, ...]]:
        """Rows under :data:`HEADER`; ``cheaper``: the same goods, every tenth of them at a lower price."""
        rng = random.Random(self._seed)
        brands = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.brands))))
        words = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(self.words))))
        for number in range(count):
            brand = rng.choices(self.brands, cum_weights=brands)[0]
            code = f"{rng.choice('ABCDEFGHKLMNPRSTX')}{rng.choice('ABCDEFGHKLMNPRSTX')}-{rng.randrange(10_000):04}"
            text = rng.choices(self.words, cum_weights=words, k=rng.randint(8, 28))
            make = self._chinese if number % 5 == 4 else self._english
            title, description, category, colour, size = make(rng, brand, code, text)
            cents = rng.randrange(300, 150_000)
            if cheaper and number % 10 == 0:
                cents -= cents // 10
            yield (
                f"p{number}",
                title,
                description,
                f"https://shop.example/p/{number}",
                f"{cents // 100}.{cents % 100:02} {'CNY' if number % 5 == 4 else 'USD'}",
                "in_stock",
                brand,
                category,
                colour,
                size,
            )

    def _english(self, rng: random.Random, brand: str, code: str, text: list[str]) -> tuple[str, str, str, str, str]:
        kind = rng.choice(tuple(KINDS))
        said = rng.sample(ADJECTIVES, rng.randint(0, 3))
        colour, size = rng.choice(COLOURS), rng.choice(SIZES)
        title = " ".join((brand, code, *said, kind, size, colour) if rng.random() < 0.7 else (brand, kind, code))
        return title, f"{' '.join(text)}. {' '.join(said)} {kind} {size}.", KINDS[kind], colour, size

    def _chinese(self, rng: random.Random, brand: str, code: str, text: list[str]) -> tuple[str, str, str, str, str]:
        kind = rng.choice(tuple(KINDS_ZH))
        said = rng.sample(ADJECTIVES_ZH, rng.randint(1, 4))
        place = rng.randrange(len(COLOURS))
        title = f"{brand} {''.join(said)}{kind} {code} {COLOURS_ZH[place]}"
        body = "".join(rng.choices(COMMON_ZH, k=len(text)))
        return title, f"{''.join(said)}{kind}，{body}。", KINDS_ZH[kind], COLOURS_ZH[place], rng.choice(SIZES)

    def queries(self, count: int) -> list[str]:
        """What people type: a kind, a kind with properties or a brand, a model code, a whole sentence, in both
        languages.
        """
        rng = random.Random(self._seed + 1)
        codes = [row[1] for row in itertools.islice(self.rows(2_000), 0, None, 7)]
        found = []
        for number in range(count):
            kind, kind_zh = rng.choice(tuple(KINDS)), rng.choice(tuple(KINDS_ZH))
            brand = rng.choice(self.brands[:60])
            found.append(
                (
                    kind,
                    f"{rng.choice(ADJECTIVES)} {kind}",
                    f"{brand} {kind}",
                    f"{rng.choice(COLOURS).lower()} {kind} {rng.choice(SIZES)}",
                    rng.choice(codes),
                    f"I need a {rng.choice(ADJECTIVES)} {kind} for {rng.choice(self.words[:200])}",
                    kind_zh,
                    f"{rng.choice(ADJECTIVES_ZH)}{kind_zh}",
                    f"有没有适合{rng.choice(ADJECTIVES_ZH)}的{kind_zh}",
                    f"{rng.choice(ADJECTIVES)} {rng.choice(self.words[:500])}",
                )[number % 10]
            )
        return found


def write_feed(path: Path, count: int, *, seed: int = 7, cheaper: bool = False) -> None:
    """Write the first ``count`` rows as a Google feed in a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join(HEADER) + "\n")
        for row in Catalogue(seed).rows(count, cheaper=cheaper):
            file.write("\t".join(row) + "\n")
