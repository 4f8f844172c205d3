"""The rules of text normalization: Oniguruma patterns, and the constants that replace what they match.

Two properties hold for each rule:

- **Linear time.** Oniguruma backtracks, so each repetition has a bound. Without one, a pattern took 31 s for 131,072
  characters `<`.
- **Small reach.** The service reads a beginning of a long text first. It keeps the tokens of the beginning if the last
  of them ends at least 256 UTF-16 units before the beginning does. So at most 240 units behind a position may decide
  what becomes of the position. A match may be longer if its first characters decide: a URL is erased up to its end,
  wherever that is.

Deletions can stretch the reach, as the combining marks that `BertNormalizer` deletes always could: a word that holds
hundreds of invisible characters, or several runs of 60 equal letters.

Ruby's syntax, which the library uses, has no possessive bounds: `{1,9}+` repeats them. Hence the atomic groups. Each
rule costs 0.25 µs even where it finds nothing, so one rule holds all that becomes the same characters. An alternation
of characters is faster than a class of them: the search skips to their first bytes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One `Replace` of the tokenizers library."""

    pattern: str
    content: str


EMOJI_CLASS = r"\x{2300}-\x{23FF}\x{2600}-\x{27BF}\x{2B00}-\x{2BFF}\x{1F000}-\x{1FAFF}"
"""Emoji and dingbats by their blocks, so that an emoji without a token of its own does not make its word unknown."""

CJK_CLASS = (
    r"\x{3400}-\x{4DBF}\x{4E00}-\x{9FFF}\x{F900}-\x{FAFF}"
    r"\x{20000}-\x{2A6DF}\x{2A700}-\x{2B81F}\x{2B920}-\x{2CEAF}\x{2F800}-\x{2FA1F}"
)
"""The ideographs that `BertNormalizer` makes words of their own."""

_MARKUP = [
    # Comments, tags, and entities of blanks and dashes. Text is often escaped twice: "&lt;br&gt;" is a line break that
    # a page has shown, so an escaped tag is a tag. It ends at the first ">", escaped or not. 200 characters of the
    # Basic Multilingual Plane are 200 UTF-16 units; "&amp;lt;/" and "&amp;gt;" add 17.
    Rule(
        r"<!--(?>(?:[^\-\x{10000}-\x{10FFFF}]|-(?!->)){0,200})-->"
        r"|(?:<|&(?:amp;)?lt;)/?[A-Za-z!](?>(?:[^<>&\x{10000}-\x{10FFFF}]|&(?!(?:amp;)?[lg]t;)){0,200})"
        r"(?:>|&(?:amp;)?gt;)"
        r"|&(?:amp;)?(?:gt|nbsp|ensp|emsp|thinsp|mdash|ndash|hellip|bull|middot);"
        r"|&(?:amp;)?#(?:160|0?9|0?10|0?13|821[12]|8226|8230|[xX](?:[aA]0|0?[9aAdD]|201[34]|2022|2026));"
        r"|™|℠|®",
        " ",
    ),
    # Behind the tags: "&lt;3" is a heart.
    Rule(r"&(?:amp;)?lt;", "<"),
    # The entities of quotes, and the quotes that NFKD keeps.
    Rule(r"&(?:amp;)?(?:quot|[lrb]dquo|[lr]aquo|#0?34|#[xX]22|#822[01]|#[xX]201[cdCD]);|“|”|„|‟|″|«|»", '"'),
    Rule(r"&(?:amp;)?(?:apos|[lr]squo|#0?39|#[xX]27|#821[67]|#[xX]201[89]);|‘|’|‛|ʼ|′|´", "'"),
    Rule(r"&(?:amp;|#0?38;|#[xX]26;){1,4}", "&"),
]

_ADDRESSES = [
    # The punctuation behind a URL belongs to the sentence.
    Rule(r"(?:[hH][tT][tT][pP][sS]?://|[wW][wW][wW]\.|pic\.twitter\.com/)[^\s<>\"]{0,2048}[^\s<>\".,;:!?')\]]", " "),
    Rule(
        r"(?>[A-Za-z0-9._%+\-]{1,64})@[A-Za-z0-9\-]{1,63}\.[A-Za-z0-9](?>[A-Za-z0-9\-]{0,62})(?:\.[A-Za-z]{2,9})?", " "
    ),
]

# Emoticons become emoji. None is a part of a word, a number or an address.
_EMOTICONS = [
    Rule(r"(?<![0-9:=])[:=][\-o']?\){1,8}(?![A-Za-z0-9])|(?<![A-Za-z0-9])\(-?[:=](?![A-Za-z0-9])", "🙂"),
    Rule(r"(?<![A-Za-z0-9:=])(?:[:=]-?|[xX])D(?![A-Za-z0-9])", "😃"),
    Rule(r"(?<![0-9:=])[:=]'?-?\({1,8}(?![A-Za-z0-9])|(?<![A-Za-z0-9:]):-?[\\/](?![A-Za-z0-9/\\])|</3(?![0-9])", "🙁"),
    Rule(r"(?<![0-9&;]);-?[)pP](?![A-Za-z0-9])|(?<![A-Za-z0-9:=]):-?[pP](?![A-Za-z0-9])", "😉"),
    Rule(r"<3{1,8}(?![0-9])", "❤"),
]

_HASHTAGS = [
    # Words inside a hashtag begin at a capital letter, at a number, behind a number and at an underscore. The first
    # letter is no word of its own in "#iPhone", and is one in "#IHateMondays". A split in all words would change
    # "McDonald" and "YouTube".
    Rule(
        r"(?=[A-Z0-9_])(?:(?<=[a-z0-9])(?=[A-Z])(?<=#\w{2,40})|(?<=[a-z])(?=[0-9])(?<=#\w{2,40})"
        r"|(?<=[A-Z])(?=[A-Z][a-z])(?<=#\w{1,40})|_(?<=#\w{1,40}))",
        " ",
    ),
    # The sign (not that of "s#it"), handles and flags (two letters). A handle is not a part of a word, and "@ss" is no
    # handle. "RT @name:" repeats the text of another author.
    Rule(
        r"(?<![A-Za-z0-9])#(?=[^\W\d_])|(?:\bRT )?(?<![A-Za-z0-9_@])@(?!ss(?:h|\b))(?>[A-Za-z0-9_]{1,30}):?|"
        + "|".join(chr(code) for code in range(0x1F1E6, 0x1F200)),
        " ",
    ),
]

# Skin tones, signs of gender and hair behind a joiner, and the characters of control and format that `BertNormalizer`
# removes. Not before the rules above, whose reach would grow by them.
_INVISIBLE = [
    Rule(
        r"\x{200D}[♀♂🦰🦱🦲🦳]?|[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]|"
        + "|".join(
            rf"\x{{{code:X}}}"
            for code in [
                *range(0x80, 0xA0),
                *[0xAD, 0x61C, 0x200B, 0x200C, 0x200E, 0x200F],
                *range(0x202A, 0x202F),
                *range(0x2060, 0x2065),
                *range(0x2066, 0x206A),
                *[0xFEFF, 0xFFFD],
                *range(0x1F3FB, 0x1F400),
            ]
        ),
        "",
    ),
]

CASED = [*_MARKUP, *_ADDRESSES, *_EMOTICONS, *_HASHTAGS, *_INVISIBLE]
"""The rules that need upper case, in their order."""

# Each run of at least three equal characters loses its first ones, so that what stays of it lies at its end. Two
# letters stay, which WordPiece reads as the word or as the word and one more letter, or one letter where English hardly
# doubles it. Words of one letter three times ("www", "AAA") and Roman numbers stay whole. Stars stay too: their number
# is a rating.
UNCASED = [
    Rule(
        r"(.)(?=\1\1)(?:"
        r"(?<=[ahijkquvwy])\1{1,64}(?=\1)(?:(?!\1\b)|(?<!\b[a-z]{2}|[vx]ii))"
        r"|(?<=o)\1{1,64}(?=\1(?:[vwh]|\b))(?<!\b[btwz]\1{2,66})"
        r"|(?<=e)\1{1,64}(?=\1[avx])"
        r"|(?<=[bcdgnprt])\1{1,64}(?=\1\b)(?<!\b[a-z]{2}|\b[ao]d{2,65}|\beg{2,65}|\ber{2,65})"
        r"|(?<=[a-z])\1{0,64}(?=\1\1)(?:(?!\1\1\b)|(?<!\b[a-z]|[vx]i))"
        rf"|(?<=[!?=_~\-{EMOJI_CLASS}&&[^★☆⭐🌟]])\1{{0,64}}(?=\1\1)"
        r"|(?<=\.)\1{0,64}(?=\1\1\1))",
        "",
    ),
]
"""The rule behind the lower-casing."""
