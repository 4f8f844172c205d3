import { Module } from '@nestjs/common';
import { DocumentRouteModule } from '../../document-route/document-route.module.js';
import { GoogleMethodsController } from './google-methods.controller.js';
import { GoogleSentimentController } from './google-sentiment.controller.js';

/** Google Cloud Natural Language. */
@Module({
  imports: [DocumentRouteModule],
  // Express takes the first route that matches.
  controllers: [GoogleSentimentController, GoogleMethodsController],
})
export class GoogleModule {}
