import { Module } from '@nestjs/common';
import { DocumentAnalyzer, LanguageDetectorProvider, LanguageIdentification } from '#libs/analysis';
import { Classifier, LoadedModel } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { HttpServerModule } from '../http/http-server.module.js';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { AnalyzeController } from './analyze.controller.js';

@Module({
  imports: [PredictionRouteModule, HttpServerModule],
  controllers: [AnalyzeController],
  providers: [
    {
      provide: DocumentAnalyzer,
      inject: [Classifier, LoadedModel, Settings],
      useFactory: createAnalyzer,
    },
  ],
})
export class AnalyzeModule {}

function createAnalyzer(
  classifier: Classifier,
  loadedModel: LoadedModel,
  { LANGUAGE_POLICY }: Settings,
): DocumentAnalyzer {
  return new DocumentAnalyzer({
    classifier,
    loadedModel,
    languages: new LanguageIdentification({ policy: LANGUAGE_POLICY, detectors: new LanguageDetectorProvider() }),
  });
}
