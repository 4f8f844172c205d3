import { Module, type DynamicModule } from '@nestjs/common';
import type { DialectName } from '../../config/dialect-names.js';
import { DialectRouteModule } from '../../dialect-route/dialect-route.module.js';
import { PlaygroundModule } from '../../playground/playground.module.js';
import { PredictModule } from '../../predict/predict.module.js';
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
    return {
      module: SharedRoutesModule,
      // The streams of PredictModule come first: they pass requests on that are no streams.
      imports: [PredictModule, DialectRouteModule, PlaygroundModule],
      controllers: [
        PredictController,
        dialects.includes('kserve') ? AliveController : PageController,
        ...(dialects.includes('huggingface') ? [RootController] : []),
        ...(dialects.some((name) => name === 'kserve' || name === 'vllm') ? [ModelsController] : []),
      ],
    };
  }
}
