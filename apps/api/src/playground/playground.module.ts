import { Logger, Module } from '@nestjs/common';
import { join } from 'node:path';
import { packageRoot } from '../config/package-root.js';
import { Settings } from '../config/settings.js';
import { openPlayground } from './open-playground.js';
import { PlaygroundController } from './playground.controller.js';
import { PlaygroundPage } from './playground-page.js';
import { PlaygroundFiles } from './playground-files.js';

/** Written by `apps/playground/build.js`. */
const FOLDER = join(packageRoot, 'dist/apps/playground');

/** The assets of the page for browsers, and the page for the route that has it: `dialects/shared-routes` owns `GET /`. */
@Module({
  controllers: [PlaygroundController],
  providers: [
    PlaygroundPage,
    {
      provide: PlaygroundFiles,
      inject: [Settings],
      useFactory: ({ PLAYGROUND }: Settings) =>
        openPlayground({ mode: PLAYGROUND, folder: FOLDER, logger: new Logger('Playground') }),
    },
  ],
  exports: [PlaygroundPage],
})
export class PlaygroundModule {}
