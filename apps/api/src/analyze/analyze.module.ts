import { Module } from '@nestjs/common';
import { LineStreamModule } from '../line-stream/line-stream.module.js';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { AnalysisModule } from './analysis.module.js';
import { AnalyzeStreamController } from './analyze-stream.controller.js';
import { AnalyzeController } from './analyze.controller.js';

@Module({
  imports: [PredictionRouteModule, AnalysisModule, LineStreamModule],
  // The first one passes requests on that are no streams.
  controllers: [AnalyzeStreamController, AnalyzeController],
})
export class AnalyzeModule {}
