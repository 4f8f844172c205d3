import { Module, type DynamicModule } from '@nestjs/common';
import type { DialectName } from '../../config/dialect-names.js';
import { DialectRouteModule } from '../../dialect-route/dialect-route.module.js';
import { PlaygroundModule } from '../../playground/playground.module.js';
import { LineStreamModule } from '../../line-stream/line-stream.module.js';
import { PredictStreamController } from '../../predict/predict-stream.controller.js';
import { ComprehendController } from '../comprehend/comprehend.controller.js';
import { ComprehendModule } from '../comprehend/comprehend.module.js';
import { AliveController } from './alive.controller.js';
import { ModelsController } from './models.controller.js';
import { PageController } from './page.controller.js';
import { PredictController } from './predict.controller.js';
import { RootController } from './root.controller.js';

/** The routes that several dialects want. */
@Module({})
export class SharedRoutesModule {
  /** @param dialects the dialects that are on */
  static forRoot(dialects: readonly DialectName[]): DynamicModule {
    const hasComprehend = dialects.includes('comprehend');
    return {
      module: SharedRoutesModule,
      imports: [
        LineStreamModule,
        DialectRouteModule,
        PlaygroundModule,
        // It has a route of its own.
        ...(hasComprehend ? [ComprehendModule] : []),
      ],
      controllers: [
        // The first one passes requests on that are no streams.
        PredictStreamController,
        PredictController,
        dialects.includes('kserve') ? AliveController : PageController,
        // Before the routes that take any request.
        ...(hasComprehend ? [ComprehendController] : []),
        ...(dialects.includes('huggingface') ? [RootController] : []),
        ...(dialects.some((name) => name === 'kserve' || name === 'vllm') ? [ModelsController] : []),
      ],
    };
  }
}
