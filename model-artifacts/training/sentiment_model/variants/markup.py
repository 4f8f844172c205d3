"""HTML tags and entities around and inside a text."""

from __future__ import annotations

import random

from .urls import make_url

ENTITIES = (("&", "&amp;"), ("'", "&#39;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;"))
BLOCKS = (
    "p",
    "div",
    "li",
    "span",
    "td",
    "h1",
    "h2",
    "h3",
    "blockquote",
    "section",
    "article",
    "body",
    "ul",
    "P",
    "DIV",
)
INLINE = ("b", "i", "em", "strong", "u", "span", "small", "B", "font", "mark", "code")
ATTRIBUTES = (
    "",
    "",
    "",
    ' class="text"',
    ' class="review-body main"',
    ' id="c1042"',
    ' style="color:#333"',
    " dir='ltr'",
    ' lang="en"',
    ' data-id="88213"',
    ' align="left"',
)
BREAKS = ("<br>", "<br/>", "<br />", "<br /><br />", "<BR>", "</p><p>", "<hr>")


def add_markup(text: str, choose: random.Random) -> str:
    """Wraps the text or some of its words in tags, breaks its lines by tags, or writes its punctuation as entities."""
    kind = choose.random()
    if kind < 0.4:
        return _wrap(text, choose.choice(BLOCKS), choose)
    if kind < 0.5:
        return _wrap(_wrap(text, choose.choice(INLINE), choose), choose.choice(BLOCKS), choose)
    if kind < 0.6:
        return choose.choice((f"{choose.choice(BREAKS[:5])}{text}", f"{text}{choose.choice(BREAKS[:5])}", f"<p>{text}"))
    if kind < 0.75:
        return _break_inside(text, choose)
    if kind < 0.92:
        return _mark_words(text, choose)
    for character, entity in ENTITIES:
        text = text.replace(character, entity)
    return text.replace(" ", "&nbsp;", choose.randint(1, 3)) if choose.random() < 0.5 else _wrap(text, "p", choose)


def _wrap(text: str, tag: str, choose: random.Random) -> str:
    return f"<{tag}{choose.choice(ATTRIBUTES)}>{text}</{tag}>"


def _break_inside(text: str, choose: random.Random) -> str:
    words = text.split(" ")
    place = choose.randint(0, len(words))
    ends = [index + 1 for index, word in enumerate(words[:-1]) if word.endswith((".", "!", "?"))]
    if ends:
        place = choose.choice(ends)
    return " ".join([*words[:place], choose.choice(BREAKS), *words[place:]]).strip()


def _mark_words(text: str, choose: random.Random) -> str:
    words = text.split(" ")
    size = min(len(words), choose.randint(1, 3))
    start = choose.randint(0, len(words) - size)
    marked = " ".join(words[start : start + size])
    if choose.random() < 0.25:
        wrapped = f'<a href="{make_url(choose)}">{marked}</a>'
    else:
        wrapped = _wrap(marked, choose.choice(INLINE), choose)
    return " ".join([*words[:start], wrapped, *words[start + size :]])
