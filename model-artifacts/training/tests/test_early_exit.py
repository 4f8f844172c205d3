"""The joined graph of an encoder and its first layers: no PyTorch."""

from dataclasses import replace

import numpy as np
import onnx
import onnxruntime
import pytest

from random_encoder import CHANNELS, random_encoder, random_encodings
from sentiment_model.early_exit import EARLY_EXITS, CannotJoinError, EarlyExit, join
from sentiment_model.encoder import Affine, Encoder
from sentiment_model.graph import build_graph
from sentiment_model.session import open_session, pad

TEXTS = random_encodings(60)
EXIT = EarlyExit(
    polarity=0.8,
    neutral=0.8,
    negative_label=0,
    neutral_label=1,
    positive_label=2,
    temperature=1.5,
    three_class_temperature=1.2,
    early_temperature=2.0,
)


def with_three_labels(encoder: Encoder, seed: int) -> Encoder:
    random = np.random.default_rng(seed)
    labels = Affine(random.normal(0, 0.6, (CHANNELS, 3)).astype(np.float32), np.zeros(3, dtype=np.float32))
    return replace(encoder, head=[encoder.head[0], (labels, None)])


def answer(graph: onnx.ModelProto, batch: list[list[int]]) -> list[np.ndarray]:
    session: onnxruntime.InferenceSession = open_session(graph.SerializeToString())
    ids, mask = pad(batch, 0)
    outputs: list[np.ndarray] = session.run(None, {"input_ids": ids, "attention_mask": mask})
    return outputs


def answer_alone(graph: onnx.ModelProto, texts: list[list[int]]) -> np.ndarray:
    return np.concatenate([answer(graph, [ids])[0] for ids in texts])


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    two_layers = random_encoder()
    return with_three_labels(replace(two_layers, layers=[*two_layers.layers, random_encoder(seed=4).layers[0]]), seed=1)


@pytest.fixture(scope="module")
def full(encoder) -> onnx.ModelProto:
    return build_graph(encoder)


@pytest.fixture(scope="module")
def early(encoder) -> onnx.ModelProto:
    return build_graph(with_three_labels(replace(encoder, layers=encoder.layers[:2]), seed=2))


def leave_at_median(early: onnx.ModelProto) -> EarlyExit:
    """Half of the texts leave."""
    logits = answer_alone(early, TEXTS) * EXIT.logit_scale
    margins = np.abs(logits[:, 2] - logits[:, 0]) / EXIT.temperature
    return replace(EXIT, polarity=float(1 / (1 + np.exp(-np.median(margins)))), neutral=1.0)


def test_each_text_has_the_logits_of_the_exit_that_it_takes(early, full):
    early_exit = leave_at_median(early)
    logits, exits = answer(join(early, full, early_exit), TEXTS)
    early_logits = answer_alone(early, TEXTS)
    leaves = early_exit.leaves(early_logits)
    assert 20 < leaves.sum() < 40
    assert exits.tolist() == leaves.astype(int).tolist()
    expected = np.where(leaves[:, None], early_logits * early_exit.logit_scale, answer_alone(full, TEXTS))
    assert np.abs(logits - expected).max() <= 1e-5


def test_a_text_has_the_same_logits_alone_and_beside_texts_of_the_other_exit(early, full):
    joined = join(early, full, leave_at_median(early))
    alone = answer_alone(joined, TEXTS)
    random = np.random.default_rng(3)
    for _ in range(50):
        places = random.choice(len(TEXTS), size=random.integers(2, 12), replace=False)
        logits, _ = answer(joined, [TEXTS[place] for place in places])
        assert np.abs(logits - alone[places]).max() <= 1e-6


@pytest.mark.parametrize(("polarity", "exits"), [(0.5, 1), (0.999999, 0)])
def test_all_texts_of_a_batch_can_take_one_exit(early, full, polarity, exits):
    joined = join(early, full, replace(EXIT, polarity=polarity, neutral=1.0))
    logits, taken = answer(joined, TEXTS[:8])
    expected = answer_alone(early, TEXTS[:8]) * EXIT.logit_scale if exits else answer_alone(full, TEXTS[:8])
    assert taken.tolist() == [exits] * 8
    assert np.abs(logits - expected).max() <= 1e-5


def test_a_text_leaves_when_it_is_surely_neutral():
    neutral, uncertain = [0.0, 9.0, 0.0], [0.0, 0.5, 0.0]
    assert EXIT.leaves(np.array([neutral, uncertain], dtype=np.float32)).tolist() == [True, False]


def test_a_text_leaves_when_its_polarity_is_likely_by_the_scaled_logits():
    # The margin of 0.8 is 1.5 · ln 4 = 2.08. Early logits are scaled by 1.5 / 2.
    assert EXIT.leaves(np.array([[0, 0, 2.9], [0, 0, 2.7]], dtype=np.float32)).tolist() == [True, False]


def test_both_exits_share_the_weights_of_their_layers(early, full):
    joined = join(early, full, EXIT)
    assert len(joined.SerializeToString()) < 1.1 * len(full.SerializeToString())


def test_graphs_that_share_no_layers_are_refused(full):
    other = build_graph(with_three_labels(random_encoder(seed=5), seed=1))
    with pytest.raises(CannotJoinError, match="first layers"):
        join(other, full, EXIT)


def test_a_graph_is_not_joined_with_itself(full):
    with pytest.raises(CannotJoinError, match="equal"):
        join(full, full, EXIT)


@pytest.mark.parametrize("changes", [{"polarity": 0.4}, {"polarity": 1.0}, {"neutral": 1.1}])
def test_thresholds_out_of_range_are_refused(changes):
    with pytest.raises(ValueError, match="has to be"):
        replace(EXIT, **changes)


def test_the_early_exits_are_an_output(early, full):
    assert [each.name for each in join(early, full, EXIT).graph.output] == ["logits", EARLY_EXITS]
