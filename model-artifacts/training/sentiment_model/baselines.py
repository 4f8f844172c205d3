"""Writes baselines: the same model from the quantizers of ONNX Runtime. They do not ship."""

from __future__ import annotations

from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer


def write_dynamic_int8(fp32: Path, out: Path) -> Path:
    """Dynamic quantization: each run takes its scales over the whole batch."""
    quantize_dynamic(
        fp32,
        out,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        # Shape inference does not reach through the fused operators.
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    return out


def write_weight_only_int8(fp32: Path, out: Path) -> Path:
    """8-bit weights in blocks of 32, accuracy level 4; activations stay float between products."""
    config = DefaultWeightOnlyQuantConfig(block_size=32, is_symmetric=True, accuracy_level=4, bits=8)
    quantizer = MatMulNBitsQuantizer(onnx.load(fp32), algo_config=config)
    quantizer.process()
    onnx.save(quantizer.model.model, out)
    return out
