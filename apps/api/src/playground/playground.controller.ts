import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '#libs/security';
import { pathNotFound } from '../http/errors/path-not-found.js';
import { PlaygroundFiles } from './playground-files.js';
import { sendFile } from './send-file.js';

/** The name of an asset changes with its content. */
const FOREVER = 'public, max-age=31536000, immutable';

/** The assets of the playground. */
@Public()
@ApiExcludeController()
@Controller('playground/assets')
export class PlaygroundController {
  constructor(private readonly files: PlaygroundFiles) {}

  /** @throws RequestError `not-found` */
  @Get(':name')
  getAsset(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    const asset = this.files.getAsset(name);
    if (!asset) throw pathNotFound();
    sendFile(asset, FOREVER, request, response);
  }
}
