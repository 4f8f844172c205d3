"""No phrase of a held-out sentence is trained on."""

from sentiment_model.sst2 import Example, split_by_sentence

SENTENCES = [
    "a quiet and funny film about two sisters .",
    "the jokes are old and the plot is thin .",
    "nobody in the room was bored for a second .",
]
PHRASES = ["a quiet and funny film", "the jokes are old", "bored for a second", "film about two sisters ."]


def test_phrases_leave_with_their_sentence():
    examples = [Example(text, 1) for text in SENTENCES + PHRASES]
    for seed in range(5):
        train, held_out = split_by_sentence(examples, 1, seed)
        assert len(held_out) == 1
        assert all(example.text not in held_out[0].text for example in train)
        assert any(example.text in SENTENCES for example in train)
