import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { DialectName } from '../config/dialect-names.js';
import { AzureModule } from './azure/azure.module.js';
import { ComprehendModule } from './comprehend/comprehend.module.js';
import { GoogleModule } from './google/google.module.js';
import { HuggingFaceModule } from './huggingface/huggingface.module.js';
import { KServeModule } from './kserve/kserve.module.js';
import { OpenInferenceModule } from './open-inference/open-inference.module.js';
import { SharedRoutesModule } from './shared-routes/shared-routes.module.js';
import { TeiModule } from './tei/tei.module.js';
import { VllmModule } from './vllm/vllm.module.js';

const MODULES: Readonly<Record<DialectName, Type>> = {
  huggingface: HuggingFaceModule,
  tei: TeiModule,
  'open-inference': OpenInferenceModule,
  kserve: KServeModule,
  vllm: VllmModule,
  comprehend: ComprehendModule,
  azure: AzureModule,
  google: GoogleModule,
};

/** The routes in the wire formats of other model servers. */
@Module({})
export class DialectsModule {
  /** @param dialects the dialects that are on */
  static forRoot(dialects: readonly DialectName[]): DynamicModule {
    return {
      module: DialectsModule,
      imports: [SharedRoutesModule.forRoot(dialects), ...dialects.map((name) => MODULES[name])],
    };
  }
}
