"""Phrases without sentiment in front of and behind a text."""

from __future__ import annotations

import random

PREFIXES = (
    "Update:", "UPDATE:", "Hi,", "Hi there,", "Hello,", "hey", "fwiw", "FWIW,", "Review:", "Title:", "Subject:", "Re:",
    "Fwd:", "FYI:", "Note:", "Edit:", "Comment:", "Feedback:", "Message:", "Q:", "A:", "TL;DR", "tl;dr:", "Summary:",
    "Dear all,", "Dear team,", "To whom it may concern,", "So,", "Well,", "Ok so", "Anyway,", "As for me,", "imo",
    "In my opinion,", "In my view,", "I'd say", "Just saw this:", "My review:", "Short version:", "From a customer:",
    "Verified purchase.", "First post.", "Quick note:", "Today:", "Yesterday:", "Breaking:", "Report:", "Quote:",
    "Overheard:", "1.", "a)", "-", "*", ">", "•", "[repost]", "(1/2)", "[1]", "Day 3:", "Room 214.", "News:", "btw",
    "Body:", "Text:", "Sent from my phone.", "Customer wrote:", "He said:", "She wrote:", "They told me:", "Headline:",
)  # fmt: skip
SUFFIXES = (
    "Regards, Tom", "- Anna", "Sent from my phone", "(edited)", "[2/2]", "EOM", "imo", "fwiw", "tbh", "btw", "- J.",
    "/end", "Posted via mobile.", "(translated)", "Cheers, M.", "just my two cents", "my opinion", "(see below)",
    "That's my view.", "End of message.", "More later.", "(1 of 3)", "reply", "Read more", "Show more", "... more",
    "Reported by staff.", "(Reuters)", "- Staff", "Translated from German.", "1 comment", "[photo]", "(pic)", "[video]",
)  # fmt: skip
MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "August", "Sept", "Oct", "November", "Dec")


def add_frame(text: str, choose: random.Random) -> str:
    """Adds a phrase without sentiment in front of the text (mostly) or behind it."""
    kind = choose.random()
    if kind < 0.5:
        return f"{choose.choice(PREFIXES)} {text}"
    if kind < 0.65:
        return f"{_make_reference(choose)} {text}"
    if kind < 0.9:
        return f"{text} {choose.choice(SUFFIXES)}"
    return f"{text} {_make_reference(choose)}"


def _make_reference(choose: random.Random) -> str:
    number, day, year = choose.randint(100, 9_999_999), choose.randint(1, 28), choose.randint(1998, 2025)
    month = choose.choice(MONTHS)
    return choose.choice(
        (
            f"Order #{number}.", f"order no. {number}", f"Ticket {number}:", f"Ref: {number}", f"case #{number}",
            f"{month} {day}, {year}:", f"{day} {month} {year}", f"{year}-{choose.randint(1, 12):02}-{day:02}",
            f"{choose.randint(1, 12)}/{day}/{year % 100:02}:",
            f"[{choose.randint(0, 23):02}:{choose.randint(0, 59):02}]",
            f"({year})", f"#{number % 1000}", f"{choose.randint(1, 12)} {choose.choice(('am', 'pm'))}:",
        )
    )  # fmt: skip
