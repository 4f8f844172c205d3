"""Parameters learn at a rate by their distance from the head."""

import pytest

from sentiment_model.layer_depth import make_depth_function


@pytest.mark.parametrize(
    ("name", "depth"),
    [
        ("distilbert.embeddings.word_embeddings.weight", 7),
        ("distilbert.transformer.layer.0.attention.q_lin.weight", 6),
        ("distilbert.transformer.layer.5.output_layer_norm.bias", 1),
        ("early_head.classifier.weight", 0),
        ("mpnet.embeddings.LayerNorm.weight", 7),
        ("mpnet.encoder.relative_attention_bias.weight", 7),
        ("mpnet.encoder.layer.3.attention.attn.q.weight", 3),
        ("bert.encoder.layer.4.output.dense.bias", 2),
        ("classifier.out_proj.weight", 0),
    ],
)
def test_depth_of_a_parameter_in_a_model_of_six_layers(name, depth):
    assert make_depth_function(6)(name) == depth
