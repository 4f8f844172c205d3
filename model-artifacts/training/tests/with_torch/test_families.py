"""Every family's tiny model becomes a model folder that answers what PyTorch answers."""

import json

import numpy as np
import onnx
import pytest
import sentencepiece
from safetensors.torch import load_file, save_file

from sentiment_model.export import MAX_LOGIT_DIFFERENCE, Origin, export
from sentiment_model.folder import ThreeClasses, write_folder
from sentiment_model.reference import CannotServe, load_reference
from sentiment_model.session import open_session, run, run_alone
from sentiment_model.tiny import GOLDEN, TINY, write_tiny
from sentiment_model.trace import trace_graph
from sentiment_model.verify import TOLERANCES, Tolerance, check_beside, verify

ORIGIN = Origin("tiny", "1.0.0", "made by the tests", "Apache-2.0")


def edit(file, **changes):
    """Changes fields of a JSON file; None removes one."""
    content = {**json.loads(file.read_text()), **changes}
    file.write_text(json.dumps({name: value for name, value in content.items() if value is not None}))


@pytest.mark.parametrize("name", TINY)
def test_fp32_agrees_with_pytorch_and_does_not_depend_on_neighbours(name, tmp_path):
    write_tiny(name, tmp_path / "source", seed=1)
    reference = load_reference(tmp_path / "source")
    found = export(reference, tmp_path / "out", ORIGIN, "fp32", calibration_texts=GOLDEN, golden_texts=GOLDEN)
    assert found.largest_logit <= MAX_LOGIT_DIFFERENCE
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["batchInvariant"] is True
    assert manifest["labels"] == TINY[name].labels


@pytest.mark.parametrize(("temperature", "three_class_temperature"), [(1.0, 100.0), (100.0, 1.0)])
def test_golden_answers_allow_what_either_kind_of_answer_needs(tmp_path, temperature, three_class_temperature):
    write_tiny("roberta", tmp_path / "source")
    write_tiny("roberta", tmp_path / "other", seed=7)
    tolerance = write_folder(
        tmp_path / "out",
        load_reference(tmp_path / "source"),
        trace_graph(load_reference(tmp_path / "other").model),
        name="tiny",
        version="1.0.0",
        precision="int8",
        source="made by the tests",
        license="Apache-2.0",
        temperature=temperature,
        three_classes=ThreeClasses("neutral", temperature=three_class_temperature),
        golden_texts=GOLDEN[:4],
    )
    # At a temperature of 100 all scores are nearly equal.
    assert tolerance > 0.2


@pytest.mark.parametrize("name", ["distilbert", "xlm-roberta", "deberta-v2", "modernbert"])
def test_int8_gives_a_text_the_same_logits_in_any_batch(name, tmp_path):
    write_tiny(name, tmp_path / "source", seed=1)
    reference = load_reference(tmp_path / "source")
    # Random weights are no model: their labels lie closer together than any precision is for.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(
            TOLERANCES, "int8", Tolerance(logit=np.inf, probability=1.0, mean_probability=1.0, label_share=1.0)
        )
        export(reference, tmp_path / "out", ORIGIN, "int8", calibration_texts=GOLDEN, golden_texts=GOLDEN)
    graph = onnx.load(tmp_path / "out" / "model.onnx")
    operators = {node.op_type for node in graph.graph.node}
    assert operators & {"MatMulIntegerToFloat", "QAttention"}
    assert "DynamicQuantizeLinear" not in operators
    found = verify(tmp_path / "out", reference, GOLDEN)
    assert found.mean_probability < 0.05
    session = open_session(tmp_path / "out" / "model.onnx")
    encodings = [reference.encode(text)[0] for text in GOLDEN]
    together = run(session, encodings, reference.config["pad_token_id"])
    alone = run_alone(session, encodings, reference.config["pad_token_id"])
    assert np.abs(reference.probabilities(together) - reference.probabilities(alone)).max() <= 1e-6


def test_a_longest_input_comes_from_the_configuration_and_can_be_lowered(tmp_path):
    write_tiny("roberta", tmp_path / "source")
    assert json.loads((tmp_path / "source" / "config.json").read_text())["max_position_embeddings"] == 66
    assert load_reference(tmp_path / "source").max_tokens == 64
    assert load_reference(tmp_path / "source", 16).max_tokens == 16
    edit(tmp_path / "source" / "tokenizer_config.json", model_max_length=48)
    assert load_reference(tmp_path / "source").max_tokens == 48


@pytest.mark.parametrize(("activation", "way"), [("relu", "written"), ("silu", "traced")])
def test_another_activation_is_written_or_traced(tmp_path, capsys, activation, way):
    write_tiny("distilbert", tmp_path / "source")
    edit(tmp_path / "source" / "config.json", activation=activation)
    export(
        load_reference(tmp_path / "source"),
        tmp_path / "out",
        ORIGIN,
        "fp32",
        calibration_texts=GOLDEN,
        golden_texts=GOLDEN,
    )
    assert f"fp32: {way}" in capsys.readouterr().out


def test_a_sentencepiece_file_without_a_tokenizer_json_is_converted(tmp_path):
    write_tiny("deberta-v2", tmp_path / "source")
    (tmp_path / "texts").write_text("\n".join(text.replace("\n", " ") for text in GOLDEN))
    special = {"pad_id": 0, "bos_id": 1, "eos_id": 2, "unk_id": 3, "bos_piece": "[CLS]", "eos_piece": "[SEP]"}
    sentencepiece.SentencePieceTrainer.train(
        input=str(tmp_path / "texts"),
        model_prefix=str(tmp_path / "spm"),
        vocab_size=200,
        pad_piece="[PAD]",
        unk_piece="[UNK]",
        **special,
    )
    for file in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        (tmp_path / "source" / file).unlink()
    (tmp_path / "spm.model").rename(tmp_path / "source" / "spm.model")
    edit(tmp_path / "source" / "config.json", pad_token_id=0)
    found = export(
        load_reference(tmp_path / "source"),
        tmp_path / "out",
        ORIGIN,
        "fp32",
        calibration_texts=GOLDEN,
        golden_texts=GOLDEN,
    )
    assert found.largest_logit <= MAX_LOGIT_DIFFERENCE


def test_weights_may_be_a_pickle(tmp_path):
    write_tiny("distilbert", tmp_path / "source", safe=False)
    assert (tmp_path / "source" / "pytorch_model.bin").exists()
    load_reference(tmp_path / "source")


def test_a_ready_made_file_is_used_when_it_is_right_and_not_when_it_is_not(tmp_path, capsys):
    write_tiny("bert", tmp_path / "source")
    reference = load_reference(tmp_path / "source")
    onnx.save(trace_graph(reference.model, with_token_types=True), tmp_path / "ready.onnx")
    export(
        reference,
        tmp_path / "out",
        ORIGIN,
        "fp32",
        calibration_texts=GOLDEN,
        ready_made=tmp_path / "ready.onnx",
        golden_texts=GOLDEN,
    )
    assert "ready.onnx of the repository, within" in capsys.readouterr().out
    assert {value.name for value in open_session(tmp_path / "out" / "model.onnx").get_inputs()} > {"token_type_ids"}
    write_tiny("bert", tmp_path / "other", seed=7)
    export(
        load_reference(tmp_path / "other"),
        tmp_path / "out",
        ORIGIN,
        "fp32",
        calibration_texts=GOLDEN,
        ready_made=tmp_path / "ready.onnx",
        golden_texts=GOLDEN,
    )
    assert "not used" in capsys.readouterr().out


def test_verification_refuses_another_models_file_and_keeps_what_was_there(tmp_path):
    write_tiny("distilbert", tmp_path / "source")
    reference = load_reference(tmp_path / "source")
    export(reference, tmp_path / "out", ORIGIN, "fp32", calibration_texts=GOLDEN, golden_texts=GOLDEN)
    write_tiny("distilbert", tmp_path / "other", seed=7)
    found = verify(tmp_path / "out", load_reference(tmp_path / "other"), GOLDEN)
    with pytest.raises(CannotServe, match="largest change of a logit"):
        found.check(TOLERANCES["fp32"])
    before = (tmp_path / "out" / "model.onnx").read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(TOLERANCES, "int8", TOLERANCES["fp32"])
        with pytest.raises(CannotServe):
            export(reference, tmp_path / "out", ORIGIN, "int8", calibration_texts=GOLDEN, golden_texts=GOLDEN)
    assert (tmp_path / "out" / "model.onnx").read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"model_type": "gpt2"}, "model_type 'gpt2' is not served"),
        ({"architectures": ["DistilBertForMaskedLM"]}, "the head is DistilBertForMaskedLM"),
        ({"architectures": None}, "the head is unknown"),
        ({"id2label": None}, "no id2label"),
        ({"id2label": {"1": "a", "2": "b"}}, "names 1, 2, not 0 to 1"),
        ({"id2label": {"0": "a", "1": "a"}}, "a name of its own"),
        ({"id2label": {"0": 0, "1": 1}}, "a name of its own"),
        ({"id2label": {"0": "a", "1": "b", "2": "c"}}, "the weights"),
        ({"problem_type": "regression"}, "problem_type is regression"),
    ],
)
def test_what_cannot_be_served_is_refused_with_its_reason(tmp_path, changes, reason):
    write_tiny("distilbert", tmp_path)
    edit(tmp_path / "config.json", **changes)
    with pytest.raises(CannotServe, match=reason):
        load_reference(tmp_path)


def test_a_tokenizer_that_cuts_at_the_left_is_refused(tmp_path):
    write_tiny("distilbert", tmp_path)
    edit(tmp_path / "tokenizer_config.json", truncation_side="left")
    with pytest.raises(CannotServe, match="cut at their left"):
        load_reference(tmp_path)


def test_weights_that_lack_the_head_are_refused_and_not_filled_with_random_ones(tmp_path):
    write_tiny("roberta", tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    kept = {name: tensor for name, tensor in weights.items() if not name.startswith("classifier.")}
    save_file(kept, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(CannotServe, match=r"the weights lack classifier\."):
        load_reference(tmp_path)


def test_a_folder_without_a_tokenizer_is_refused(tmp_path):
    write_tiny("distilbert", tmp_path)
    for file in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        (tmp_path / file).unlink()
    with pytest.raises(CannotServe, match=r"tokenizer\.json: there is none"):
        load_reference(tmp_path)


def test_nothing_but_the_same_models_folder_is_overwritten(tmp_path):
    write_tiny("distilbert", tmp_path / "source")
    reference = load_reference(tmp_path / "source")
    with pytest.raises(CannotServe, match="is no model folder"):
        export(reference, tmp_path / "source", ORIGIN, "fp32", calibration_texts=GOLDEN, golden_texts=GOLDEN)
    assert (tmp_path / "source" / "model.safetensors").exists()
    export(reference, tmp_path / "out", ORIGIN, "fp32", calibration_texts=GOLDEN, golden_texts=GOLDEN)
    export(reference, tmp_path / "out", ORIGIN, "fp32", calibration_texts=GOLDEN, golden_texts=GOLDEN)
    other = Origin("tiny", "1.0.0", "somebody else's", "Apache-2.0")
    with pytest.raises(CannotServe, match="is the model of made by the tests"):
        export(reference, tmp_path / "out", other, "fp32", calibration_texts=GOLDEN, golden_texts=GOLDEN)
    with pytest.raises(CannotServe, match="is no name for a model"):
        export(
            reference,
            tmp_path / "new",
            Origin("my model", "1", "x", "y"),
            "fp32",
            calibration_texts=GOLDEN,
            golden_texts=GOLDEN,
        )


def test_a_ready_made_file_with_its_weights_elsewhere_is_not_used(tmp_path, capsys):
    write_tiny("bert", tmp_path / "source")
    reference = load_reference(tmp_path / "source")
    onnx.save(trace_graph(reference.model), tmp_path / "ready.onnx", save_as_external_data=True, size_threshold=0)
    export(
        reference,
        tmp_path / "out",
        ORIGIN,
        "fp32",
        calibration_texts=GOLDEN,
        ready_made=tmp_path / "ready.onnx",
        golden_texts=GOLDEN,
    )
    assert "not used" in capsys.readouterr().out


def test_verification_covers_what_stands_beside_the_model(tmp_path):
    write_tiny("distilbert", tmp_path / "source")
    reference = load_reference(tmp_path / "source")
    export(reference, tmp_path / "out", ORIGIN, "fp32", calibration_texts=GOLDEN, golden_texts=GOLDEN)
    check_beside(tmp_path / "out", reference, GOLDEN)
    edit(tmp_path / "out" / "config.json", id2label={"0": "POSITIVE", "1": "NEGATIVE"})
    with pytest.raises(CannotServe, match=r"config\.json: its SHA-256"):
        check_beside(tmp_path / "out", reference, GOLDEN)
