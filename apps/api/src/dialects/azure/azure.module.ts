import { Module } from '@nestjs/common';
import { DocumentRouteModule } from '../../document-route/document-route.module.js';
import { AnalyzeTextController } from './analyze-text.controller.js';
import { AzureRequestHandler } from './azure-request-handler.js';
import { RefusedOperationsController } from './refused-operations.controller.js';
import { TextAnalyticsController } from './text-analytics.controller.js';

/** The sentiment analysis of Azure AI Language, and of Text Analytics before it. */
@Module({
  imports: [DocumentRouteModule],
  controllers: [AnalyzeTextController, TextAnalyticsController, RefusedOperationsController],
  providers: [AzureRequestHandler],
})
export class AzureModule {}
