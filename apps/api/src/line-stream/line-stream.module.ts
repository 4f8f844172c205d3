import { Module } from '@nestjs/common';
import { HttpServerModule } from '../http/http-server.module.js';
import { PredictionRouteModule } from '../prediction-route/prediction-route.module.js';
import { ShutdownModule } from '../shutdown/shutdown.module.js';
import { LineStreams } from './line-streams.js';

/** Streams of lines, for every route that takes them. */
@Module({
  imports: [PredictionRouteModule, HttpServerModule, ShutdownModule],
  providers: [LineStreams],
  exports: [LineStreams],
})
export class LineStreamModule {}
