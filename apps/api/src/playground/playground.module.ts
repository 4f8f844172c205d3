import { Logger, Module } from '@nestjs/common';
import { join } from 'node:path';
import { packageRoot } from '../config/package-root.js';
import { Settings } from '../config/settings.js';
import { PlaygroundController } from './playground.controller.js';
import { PlaygroundFiles, readPlaygroundFiles } from './playground-files.js';

const FOLDER = join(packageRoot, 'dist/apps/playground');

@Module({
  controllers: [PlaygroundController],
  providers: [{ provide: PlaygroundFiles, inject: [Settings], useFactory: openFiles }],
})
export class PlaygroundModule {}

function openFiles({ PLAYGROUND }: Settings): PlaygroundFiles {
  if (PLAYGROUND === 'off') return new PlaygroundFiles();
  const files = readPlaygroundFiles(FOLDER);
  if (files) return files;
  new Logger('Playground').warn('the playground at / is not built, so / answers 404; npm run build builds it');
  return new PlaygroundFiles();
}
