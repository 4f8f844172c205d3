"""Addresses of web pages in front of and behind a text."""

from __future__ import annotations

import random
import string

LETTERS_AND_DIGITS = string.ascii_letters + string.digits
SHORTENERS = (
    "https://t.co/",
    "http://t.co/",
    "https://bit.ly/",
    "bit.ly/",
    "http://ow.ly/",
    "https://goo.gl/",
    "https://tinyurl.com/",
    "https://youtu.be/",
    "https://dlvr.it/",
    "http://fb.me/",
)
DOMAINS = (
    "example",
    "dailypaper",
    "citynews",
    "shopmart",
    "cloudly",
    "myforum",
    "photobox",
    "streamly",
    "bookbay",
    "travelnotes",
    "marketwire",
    "techdesk",
    "kitchenblog",
    "sportsline",
    "openwiki",
    "jobsboard",
)
ENDINGS = (".com", ".org", ".net", ".co.uk", ".io", ".de", ".info", ".in", ".com.au", ".fr")
PATH_WORDS = (
    "news",
    "article",
    "post",
    "watch",
    "item",
    "product",
    "page",
    "status",
    "blog",
    "view",
    "2019",
    "2023",
    "story",
    "photo",
    "video",
    "thread",
    "en",
    "index",
    "archive",
    "local",
    "tech",
    "11",
    "04",
    "reviews",
)


def make_url(choose: random.Random) -> str:
    """A made-up address: short link, host alone, path, or long path with a query."""
    kind = choose.random()
    if kind < 0.45:
        return choose.choice(SHORTENERS) + "".join(choose.choices(LETTERS_AND_DIGITS, k=choose.randint(6, 10)))
    start = choose.choice(("https://www.", "http://www.", "https://", "http://", "www."))
    host = start + choose.choice(DOMAINS) + choose.choice(ENDINGS)
    if kind < 0.55:
        return host
    path = "/".join(choose.choices(PATH_WORDS, k=choose.randint(1, 4)))
    if kind < 0.75:
        return f"{host}/{path}{choose.choice(('', '/', '.html', '.php'))}"
    number = choose.randint(100, 9_999_999)
    query = choose.choice((f"?id={number}", f"-{number}.html", f"?utm_source=feed&ref={number}", f"/{number}#comments"))
    return f"{host}/{path}{query}"


def add_url(text: str, choose: random.Random) -> str:
    """Puts an address behind the text (mostly) or in front of it."""
    url = make_url(choose)
    place = choose.random()
    if place < 0.65:
        return f"{text} {url}"
    if place < 0.75:
        return f"{text} {choose.choice((f'({url})', f'[{url}]', f'<{url}>'))}"
    if place < 0.85:
        return f"{text} {choose.choice(('via', 'link:', 'see', 'pic:', '-', '->', 'more:'))} {url}"
    return f"{url}{choose.choice((' ', ' ', ' - ', ': '))}{text}"
