"""Measures a served model on the evaluation texts and on dev splits: numpy, ONNX Runtime and tokenizers are enough."""
