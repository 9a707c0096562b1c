"""What somebody could type to make a card say or do something else."""

from __future__ import annotations

_MARKS = ("*", "**", "***", "_", "__", "~~", "`", "```", "|", "||", "$$", "==", "\\*", "\\", "\\\\")
_STARTS = (
    "# ",
    "## ",
    "> ",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "1) ",
    "---",
    "***",
    "===",
    "    ",
    "|a|b|\n|-|-|\n",
)
_TARGETS = (
    "https://evil.example",
    "http://evil.example/a_b_c",
    "javascript:alert(1)",
    "data:text/html;base64,PHA+",
    "msteams://teams.microsoft.com/l/chat/0",
    "mailto:x@evil.example",
    "//evil.example",
    "tel:0900",
    "file:///etc/passwd",
    "www.evil.example",
)
_LINKS = (
    "[clic]({})",
    "![image]({})",
    "<{}>",
    "[clic][1]\n[1]: {}",
    "[]({})",
    '[a](<{}> "t")',
    "{}",
)
_MENTIONS = (
    "<at>Philippe Morel</at>",
    '<at id="0">Tous</at>',
    "<at>{{name}}</at>",
    "@everyone",
    "@canal",
    "&lt;at&gt;Tous&lt;/at&gt;",
)
_HTML = (
    "<b>gras</b>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='https://evil.example'>clic</a>",
    "<table><tr><td>x</td></tr></table>",
    "<br/>",
    "<!-- commentaire -->",
    "<![CDATA[x]]>",
    "<svg/onload=alert(1)>",
    "&amp;&lt;b&gt;",
    "&#42;gras&#42;",
    "&#x5b;clic&#x5d;(https://evil.example)",
    "</TextBlock>",
)
_FUNCTIONS = tuple(
    f"{opened}{name}(2026-04-14T08:20:00Z{style}){closed}"
    for opened, closed in (
        ("{{", "}}"),
        ("{{{", "}}}"),
        ("{{{{", "}}}}"),
        ("{ {", "} }"),
        ("\\{{", "}}"),
    )
    for name in ("DATE", "TIME")
    for style in ("", ",SHORT", ", LONG")
)
_PLACES = ("${name}", "{name}", "{0}", "{number!r}", "%s", "{{name}}", "{", "}", "{}", "{{", "{{{")
_HIDDEN = tuple(
    f"avant{mark}après"
    for mark in (
        "\u202e", "\u202d", "\u202a", "\u202b", "\u2066", "\u2067", "\u2068", "\u200e", "\u200f",
        "\u061c", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u2028", "\u2029",
        "\u180e", "\x00", "\x07", "\x08", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\x9b",
        "\r", "\r\n", "\n", "\n\n# ", "\U000e0041", "\ufff9", "\ue000", "\ud83d",
    )
)  # fmt: skip
_FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", '=HYPERLINK("x")')

HOSTILE = list(
    dict.fromkeys(
        [
            *(f"{mark}fort{mark}" for mark in _MARKS),
            *(f"a{mark}fort{mark}b" for mark in _MARKS),
            *(f"{start}titre" for start in _STARTS),
            *(f"avant\n{start}titre" for start in _STARTS),
            *(link.replace("{}", target) for link in _LINKS for target in _TARGETS),
            *_MENTIONS,
            *_HTML,
            *_FUNCTIONS,
            *_PLACES,
            *_HIDDEN,
            *_FORMULAS,
        ]
    )
)
