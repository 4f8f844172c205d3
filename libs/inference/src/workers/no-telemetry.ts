/**
 * Imported before ONNX Runtime, which reports home since 1.29: model file names, hashes and timings, to Microsoft, unless
 * this variable is there when its environment is made (microsoft/onnxruntime#27379). Nobody asked for that.
 */
process.env.ORT_DISABLE_TELEMETRY ??= '1';
