import { Module } from '@nestjs/common';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { DialectRequestReader } from './dialect-request-reader.js';

/** What every route in a dialect needs. */
@Module({
  imports: [PredictionRouteModule],
  providers: [DialectRequestReader],
  exports: [PredictionRouteModule, DialectRequestReader],
})
export class DialectRouteModule {}
