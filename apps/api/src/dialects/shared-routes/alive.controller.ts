import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '#libs/security';
import { DIALECT_MEDIA_TYPE } from '../../dialect-route/dialect.js';
import { pathNotFound } from '../../http/errors/path-not-found.js';
import { asksForPage, PlaygroundPage } from '../../playground/playground-page.js';
import { AliveStatus } from './alive-status.dto.js';

const ALIVE: AliveStatus = { status: 'alive' };

/** `GET /` with the dialect `kserve`: the playground for browsers, and the liveness of the protocol V1 for other clients. */
@ApiTags('kserve')
@Public()
@Controller()
export class AliveController {
  constructor(private readonly page: PlaygroundPage) {}

  /** @throws RequestError `not-found` for browsers where the service serves no playground */
  @Get()
  @ApiOperation({
    operationId: 'kserveAlive',
    summary: 'Tells that the service is alive, in the format of KServe V1',
    description:
      'Browsers, whose `Accept` names `text/html`, get the page of the playground instead, or 404 if the setting PLAYGROUND is `off`.',
  })
  @ApiOkResponse({ type: AliveStatus, description: 'The service answers.', example: ALIVE })
  getStatus(@Req() request: Request, @Res() response: Response): void {
    if (this.page.send(request, response)) return;
    if (asksForPage(request)) throw pathNotFound();
    response.setHeader('Content-Type', DIALECT_MEDIA_TYPE).end(JSON.stringify(ALIVE));
  }
}
