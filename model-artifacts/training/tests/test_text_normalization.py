"""What the normalization inside `tokenizer.json` makes of texts, how long it takes, and how far it looks ahead."""

import itertools
import json
import random
import time
import unicodedata
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from sentiment_model.normalization_fixture import PARTS, write_text_normalization
from sentiment_model.normalization_rules import CASED, UNCASED
from sentiment_model.text_normalization import Emoji, build_tokenizer, read_emoji

FIXTURES = Path(__file__).parents[3] / "e2e" / "fixtures"
SOURCE = FIXTURES / "families" / "bert" / "tokenizer.json"
# UTF-16 units behind a position that may decide what becomes of it. The service keeps 256 units free.
REACH_UNITS = 240


@pytest.fixture(scope="module")
def tokenizer():
    tokenizer = Tokenizer.from_file(str(FIXTURES / "text-normalization" / "tokenizer.json"))
    tokenizer.no_truncation()
    return tokenizer


@pytest.fixture(scope="module")
def read_words(tokenizer):
    def read(text):
        normalized = tokenizer.normalizer.normalize_str(text)
        return " ".join(word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(normalized))

    return read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@united lost my bag", "lost my bag"),
        ("RT @BBC_News: rain tomorrow", "rain tomorrow"),
        ("thanks @o2, it works", "thanks , it works"),
        ("meet me @ 5 in a@b, kick @ss", "meet me @ 5 in a @ b , kick @ ss"),
        ("see https://t.co/a?b=c#D, or HTTP://x.org.", "see , or ."),
        ("(www.example.org) pic.twitter.com/aB1 http://", "( ) http : / /"),
        ("write to jo.doe+x@mail.example.org now", "write to now"),
        ("@x https://y.z", ""),
    ],
)
def test_addresses_and_handles_are_erased(read_words, text, words):
    assert read_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<p class="a">Good<br/>film</p>', "good film"),
        ("so &lt;br&gt; what &amp;lt;/p&amp;gt; else", "so what else"),
        ("good <!-- a > b --> film", "good film"),
        ("it&#39;s &quot;fine&quot; &amp;quot;too&amp;quot;", 'it \' s " fine " " too "'),
        ("salt &amp; pepper &amp;amp; sauce&nbsp;here&hellip;now", "salt & pepper & sauce here now"),
        ("3 < 5, 7 > 6, a &lt; b &unknown;", "3 < 5 , 7 > 6 , a < b & unknown ;"),
        ("<" + "a" * 202 + ">", "< " + "a" * 1 + " >"),
    ],
)
def test_tags_are_erased_and_entities_decoded(read_words, text, words):
    assert read_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#WorstServiceEver2024", "worst service ever 2024"),
        ("#IHateMondays #NBAFinals #100DaysOfCode", "i hate mondays nba finals # 100 days of code"),
        ("#iPhone #love_my_job #worstever #COVID", "iphone love my job worstever covid"),
        ("iPhone McDonald snake_case C# #1 s#it", "iphone mcdonald snake _ case c # # 1 s # it"),
    ],
)
def test_hashtags_become_words(read_words, text, words):
    assert read_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("soooo gooood, NOOOO, yesss, tooo, booo", "so good , no , yess , too , boo"),
        ("haaaappy waaaay huuuge niiice heyyy wowww", "happy way huge nice hey wow"),
        ("loooove reeeally freeee damnnn bigggg reallllly", "love really free damn big really"),
        ("adddd odddd", "add odd"),
        ("www AAA iii xiii 1000000 ***** feel good off", "www aaa iii xiii 1000000 * * * * * feel good off"),
        ("no!!!!! why????? wait..... ----- ?!?!", "no ! ! why ? ? wait . . . - - ? ! ? !"),
        ("a" * 33 + " " + "o" * 80 + "h", "a oh"),
    ],
)
def test_long_letters_and_marks_become_short(read_words, text, words):
    assert read_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("great👍🏽great", "great 👍 great"),
        ("😂😂😂😂😂 ❤️❤️❤️❤️", "😂 😂 ❤ ❤"),
        ("⭐⭐⭐⭐⭐ ★★★☆☆", "⭐ ⭐ ⭐ ⭐ ⭐ ★ ★ ★ ☆ ☆"),
        ("👨‍👩‍👧 🤷🏾‍♀️ 👩‍🦰 1️⃣ USA🇺🇸ok", "👨 👩 👧 🤷 👩 1 usa ok"),
        ("thanks:) fun :-D ok ;) hm :/ sad :( (: I <3 it", "thanks 🙂 fun 😃 ok 😉 hm 🙁 sad 🙁 🙂 i ❤ it"),
        ("xD &lt;3 </3 :'( :)))) =((", "😃 ❤ 🙁 🙁 🙂 🙁"),
        ("10:30 (a): std::x x=(1) C:\\ {a:[b]} 1<3", "10 : 30 ( a ) : std : : x x = ( 1 ) c : \\ { a : [ b ] } 1 ❤"),
    ],
)
def test_emoji_are_words_and_emoticons_are_emoji(read_words, text, words):
    assert read_words(text) == words


def test_letters_and_quotes_of_other_forms_become_ascii(read_words):
    assert (
        read_words("ＦＵＬＬ don’t “say” ﬁne´s iPhone™ a\u200bb naïve…")
        == "full don ' t \" say \" fine ' s iphone ab naive . . ."
    )


def test_an_ordinary_text_keeps_its_ids(tokenizer):
    source = Tokenizer.from_file(str(SOURCE))
    source.no_truncation()
    for text in [
        "The first half drags; the second half soars. I'd see it again (twice!), at $7.50.",
        "He said: \"It isn't bad\" -- and 20% off, 3/5 stars, e.g. at 10:30 a.m., was O'Neil's offer & more...",
        "Würde ich wieder kaufen, ganz großes Kino! naïve façade, crème brûlée",
        "最高の映画でした Это было скучно كان الفيلم رائعا שירות גרוע",
        "",
        " \n\t",
    ]:
        assert tokenizer.encode(text).ids == source.encode(text).ids


def test_a_normalized_text_stays_as_it_is(tokenizer):
    for text in [
        "RT @bob: soooo #WorstDayEver2024 :( it’s 😂😂😂😂 &amp; <b>goooood</b>!!!! https://a.b/c?d=e",
        "haaaappy birthday... “see” you &lt;br&gt; tooooo, ok ;) 👍🏽👍🏽👍🏽 #love_it ＦＵＬＬ naïve xD <3",
    ]:
        once = tokenizer.normalizer.normalize_str(text)
        assert once != text
        assert tokenizer.encode(once).ids == tokenizer.encode(text).ids


def test_each_emoji_has_a_name_and_a_token_of_its_own(tokenizer):
    emoji = read_emoji()
    assert len(emoji) >= 400
    assert len({one.character for one in emoji}) == len(emoji)
    for one in emoji:
        assert len(one.character) == 1
        assert one.name == one.name.lower().strip() != ""
        assert unicodedata.normalize("NFKD", one.character) == one.character
        encoded = tokenizer.encode(f"so{one.character}{one.character}so")
        assert encoded.tokens[1:-1].count(one.character) == 2


def test_emoji_follow_the_last_token():
    source = json.loads(SOURCE.read_text(encoding="utf-8"))
    size = len(source["model"]["vocab"])
    built = build_tokenizer(source, [Emoji("🫎", "moose"), Emoji("🪿", "goose")])
    assert [built["model"]["vocab"][one] for one in "🫎🪿"] == [size, size + 1]
    assert len(source["model"]["vocab"]) == size


def test_other_tokenizers_and_second_tokens_are_refused():
    source = json.loads(SOURCE.read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="no uncased BERT tokenizer"):
        build_tokenizer({**source, "normalizer": {**source["normalizer"], "lowercase": False}}, [])
    with pytest.raises(ValueError, match="no uncased BERT tokenizer"):
        build_tokenizer({**source, "pre_tokenizer": None}, [])
    with pytest.raises(ValueError, match="two tokens for a"):
        build_tokenizer(source, [Emoji("a", "letter")])


def test_the_committed_fixture_is_what_the_rules_give(tmp_path):
    write_text_normalization(tmp_path, SOURCE)
    for name in ("tokenizer.json", "texts.json"):
        assert (tmp_path / name).read_text("utf-8") == (FIXTURES / "text-normalization" / name).read_text("utf-8")


# What each rule begins with, over and over, and what else makes it try and fail.
HOSTILE = [
    *["<", "<a", "<!--", "<!---", "<a ", "&lt;", "&lt;a", "&amp;lt;!", "-->", "&", "&amp;", "&#", "&amp;&", "”", "’"],
    *["http://", "http://.", "www.", "w", "pic.", "a@", "a@a", "a@a.", "a.", "@", "@a", "RT @", "a", "A", "1", "-"],
    *[":", ":(", ":-", "=", ";", "(", ":'", "<3", "</", "x", "xD", "D", "#", "#a", "#aA", "#A", "aA", "a1", "_", "#_"],
    *[
        "\u200d",
        "\u200d♀",
        "🏽",
        "🇺",
        "\x80",
        "\u0301",
        "o",
        "xo",
        "oo ",
        "e",
        "i",
        "vi",
        "!",
        ".",
        "😂",
        "😂❤",
        "⭐",
        "ﷺ",
    ],
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_length_alone(tokenizer, unit):
    def measure(chars):
        # The end lets the search for a sign of a rule begin.
        text = (unit * chars)[:chars] + "@->;"
        times = []
        for _ in range(3):
            start = time.process_time()
            tokenizer.normalizer.normalize_str(text)
            times.append(time.process_time() - start)
        return min(times)

    # Eight times the length takes 8 times as long, and 64 times with quadratic growth.
    assert measure(131_072) < 24 * measure(16_384)


def test_what_is_far_ahead_changes_no_token(tokenizer):
    """A beginning gives the tokens of the whole text, but for those near its end: the service reads beginnings."""
    parts = [
        *(part for part in PARTS if part != "\u200b"),
        *["<a " + "y " * 99 + ">", "&amp;lt;a" + "x" * 200 + "&amp;gt;", "<!-- " + "y z " * 48 + "-->", "😂" * 66],
        *["b" * 64 + "@" + "c" * 63 + ".org", "http://a.b/" + "q" * 300, "#" + "aB" * 20, "e" * 66, "a" * 99, "!" * 66],
        *["\u0301" * 50, "\u200b" * 50, "🇺🇸" * 20],
        # Longer than what a rule may look ahead.
        *["<a " + "y " * 140 + ">", "<!-- " + "y z " * 70 + "-->", "b." * 130 + "@c.org"],
    ]
    rng = random.Random(1)
    compared = 0
    for _ in range(1_500):
        text = rng.choice([" ", "", "\n"]).join(rng.choices(parts, k=rng.randint(40, 200)))
        cut = rng.randint(0, len(text))
        ends = [0, *itertools.accumulate(1 + (ord(character) > 0xFFFF) for character in text)]
        beginning = tokenizer.encode(text[:cut], add_special_tokens=False)
        is_far = [ends[end] + REACH_UNITS <= ends[cut] for _, end in beginning.offsets]
        far = [id for id, _ in itertools.takewhile(lambda pair: pair[1], zip(beginning.ids, is_far, strict=True))]
        assert tokenizer.encode(text, add_special_tokens=False).ids[: len(far)] == far
        compared += len(far)
    assert compared > 100_000


def test_each_rule_matches_something():
    texts = [*PARTS, *HOSTILE, "&amp;", "jo@example.org", ":(", "I <3 it"]
    for index, rule in enumerate([*CASED, *UNCASED]):
        source = json.loads(SOURCE.read_text(encoding="utf-8"))
        rules = {"type": "Replace", "pattern": {"Regex": rule.pattern}, "content": "<replaced>"}
        normalizer = Tokenizer.from_str(json.dumps({**source, "normalizer": rules})).normalizer
        assert any("<replaced>" in normalizer.normalize_str(text * 3) for text in texts), index
