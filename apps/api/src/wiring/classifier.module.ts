import { Module } from '@nestjs/common';
import { CachingClassifier, PredictionCache } from '#libs/caching';
import { systemClock } from '#libs/clock';
import { InferenceEngine } from '#libs/inference';
import { Classifier, LoadedModel } from '#libs/prediction';
import { ServiceCachingModule } from './service-caching.module.js';
import { ServiceInferenceModule } from './service-inference.module.js';

/** Binds the port `Classifier` to the cache in front of the engine. A route that classifies texts imports this module. */
@Module({
  imports: [ServiceInferenceModule, ServiceCachingModule],
  providers: [
    {
      provide: Classifier,
      inject: [PredictionCache, InferenceEngine, LoadedModel],
      useFactory: (cache: PredictionCache, next: InferenceEngine, loadedModel: LoadedModel): Classifier =>
        new CachingClassifier({ cache, next, loadedModel, clock: systemClock }),
    },
  ],
  exports: [Classifier],
})
export class ClassifierModule {}
