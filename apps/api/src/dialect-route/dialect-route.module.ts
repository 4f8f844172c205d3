import { Module } from '@nestjs/common';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { DialectRequestReader } from './dialect-request-reader.js';
import { ServedModel } from './served-model.js';

/** What every route in a dialect needs. */
@Module({
  imports: [PredictionRouteModule],
  providers: [DialectRequestReader, ServedModel],
  exports: [PredictionRouteModule, DialectRequestReader, ServedModel],
})
export class DialectRouteModule {}
