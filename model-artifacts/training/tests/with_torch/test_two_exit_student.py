import torch

from sentiment_model.initial_weights import source_folder
from sentiment_model.sentiment_student import SentimentStudentRecipe, make_initial_student


def test_two_exit_student_gives_the_logits_of_the_distilbert_models_that_it_becomes() -> None:
    student = make_initial_student(source_folder(), ["grinning face", "thumbs down"], SentimentStudentRecipe()).eval()
    input_ids = torch.tensor([[101, 2023, 2003, 30522, 102, 0, 0], [101, 2307, 3185, 30523, 2009, 2001, 102]])
    mask = (input_ids != 0).long()
    with torch.no_grad():
        early, last = student(input_ids, mask)
        for logits, is_early in ((early, True), (last, False)):
            model = student.to_distilbert(early=is_early)
            expected = model(input_ids=input_ids, attention_mask=mask).logits
            assert (logits - expected).abs().max() < 1e-5


def test_initial_student_embeds_an_emoji_as_the_words_of_its_name() -> None:
    student = make_initial_student(source_folder(), ["thumbs down"], SentimentStudentRecipe())
    words = student.distilbert.embeddings.word_embeddings.weight
    # "thumbs" is 16784 and "down" is 2091 in the vocabulary of MiniLM.
    assert torch.allclose(words[30522], words[[16784, 2091]].mean(0))
