import { Module } from '@nestjs/common';
import { InferenceModule } from '#libs/inference';
import { Settings } from '../config/settings.js';

/** The inference engine, with the model and the workers that the settings name. */
@Module({
  imports: [
    InferenceModule.forRootAsync({
      inject: [Settings],
      useFactory: ({ modelDir, MAX_WINDOWS, MODEL_PROCESSES, MODEL_THREADS }: Settings) => ({
        modelDir,
        maxWindows: MAX_WINDOWS,
        workers: MODEL_PROCESSES,
        threadsPerWorker: MODEL_THREADS,
      }),
    }),
  ],
  exports: [InferenceModule],
})
export class ServiceInferenceModule {}
