"""Messages made to hurt: too long, too deep, or asking for what no message may have.

192.0.2.0/24 is nobody's network.
"""

from __future__ import annotations

HOSTILE = {
    "10 MB in one line": "x" * 10_000_000,
    "10 MB of Chinese": "字" * 3_500_000,
    "5,000 columns": "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|1" * 5_000 + "|",
    "20,000 rows": "|a|b|\n|-|-|\n" + "|1|2|\n" * 20_000,
    "brackets": "[" * 200_000,
    "links": "[a](" * 50_000,
    "stars": "*a **a " * 30_000,
    "quotes": "> " * 100_000 + "x",
    "nested list": "\n".join("  " * n + "- a" for n in range(2_000)),
    "list": "- a\n" * 100_000,
    "numbers": "999999999. a\n" * 50_000,
    "unclosed fence": "```\n" + "code line\n" * 50_000,
    "fences": "```\n" * 100_000,
    "headings": "# h\n" * 50_000,
    "newlines": "\n" * 1_000_000,
    "tabs": "\t" * 200_000,
    "short lines": "ab\n" * 20_000,
    "short lines of Chinese, in paragraphs": ("中文\n" * 300 + "\n") * 60,
    "many signs": "**b** *i* `c` " * 5_000,
    "paragraphs of signs": ("**粗** *i* `c` ~~d~~ " * 40 + "\n\n") * 100,
    "emoji words": "😀 " * 20_000,
    "combining marks": "a" + "\u0301" * 50_000,
    "bidi and controls": "\u202e\u2066\x00\x1b[31m\u200b" * 50_000,
    "surrogates": "\ud800\udfff" * 1_000,
    "emoji": "👩‍👩‍👧‍👦" * 20_000,
    "html": "<table background='http://x/'><img src=file:///etc/passwd>" * 20_000,
    "strings in code": "```python\n" + '"' * 19_000 + "\n```",
    "maths": "\\[" * 50_000,
    "dollars": "$x_" * 50_000,
    "entities": "&#x202e;" * 20_000,
    "backticks": "".join("`" * (n % 90) + "a" for n in range(2_000)),
    "quoted table": "> |a|b|\n> |-|-|\n" + "> |1|2|\n" * 5_000,
    "pictures from files": "![a](file:///etc/passwd) ![b](/etc/shadow) ![c](C:\\Windows\\win.ini)\n\n" * 2_000,
    "pictures from the network": "![a](http://192.0.2.1/p.png) <img src='//192.0.2.2/p.png' srcset='x 2x'>\n\n" * 2_000,
    "UNC pictures": "![a](\\\\192.0.2.3\\share\\p.png) ![b](file://192.0.2.4/share/p.png)\n\n" * 2_000,
    "pictures in HTML": "<img src=\"\\\\192.0.2.5\\s\\p.png\"><svg><image href='file:///etc/passwd'/></svg>\n" * 2_000,
    "scripts and frames": "<script src='http://192.0.2.6/'></script><iframe src='file:///etc/hosts'></iframe>\n"
    * 2_000,
    "styles": "<style>@import url(http://192.0.2.7/);</style><p style='background:url(file:///etc/passwd)'>\n" * 2_000,
    "links of every kind": "[a](javascript:x()) [b](data:text/html,x) [c](file:///etc/passwd) [d](smb://192.0.2.8/)\n"
    * 2_000,
    "nested emphasis": "*" * 500 + "a" + "*" * 500,
}
"""By what each is."""
