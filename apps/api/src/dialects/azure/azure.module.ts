import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { DocumentRouteModule } from '../../document-route/document-route.module.js';
import { AnalyzeTextController } from './analyze-text.controller.js';
import { AzureRequestHandler } from './azure-request-handler.js';
import { repeatClientRequestId } from './client-request-id.middleware.js';
import { RefusedOperationsController } from './refused-operations.controller.js';
import { TextAnalyticsController } from './text-analytics.controller.js';

const CONTROLLERS = [AnalyzeTextController, TextAnalyticsController, RefusedOperationsController];

/** The sentiment analysis of Azure AI Language, and of Text Analytics before it. */
@Module({
  imports: [DocumentRouteModule],
  controllers: CONTROLLERS,
  providers: [AzureRequestHandler],
})
export class AzureModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(repeatClientRequestId).forRoutes(...CONTROLLERS);
  }
}
