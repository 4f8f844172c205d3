import { Module } from '@nestjs/common';
import { HttpServerModule } from '../http/http-server.module.js';
import { ClassifierModule } from '../wiring/classifier.module.js';
import { ServiceCachingModule } from '../wiring/service-caching.module.js';
import { ServiceInferenceModule } from '../wiring/service-inference.module.js';
import { BodyReader } from './body-reader.js';
import { JsonBodyReader } from './json-body-reader.js';

/** What every route for predictions needs: the classifier, its cache, admission, and readers of bodies. */
@Module({
  imports: [ClassifierModule, ServiceInferenceModule, ServiceCachingModule, HttpServerModule],
  providers: [BodyReader, JsonBodyReader],
  exports: [ClassifierModule, ServiceInferenceModule, ServiceCachingModule, BodyReader, JsonBodyReader],
})
export class PredictionRouteModule {}
