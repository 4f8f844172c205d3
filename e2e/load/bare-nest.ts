/** The control: one Nest route and nothing else, on the same machine at the same time. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

@Controller('health')
class BareController {
  @Get()
  health(): { status: string } {
    return { status: 'healthy' };
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

const app = await NestFactory.create(BareModule, { logger: false });
await app.init();
const server = app.getHttpServer() as Server;
await once(server.listen(0, '127.0.0.1'), 'listening');
process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
