import { Module } from '@nestjs/common';
import { AnalysisModule } from '../analyze/analysis.module.js';
import { DialectRouteModule } from '../dialect-route/dialect-route.module.js';
import { DocumentRequestRunner } from './document-request-runner.js';

/** What a route needs in a dialect that gives the sentiment of each sentence too. */
@Module({
  imports: [DialectRouteModule, AnalysisModule],
  providers: [DocumentRequestRunner],
  exports: [DialectRouteModule, DocumentRequestRunner],
})
export class DocumentRouteModule {}
