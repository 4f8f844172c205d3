"""Files of one candidate are measured against the first."""

import onnx
import pytest

from random_encoder import random_encoder, random_encodings
from sentiment_model.graph import build_graph
from sentiment_model.measurements import measure_files
from sentiment_model.quantization.integer_graph import quantize
from sentiment_model.quantization.statistics import make_plan
from sentiment_model.session import open_session, run_alone
from sentiment_model.sst2 import Example

ENCODINGS = random_encodings(30)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    fp32 = build_graph(random_encoder())
    onnx.save(fp32, folder / "fp32.onnx")
    onnx.save(quantize(fp32, make_plan(fp32, ENCODINGS)), folder / "int8.onnx")
    return {"fp32": folder / "fp32.onnx", "int8": folder / "int8.onnx"}


def tokenize(texts, **_options):
    """Stands for a tokenizer: a text is the index of its token ids."""
    return {"input_ids": [ENCODINGS[int(text)] for text in texts]}


def test_the_first_file_is_the_reference_and_labels_are_compared_with_the_given_ones(files):
    answers = run_alone(open_session(files["fp32"]), ENCODINGS, padding=0).argmax(1)
    # Each fifth label is the other one.
    examples = [Example(str(index), int(label) ^ (index % 5 == 0)) for index, label in enumerate(answers)]
    fp32, int8 = measure_files(files, tokenize, examples)
    assert fp32.accuracy == pytest.approx(0.8)
    assert (fp32.labels_off_fp32, fp32.largest_change, fp32.mean_change) == (0, 0, 0)
    assert int8.largest_change >= int8.mean_change > 0
    assert int8.largest_batch_change <= 1e-6
    assert int8.megabytes < fp32.megabytes / 2
    assert min(fp32.texts_per_second_alone, fp32.texts_per_second_in_eights, fp32.start_ms) > 0
