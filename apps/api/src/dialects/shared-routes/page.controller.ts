import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '#libs/security';
import { pathNotFound } from '../../http/errors/path-not-found.js';
import { PlaygroundPage } from '../../playground/playground-page.js';

/** `GET /` without the dialect `kserve`: the playground for browsers. For other clients the path does not exist. */
@Public()
@ApiExcludeController()
@Controller()
export class PageController {
  constructor(private readonly page: PlaygroundPage) {}

  /** @throws RequestError `not-found` */
  @Get()
  getPage(@Req() request: Request, @Res() response: Response): void {
    if (!this.page.send(request, response)) throw pathNotFound();
  }
}
