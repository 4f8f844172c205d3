import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import { Admission, InferenceStatistics, LoadedModel, ServingStatus } from '#libs/prediction';
import { cpuBudget } from './cpu/system-cpu.js';
import { InferenceEngine } from './inference-engine.js';
import { forkWorker } from './workers/worker-process.js';

export interface InferenceModuleOptions {
  /** Folder of the model to serve. */
  readonly modelDir: string;
  /** Number of workers; 0 leaves it to the CPU budget. */
  readonly workers: number;
  /** Threads of each worker; 0 leaves it to the CPU budget. */
  readonly threadsPerWorker: number;
}

/** The ports that the engine implements besides Classifier. CachingModule binds Classifier, in front of the engine. */
const PORTS = [LoadedModel, InferenceStatistics, Admission, ServingStatus];

/** Provides `InferenceEngine`, and the engine again under the token of each port. */
@Module({})
export class InferenceModule implements OnApplicationShutdown {
  static forRoot(options: InferenceModuleOptions): DynamicModule {
    const engine = new InferenceEngine({
      cpu: cpuBudget({ wantedWorkers: options.workers, wantedThreads: options.threadsPerWorker }),
      modelDir: options.modelDir,
      clock: systemClock,
      startChild: (workerOptions) => forkWorker(workerOptions),
      logger: new Logger(InferenceModule.name),
    });
    return {
      module: InferenceModule,
      global: true,
      providers: [
        { provide: InferenceEngine, useValue: engine },
        ...PORTS.map((port) => ({ provide: port, useExisting: InferenceEngine })),
      ],
      exports: [InferenceEngine, ...PORTS],
    };
  }

  constructor(@Inject(InferenceEngine) private readonly engine: InferenceEngine) {}

  async onApplicationShutdown(): Promise<void> {
    await this.engine.close();
  }
}
