import { Logger, Module } from '@nestjs/common';
import { join } from 'node:path';
import { packageRoot } from '../config/package-root.js';
import { Settings } from '../config/settings.js';
import { openPlayground } from './open-playground.js';
import { PlaygroundController } from './playground.controller.js';
import { PlaygroundFiles } from './playground-files.js';

/** Written by `apps/playground/build.js`. */
const FOLDER = join(packageRoot, 'dist/apps/playground');

@Module({
  controllers: [PlaygroundController],
  providers: [
    {
      provide: PlaygroundFiles,
      inject: [Settings],
      useFactory: ({ PLAYGROUND }: Settings) =>
        openPlayground({ mode: PLAYGROUND, folder: FOLDER, logger: new Logger('Playground') }),
    },
  ],
})
export class PlaygroundModule {}
