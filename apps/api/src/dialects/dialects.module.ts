import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { DialectName } from '../config/dialect-names.js';
import { HuggingFaceModule } from './huggingface/huggingface.module.js';
import { SharedRoutesModule } from './shared-routes/shared-routes.module.js';
import { TeiModule } from './tei/tei.module.js';

const MODULES: Readonly<Partial<Record<DialectName, Type>>> = {
  huggingface: HuggingFaceModule,
  tei: TeiModule,
};

/** The routes in the wire formats of other model servers. */
@Module({})
export class DialectsModule {
  /** @param dialects the dialects that are on */
  static forRoot(dialects: readonly DialectName[]): DynamicModule {
    return {
      module: DialectsModule,
      imports: [SharedRoutesModule.forRoot(dialects), ...dialects.flatMap((name) => MODULES[name] ?? [])],
    };
  }
}
