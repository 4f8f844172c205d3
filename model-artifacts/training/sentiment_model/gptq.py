"""Rounds a matrix so that its products stay, rather than each of its numbers.

The way of GPTQ (Frantar et al. 2022), after Optimal Brain Surgeon: rows are rounded one after the other, and what a row's
rounding does to the products of the inputs that were seen is taken back by the rows that are still to come. Inputs of a
transformer lie near few directions, so most of an error can be taken back.
"""

from __future__ import annotations

import numpy as np

DAMPING = 0.01
"""Share of the mean second moment that is added to each input's: for inputs that were hardly seen."""
BLOCK_ROWS = 64
"""Rows beyond the block hear of its errors once: the same sums, in a tenth of the memory's traffic."""


def rounded_codes(matrix: np.ndarray, column_scale: np.ndarray, moments: np.ndarray, largest_code: int) -> np.ndarray:
    """int8 codes, inputs × outputs, of magnitude `largest_code` at most.

    matrix: inputs × outputs.
    column_scale: what a code of 1 stands for, by output.
    moments: inputs × inputs, the sum of x xᵀ over the inputs that were seen.
    """
    damped = moments.astype(np.float64)
    damped[np.diag_indices_from(damped)] += DAMPING * np.mean(np.diag(damped)) + 1e-12
    # The largest first: what they leave is taken back by the most others.
    order = np.argsort(-np.diag(damped), kind="stable")
    # Row i of the upper factor says how the rows after i answer for row i (Frantar et al., step 3).
    upper = np.linalg.cholesky(np.linalg.inv(damped[np.ix_(order, order)])).T
    rest = (matrix / column_scale)[order].astype(np.float64)
    ordered = np.empty(matrix.shape, dtype=np.int8)
    for start in range(0, len(rest), BLOCK_ROWS):
        block = rest[start : start + BLOCK_ROWS]
        errors = np.empty_like(block)
        factors = upper[start : start + len(block)]
        for row in range(len(block)):
            ordered[start + row] = np.clip(np.rint(block[row]), -largest_code, largest_code)
            errors[row] = (block[row] - ordered[start + row]) / factors[row, start + row]
            block[row + 1 :] -= np.outer(factors[row, start + row + 1 : start + len(block)], errors[row])
        rest[start + len(block) :] -= factors[:, start + len(block) :].T @ errors
    codes = np.empty_like(ordered)
    codes[order] = ordered
    return codes
