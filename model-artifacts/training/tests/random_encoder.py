"""An encoder of random weights: tests of graphs and of quantization need neither PyTorch nor trained weights."""

from __future__ import annotations

import numpy as np

from sentiment_model.encoder import Affine, Encoder, Layer

CHANNELS = 32
INNER_CHANNELS = 64
WORDS = 1_200
POSITIONS = 64
LAYERS = 2
# A channel behind the activation of each layer that reaches further than the others, as pretrained encoders have one.
OUTLIER_CHANNEL = 5


def random_encoder(activation: str = "relu", seed: int = 0) -> Encoder:
    """As DistilBERT is built, with two labels. The table of words is large enough to be quantized."""
    random = np.random.default_rng(seed)

    def matrix(inputs: int, outputs: int) -> np.ndarray:
        return random.normal(0, inputs**-0.5, (inputs, outputs)).astype(np.float32)

    def product(inputs: int, outputs: int) -> Affine:
        return Affine(matrix(inputs, outputs), random.normal(0, 0.1, outputs).astype(np.float32))

    def norm() -> Affine:
        weight = 1 + random.normal(0, 0.1, CHANNELS)
        return Affine(weight.astype(np.float32), random.normal(0, 0.1, CHANNELS).astype(np.float32))

    def layer() -> Layer:
        lin1 = product(CHANNELS, INNER_CHANNELS)
        lin1.weight[:, OUTLIER_CHANNEL] *= 100
        return Layer(
            query=product(CHANNELS, CHANNELS),
            key=product(CHANNELS, CHANNELS),
            value=product(CHANNELS, CHANNELS),
            out=product(CHANNELS, CHANNELS),
            attention_norm=norm(),
            lin1=lin1,
            lin2=product(INNER_CHANNELS, CHANNELS),
            output_norm=norm(),
        )

    return Encoder(
        words=matrix(WORDS, CHANNELS),
        positions=matrix(POSITIONS, CHANNELS),
        padding_position=None,
        embedding_norm=norm(),
        layers=[layer() for _ in range(LAYERS)],
        head=[(product(CHANNELS, CHANNELS), "Relu"), (product(CHANNELS, 2), None)],
        head_count=4,
        activation=activation,
        epsilon=1e-12,
    )


def random_encodings(count: int, seed: int = 0) -> list[list[int]]:
    """Token ids of texts of 3 to 40 tokens."""
    random = np.random.default_rng(seed)
    return [random.integers(1, WORDS, length).tolist() for length in random.integers(3, 41, count)]
