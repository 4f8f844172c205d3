"""GPTQ keeps the products of a matrix closer than rounding to the nearest does."""

import numpy as np

from sentiment_model.quantization.gptq import gptq_codes

LARGEST_CODE = 64


def setting():
    """Inputs near a few directions, as a transformer's are, and a matrix to multiply them by."""
    random = np.random.default_rng(0)
    directions = random.normal(size=(6, 48))
    inputs = random.normal(size=(2_000, 6)) @ directions + 0.1 * random.normal(size=(2_000, 48))
    matrix = random.normal(size=(48, 20)).astype(np.float32)
    return inputs, matrix, np.abs(matrix).max(axis=0) / LARGEST_CODE


def error(inputs, matrix, codes, scale) -> float:
    return float(np.square(inputs @ (codes * scale - matrix)).mean())


def test_products_are_off_by_a_fraction_of_what_the_nearest_codes_give():
    inputs, matrix, scale = setting()
    codes = gptq_codes(matrix, scale, inputs.T @ inputs, LARGEST_CODE)
    nearest = np.rint(matrix / scale)
    assert error(inputs, matrix, codes, scale) < error(inputs, matrix, nearest, scale) / 3


def test_codes_stay_within_their_bits():
    inputs, matrix, scale = setting()
    codes = gptq_codes(matrix, scale / 2, inputs.T @ inputs, LARGEST_CODE)
    assert codes.dtype == np.int8
    assert np.abs(codes).max() == LARGEST_CODE


def test_inputs_that_have_nothing_to_do_with_each_other_are_rounded_to_the_nearest():
    _, matrix, scale = setting()
    codes = gptq_codes(matrix, scale, np.eye(48), LARGEST_CODE)
    assert np.array_equal(codes, np.rint(matrix / scale))


def test_an_input_that_was_never_seen_is_no_error():
    inputs, matrix, scale = setting()
    inputs[:, 7] = 0
    codes = gptq_codes(matrix, scale, inputs.T @ inputs, LARGEST_CODE)
    assert error(inputs, matrix, codes, scale) < 0.1
