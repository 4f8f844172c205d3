import { Module } from '@nestjs/common';
import { DocumentAnalyzer, LanguageDetectorProvider, LanguageIdentification } from '#libs/analysis';
import { Classifier, LoadedModel } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { HttpServerModule } from '../http/http-server.module.js';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { AnalysisRunner } from './analysis-runner.js';

/** The analysis of documents, for the routes that need it. */
@Module({
  imports: [PredictionRouteModule, HttpServerModule],
  providers: [
    AnalysisRunner,
    {
      provide: DocumentAnalyzer,
      inject: [Classifier, LoadedModel, Settings],
      useFactory: createAnalyzer,
    },
  ],
  exports: [AnalysisRunner],
})
export class AnalysisModule {}

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
