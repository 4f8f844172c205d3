import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import { Classifier } from '#libs/prediction';
import { cpuBudget } from './cpu/system-cpu.js';
import { InferenceEngine } from './inference-engine.js';
import { forkWorker } from './workers/worker-process.js';

export interface InferenceModuleOptions {
  /** Folder of the model to serve. */
  readonly modelDir: string;
  /** 0 leaves it to the CPU budget; so does the next. */
  readonly workers: number;
  readonly threadsPerWorker: number;
}

/** Provides `TextClassifier`, and `InferenceEngine` to whoever starts it. */
@Module({})
export class InferenceModule implements OnApplicationShutdown {
  static forRoot(options: InferenceModuleOptions): DynamicModule {
    const logger = new Logger(InferenceModule.name);
    const engine = new InferenceEngine({
      cpu: cpuBudget({ wantedWorkers: options.workers, wantedThreads: options.threadsPerWorker }),
      modelDir: options.modelDir,
      clock: systemClock,
      startChild: (processOptions) => forkWorker(processOptions),
      report: (event, detail) => {
        if (event === 'lost' || event === 'failed') logger.warn(detail);
        else logger.log(detail);
      },
    });
    return {
      module: InferenceModule,
      global: true,
      providers: [
        { provide: InferenceEngine, useValue: engine },
        { provide: Classifier, useExisting: InferenceEngine },
      ],
      exports: [InferenceEngine, Classifier],
    };
  }

  constructor(@Inject(InferenceEngine) private readonly engine: InferenceEngine) {}

  async onApplicationShutdown(): Promise<void> {
    await this.engine.close();
  }
}
