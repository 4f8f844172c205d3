import { ConfigurableModuleBuilder, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import { Admission, InferenceStatistics, LoadedModel, ServingStatus } from '#libs/prediction';
import { cpuBudget } from './cpu/system-cpu.js';
import { InferenceEngine } from './inference-engine.js';
import { forkWorker } from './workers/worker-process.js';

export interface InferenceModuleOptions {
  /** Folder of the model to serve. */
  readonly modelDir: string;
  /** Most windows in which a text past the model's maximum is read; 1 cuts such a text. */
  readonly maxWindows: number;
  /** Number of workers; 0 leaves it to the CPU budget. */
  readonly workers: number;
  /** Threads of each worker; 0 leaves it to the CPU budget. */
  readonly threadsPerWorker: number;
}

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<InferenceModuleOptions>()
  .setClassMethodName('forRoot')
  .build();

/** The ports that the engine implements besides Classifier, which the application binds in front of the engine. */
const PORTS = [LoadedModel, InferenceStatistics, Admission, ServingStatus];

/** Provides `InferenceEngine`, and the engine again under the token of each port. */
@Module({
  providers: [
    { provide: InferenceEngine, inject: [MODULE_OPTIONS_TOKEN], useFactory: createEngine },
    ...PORTS.map((port) => ({ provide: port, useExisting: InferenceEngine })),
  ],
  exports: [InferenceEngine, ...PORTS],
})
export class InferenceModule extends ConfigurableModuleClass implements OnApplicationShutdown {
  constructor(private readonly engine: InferenceEngine) {
    super();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.engine.close();
  }
}

function createEngine({ modelDir, maxWindows, workers, threadsPerWorker }: InferenceModuleOptions): InferenceEngine {
  return new InferenceEngine({
    cpu: cpuBudget({ wantedWorkers: workers, wantedThreads: threadsPerWorker }),
    modelDir,
    maxWindows,
    clock: systemClock,
    startChild: (options) => forkWorker(options),
    logger: new Logger(InferenceModule.name),
  });
}
