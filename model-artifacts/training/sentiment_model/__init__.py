"""Makes the shipped sentiment model: weights, ONNX export, quantization, golden answers, manifest, model card."""
