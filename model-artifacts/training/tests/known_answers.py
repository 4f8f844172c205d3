"""A model with chosen answers, in the place of a served one."""

import numpy as np

from sentiment_model.evaluation.served_model import Answers

# Probabilities of NEGATIVE, NEUTRAL and POSITIVE.
NEUTRAL_CLASSES, POSITIVE_CLASSES = (0.1, 0.8, 0.1), (0.1, 0.2, 0.7)


class KnownAnswers:
    """Answers each text as `answers` says: probability of POSITIVE, and those of three classes or None."""

    def __init__(self, answers):
        self._answers = answers

    def answer(self, texts):
        found = [self._answers[text] for text in texts]
        has_classes = found[0][1] is not None
        return Answers(
            positive=np.array([positive for positive, _ in found]),
            classes=np.array([classes for _, classes in found]) if has_classes else None,
        )
