import { Module, type DynamicModule } from '@nestjs/common';
import { HealthModule } from '#libs/health';
import { InferenceModule } from '#libs/inference';
import { Drain } from './drain.js';
import { ModelModule } from './model/model.module.js';
import { PredictModule } from './predict/predict.module.js';
import type { Settings } from './settings.js';
import { SettingsModule } from './settings.module.js';

/** The modules in the order that a request meets them. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        PredictModule,
        InferenceModule.forRoot({
          modelDir: settings.MODEL_DIR,
          modelProcesses: settings.MODEL_PROCESSES,
          threadsPerProcess: settings.MODEL_THREADS,
        }),
        ModelModule,
        HealthModule,
      ],
      providers: [Drain],
    };
  }
}
