"""What neutral statements say about a person: for each group, terms that stand behind "is"."""

from __future__ import annotations

from .identity_terms import ADJECTIVES


def _read(terms: str) -> tuple[str, ...]:
    return tuple(terms.replace("\n", "|").split("|"))


# The lists are a part of all terms on purpose, as those of `identity_terms`.
PREDICATES: dict[str, tuple[str, ...]] = {
    "nationality": tuple(ADJECTIVES["nationality"]),
    "ethnicity": tuple(ADJECTIVES["ethnicity"]),
    "religion": _read(
        """a Quaker|a Shia|a Sunni|a Jain|not religious|a Methodist|a Jehovah's Witness|a Zoroastrian|baptised
a member of the parish"""
    ),
    "orientation": _read(
        """attracted to men|attracted to women|asexual|in love with a man|in love with a woman|married to a woman
married to a man|trans|a trans man|intersex"""
    ),
    "disability": _read(
        """hard of hearing|unable to see|in need of a walking frame|partially sighted|living with epilepsy
on the spectrum|missing an arm|a user of sign language|living with one lung|colour-blind|without a sense of smell"""
    ),
    "age": _read(
        """eight years old|27|51 years old|in her forties|in his sixties|almost ninety|a toddler|of retirement age
a schoolchild|not yet thirty|past seventy"""
    ),
    "wealth": _read(
        """out of work|in debt|on a small pension|on benefits|a millionaire|an heir|between jobs|well paid|broke
the owner of three houses|on the minimum wage|living in social housing"""
    ),
    "family": _read(
        """engaged|separated|a mother of two|a father of three|a twin|an only child|a step-parent|in a relationship
a godmother|unmarried|newly married|an aunt of five|about to marry|a foster parent|the eldest of six"""
    ),
    "body": _read(
        """short|slim|bald|red-haired|heavily built|dark-haired|of average height|freckled|bearded|thin
broad-shouldered|very tall and thin|grey-haired|curly-haired|tattooed"""
    ),
    "politics": _read(
        """a socialist|a member of the Greens|a libertarian|on the left|on the right|a republican|a royalist|a pacifist
a member of no party|a feminist|an independent|a centrist"""
    ),
    "education": _read(
        """a high school graduate|without a diploma|a doctor of physics|an apprentice|at evening school
a trained electrician|self-taught|a student of law|in the ninth grade|a master of arts"""
    ),
    "migration": _read(
        """an exile|from abroad|a new arrival|a guest worker|without papers|a native of this town
from a family of migrants|a citizen of two states|an applicant for a visa|an expat"""
    ),
    "occupation": _read(
        """a porter|a miner|a butler|a referee|a tailor|an optician|a roofer|a fisherman|a tram driver|a potter
a model|a dancer|a sailor|a bricklayer|a geologist|a zookeeper"""
    ),
    "gender": _read("a woman|a man|a girl|a boy|agender|genderfluid|female|male|a lady|a gentleman"),
}
# Of one sex: these stand behind subjects that name none.
OF_ONE_SEX = frozenset(
    (
        *("a woman", "a man", "a girl", "a boy", "female", "male", "a lady", "a gentleman", "a trans man"),
        *("in her forties", "in his sixties", "a mother of two", "a father of three", "a godmother", "an aunt of five"),
    )
)
SINGULAR_BEGINNINGS = ("a ", "an ", "the ", "in her ", "in his ")
"""A term that begins so cannot stand behind "are"."""
