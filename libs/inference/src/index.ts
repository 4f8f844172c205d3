export { InferenceEngine, type InferenceEngineOptions } from './inference-engine.js';
export { InferenceModule, type InferenceModuleOptions } from './inference.module.js';
export { goldenDifference } from './model/check-golden.js';
export { MANIFEST_FILE } from './model/manifest.js';
export { openModelFolder, type ModelFolder } from './model/model-folder.js';
export { ModelFolderError } from './model/model-folder-error.js';
export { forkWorker, WorkerCrashedError } from './workers/worker-process.js';
export { cpuBudget } from './cpu/system-cpu.js';
export { readCpuThrottling } from './cpu/cpu-throttling.js';
