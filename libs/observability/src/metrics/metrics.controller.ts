import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#libs/security';
import { MetricsRegistry } from './metrics-registry.js';

/** The metrics on the service's own port. No part of the API. */
@Public()
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly registry: MetricsRegistry) {}

  @Get()
  async metrics(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const { contentType, text } = await this.registry.render(request.headers.accept);
    response.setHeader('Content-Type', contentType);
    response.end(text);
  }
}
