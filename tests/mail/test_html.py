"""HTML mail becomes readable text and safe markup, whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from gateway.mail.html import safe_html, text_of_html
from gateway.mail.quoted import newly_written
from tests.mail.scaling import growth

GMAIL = (
    '<div dir="ltr">He came home in tears.<div><br></div><div>Can we talk?</div></div><br><div class="gmail_quote">'
    '<div dir="ltr" class="gmail_attr">On Mon, 2 Mar 2026 at 16:20, Office &lt;<a '
    'href="mailto:o@s.example">o@s.example</a>&gt; wrote:<br></div>'
    '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc"><p>The hall is '
    "closed.</p><p>Mrs Bell</p></blockquote></div>"
)
OUTLOOK = (
    '<p class="MsoNormal">He came home in tears.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p '
    'class="MsoNormal">Can we talk?<o:p></o:p></p>'
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p '
    'class="MsoNormal"><b>From:</b> Office &lt;o@s.example&gt;<br>'
    "<b>Sent:</b> 02 March 2026 16:20<br><b>To:</b> Priya<br><b>Subject:</b> Hall</p></div><p class=MsoNormal>The "
    "hall is closed.</p>"
)
OUTLOOK_WEB = (
    '<div class="elementToProof">He came home in tears.</div><div><br></div><div>Can we talk?</div><div '
    'id="appendonsend"></div><hr style="width:98%">'
    '<div id="divRplyFwdMsg" dir="ltr"><font><b>Von:</b> Office &lt;o@s.example&gt;<br><b>Gesendet:</b> Montag, 2. '
    "März 2026 16:20<br><b>An:</b> Priya<br>"
    "<b>Betreff:</b> Hall</font><div>&nbsp;</div></div><div>The hall is closed.</div>"
)
YAHOO = (
    "<div>He came home in tears.</div><div><br></div><div>Can we talk?</div><div id='yahoo_quoted_1' "
    "class='yahoo_quoted'><div>On Monday 2 March 2026 at 16:20:11 GMT, "
    "Office &lt;o@s.example&gt; wrote:</div><div><br></div><div>The hall is closed.</div></div>"
)
APPLE = (
    "<div>He came home in tears.</div><div><br></div><div>Can we talk?</div><div><br><blockquote type='cite'><div>On "
    "2 Mar 2026, at 16:20, Office "
    "&lt;o@s.example&gt; wrote:</div><br><div>The hall is closed.</div></blockquote></div>"
)
THUNDERBIRD = (
    "<p>He came home in tears.</p><p>Can we talk?</p><div class='moz-cite-prefix'>On 02/03/2026 16:20, Office "
    "wrote:<br></div><blockquote type='cite'>"
    "<p>The hall is closed.</p></blockquote>"
)


@pytest.mark.parametrize(
    "html",
    [GMAIL, OUTLOOK, OUTLOOK_WEB, YAHOO, APPLE, THUNDERBIRD],
    ids=["gmail", "outlook", "outlook web", "yahoo", "apple", "thunderbird"],
)
def test_history_in_each_program_s_markup_is_folded(html: str) -> None:
    written = newly_written(text_of_html(html))
    assert written.text == "He came home in tears.\n\nCan we talk?"
    assert "The hall is closed." in written.quoted


def test_words_typed_under_a_quote_are_kept() -> None:
    html = "<div>Hello</div><blockquote type='cite'>Old</blockquote><div>She is frightened.</div>"
    assert newly_written(text_of_html(html)).text == "Hello\n\nShe is frightened."


def test_an_indent_is_the_writers_own() -> None:
    html = '<div>She said:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0"><div>he hits me</div></blockquote>'
    assert text_of_html(html) == "She said:\nhe hits me"


def test_what_is_hidden_or_is_no_text_is_dropped() -> None:
    html = (
        "<head><title>t</title><style>p{color:red}</style></head><div style='display:none'>preheader "
        "<b>x</b></div><script>alert(1)</script>"
        "<!-- note --><p>Seen</p><img src='http://track.example/1.gif' width=1 alt='pixel'><span hidden>no</span>"
    )
    assert text_of_html(html) == "Seen"


def test_lists_tables_and_links_can_be_read() -> None:
    html = (
        "<ul><li>one<li>two</ul><ol><li>first</li><li>second</li></ol><table><tr><td>Mon</td><td>PE</td></tr><tr><td>Tue</td><td>Art</td></tr></table>"
        "<a href='https://forms.example/x'>the form</a> <a href='https://a.example/'>a.example</a><hr>end"
    )
    assert text_of_html(html) == (
        "- one\n- two\n1. first\n2. second\nMon  PE\nTue  Art\nthe form <https://forms.example/x> a.example\n"
        + "_" * 32
        + "\nend"
    )


def test_an_emoji_that_came_as_a_picture_is_kept() -> None:
    assert text_of_html("<p>Thanks <img src='cid:1' alt='👍'></p>") == "Thanks 👍"


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\x00",
        "<",
        "<?xml version='1.0' encoding='utf-16'?><p>a",
        "<p",
        "&#xD800;",
        "\ud800x",
        "<!--",
        "<div>" * 100_000 + "x",
        "<blockquote>" * 50_000 + "x",
        "<table><tr><td>" * 30_000 + "x",
        "<a href='http://x.example'>" * 30_000,
        "&" * 400_000,
        "<b><i>" * 50_000,
        "<" * 500_000,
        "<p>" * 100_000,
    ],
)
def test_anything_is_read_without_failing(html: str) -> None:
    text_of_html(html)
    safe_html(html.encode("utf-8", "replace").decode())


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<blockquote>", "<table><tr><td>", "<a href='http://x.example'>", "&", "<b><i>", "<", "<p>", "<p>a</p>"],
)
@pytest.mark.parametrize("work", [text_of_html, safe_html], ids=["text", "markup"])
def test_the_cost_of_any_markup_grows_no_faster_than_its_length(work: Callable[[str], str], piece: str) -> None:
    html = piece * (30_000 // len(piece))
    assert growth(lambda: work(html), lambda: work(html * 4)) < 8


def test_words_at_the_bottom_of_deep_markup_are_not_lost() -> None:
    assert text_of_html("<div>" * 5_000 + "he hits me" + "</div>" * 5_000) == "he hits me"


def test_safe_markup_fetches_nothing_runs_nothing_and_covers_nothing() -> None:
    html = (
        "<p style='position:fixed;top:0'>Hi</p><img src='http://t.example/p.gif'><form "
        "action='http://x.example'><input name=a></form><iframe src='x'></iframe>"
        "<a href='javascript:alert(1)'>go</a><svg onload=alert(1)></svg><p "
        "onclick='x()'>b</p><style>*{display:none}</style><script>alert(1)</script>"
        "<link rel=stylesheet href=//x.example><meta http-equiv=refresh content=0><a href='//evil.example'>c</a>"
    )
    safe = safe_html(html)
    for word in (
        "style",
        "img",
        "form",
        "input",
        "iframe",
        "javascript",
        "onload",
        "onclick",
        "script",
        "link",
        "meta",
        "http",
        "//",
    ):
        assert word not in safe.replace('rel="noopener noreferrer nofollow"', "")
    assert "<p>Hi</p>" in safe


def test_a_link_says_where_it_goes() -> None:
    safe = safe_html(
        '<a href="https://evil.example/?a=1&amp;b=%22%3e">https://school.example</a> <a '
        'href="https://school.example/">school.example</a>'
    )
    assert "(https://evil.example/?a=1&amp;b=%22%3e)</small>" in safe
    assert 'rel="noopener noreferrer nofollow"' in safe
    assert safe.count("<small>") == 1


@pytest.mark.parametrize(
    "html",
    [
        "<img src=//evil.example/1.gif onerror=alert(1)>",
        "<img src='cid:x' srcset='//evil.example 2x'>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<a href=//evil.example>x</a>",
        "<svg><script href=//evil.example>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=//evil.example onerror=alert(1)&gt;'>",
        "<noscript><p title='</noscript><img src=//evil.example onerror=alert(1)>'>",
        "<template><script>alert(1)</script></template>",
        "<style>@import '//evil.example'</style><p style='background:url(//evil.example)'>a</p>",
        "<base href=//evil.example><a href=/x>y</a>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "<link rel=stylesheet href=//evil.example>",
        "<video src=//evil.example poster=//evil.example></video><audio><source src=//evil.example></audio>",
        "<object data=//evil.example></object><embed src=//evil.example>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<table background=//evil.example><td background=//evil.example>x",
        "<form action=//evil.example><input type=image src=//evil.example><button formaction=javascript:alert(1)>b</button>",
        "<blockquote cite=//evil.example>q</blockquote><del cite=//evil.example>d</del>",
        "<!--[if mso]><img src=//evil.example><![endif]-->",
        "<p id=login class=header name=z onclick=alert(1)>t</p>",
        "<script>alert(1)",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<IMG SRC=//evil.example ONERROR=alert(1)>",
        "<input autofocus onfocus=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<x onclick=alert(1)>y</x>",
    ],
)
def test_nothing_in_hostile_markup_is_fetched_or_run(html: str) -> None:
    safe = safe_html(html)
    # What is left is text and tags without any attribute that leads somewhere.
    assert not re.search(
        r"<(?:img|script|style|svg|math|iframe|object|embed|form|input|base|meta|link|video|audio)", safe, re.I
    )
    assert not re.search(
        r"<[^>]*\s(?:on\w+|src|srcset|style|cite|action|background|id|class|data|poster)\s*=", safe, re.I
    )
    assert not re.search(r"href\s*=", safe, re.I)


@pytest.mark.parametrize("before", ["", "lang=en ", "dir=ltr lang=en ", "target=_top ", "onclick=x "])
def test_no_attribute_in_front_of_a_link_hides_where_it_goes(before: str) -> None:
    safe = safe_html(f"<a {before}href='https://evil.example/'>school.example</a>")
    assert safe.endswith("<small>(https://evil.example/)</small>")


def test_marks_that_turn_the_order_of_characters_go() -> None:
    assert safe_html("<p>exe\u202efdp</p>") == "<p>exefdp</p>"
    assert text_of_html("<p>exe\u202efdp</p>") == "exefdp"
    assert text_of_html("<p>\u2067مرحبا\u2069</p>") == "\u2067مرحبا\u2069"
