import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock } from '#libs/clock';
import { TextClassifier } from '#libs/prediction';
import { cpuBudget } from './cpu/system-cpu.js';
import { InferenceEngine } from './inference-engine.js';
import { forkModelProcess } from './workers/worker-process.js';

export interface InferenceModuleOptions {
  /** Folder of the model to serve. */
  readonly modelDir: string;
  /** 0 leaves it to the CPU budget; so does the next. */
  readonly modelProcesses: number;
  readonly threadsPerProcess: number;
}

/** Provides `TextClassifier`, and `InferenceEngine` to whoever starts it. */
@Module({})
export class InferenceModule implements OnApplicationShutdown {
  static forRoot(options: InferenceModuleOptions): DynamicModule {
    const logger = new Logger(InferenceModule.name);
    const engine = new InferenceEngine({
      cpu: cpuBudget({ wantedProcesses: options.modelProcesses, wantedThreads: options.threadsPerProcess }),
      modelDir: options.modelDir,
      clock: systemClock,
      startChild: (processOptions) => forkModelProcess(processOptions),
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
        { provide: TextClassifier, useExisting: InferenceEngine },
      ],
      exports: [InferenceEngine, TextClassifier],
    };
  }

  constructor(@Inject(InferenceEngine) private readonly engine: InferenceEngine) {}

  async onApplicationShutdown(): Promise<void> {
    await this.engine.close();
  }
}
