export { InferenceEngine, type InferenceEngineOptions } from './inference-engine.js';
export { InferenceModule, type InferenceModuleOptions } from './inference.module.js';
export { goldenDifference } from './model-folder/check-golden.js';
export { MANIFEST_FILE } from './model-folder/manifest.js';
export { openModelFolder, type ModelFolder } from './model-folder/model-folder.js';
export { ModelFolderError } from './model-folder/model-folder-error.js';
export { forkModelProcess, ModelProcessLostError } from './onnx/model-process.js';
export { cpuBudget } from './budgeting/system-cpu.js';
export { readCpuThrottling } from './budgeting/cpu-throttling.js';
