import { Module } from '@nestjs/common';
import { DocumentAnalyzer, LanguageDetectorProvider, LanguageIdentification } from '#libs/analysis';
import { Classifier, LoadedModel } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { HttpServerModule } from '../http/http-server.module.js';
import { LineStreamModule } from '../line-stream/line-stream.module.js';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { AnalysisRunner } from './analysis-runner.js';
import { AnalyzeStreamController } from './analyze-stream.controller.js';
import { AnalyzeController } from './analyze.controller.js';

@Module({
  imports: [PredictionRouteModule, HttpServerModule, LineStreamModule],
  // The first one passes requests on that are no streams.
  controllers: [AnalyzeStreamController, AnalyzeController],
  providers: [
    AnalysisRunner,
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
