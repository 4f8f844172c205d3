"""Nothing that is scored is trained on, in part or as a part."""

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


def test_a_sentence_inside_a_longer_training_text_is_not_scored():
    inside = "the jokes are old and the plot is thin ."
    around = f"it is true that {inside} but nobody minded"
    examples = [Example(text, 1) for text in [*SENTENCES, around]]
    for seed in range(5):
        train, held_out = split_by_sentence(examples, 2, seed)
        assert Example(around, 1) in train
        assert all(example.text != inside for example in held_out)
        assert held_out
