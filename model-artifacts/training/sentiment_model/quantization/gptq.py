"""Quantizes the weights of a matrix product by GPTQ (Frantar et al. 2022).

GPTQ follows Optimal Brain Surgeon. It rounds one row of the matrix after the other. After each row it changes the
remaining rows so that they compensate for the error in the products of the calibration inputs. The inputs of a
transformer lie near few directions, so the remaining rows compensate for most of the error.
"""

from __future__ import annotations

import numpy as np

# Share of the mean second moment that is added to the second moment of each input. It helps inputs near zero on the
# calibration texts.
DAMPING = 0.01
# Rows after a block take the errors of the block at once: the sums are the same, with a tenth of the memory traffic.
BLOCK_ROWS = 64


def gptq_codes(matrix: np.ndarray, column_scale: np.ndarray, moments: np.ndarray, largest_code: int) -> np.ndarray:
    """Returns int8 codes (inputs × outputs) of magnitude `largest_code` at most.

    matrix: inputs × outputs.
    column_scale: the value of a code of 1, for each output.
    moments: inputs × inputs, the sum of x xᵀ over the calibration inputs: half of the Hessian of Frantar et al.
    """
    damped = moments.astype(np.float64)
    damped[np.diag_indices_from(damped)] += DAMPING * np.mean(np.diag(damped)) + 1e-12
    # The largest first: then the most rows remain to compensate for their errors.
    order = np.argsort(-np.diag(damped), kind="stable")
    # Row i of the upper factor holds the changes of the rows after i for an error in row i (Frantar et al., step 3).
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
