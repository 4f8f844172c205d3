import {
  BadGatewayException,
  Controller,
  ForbiddenException,
  Get,
  Param,
  ParseIntPipe,
  Post,
  UseGuards,
  type CanActivate,
  type INestApplication,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PredictionError } from '#libs/prediction';
import { provideFakeRequestContext } from '../request-context.fake.js';
import { ProblemFilter } from './problem.filter.js';
import { RequestError } from './request-error.js';

class RefusingGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

/** Each route fails in its own way. */
@Controller()
class FailingController {
  @Get('guarded')
  @UseGuards(RefusingGuard)
  guarded(): void {}

  @Get('numbers/:number')
  number(@Param('number', ParseIntPipe) number: number): string {
    return String(number);
  }

  @Get('forbidden')
  forbidden(): void {
    throw new ForbiddenException('a secret reason');
  }

  @Get('gateway')
  gateway(): void {
    throw new BadGatewayException('a secret reason');
  }

  @Get('limited')
  limited(): void {
    throw new RequestError('rate-limited', 'Too much.', { retryAfterSeconds: 7 });
  }

  @Get('unauthorized')
  unauthorized(): void {
    throw new RequestError('unauthorized', 'No key.');
  }

  @Get('malformed')
  malformed(): void {
    throw new RequestError('malformed-request', 'Not HTTP.');
  }

  @Get('late')
  late(): void {
    throw new PredictionError('deadline-exceeded', 'Too late.');
  }

  @Get('broken')
  broken(): void {
    throw new Error('a secret text');
  }

  @Post('posted')
  posted(): void {}
}

let app: INestApplication;
let url: string;

beforeAll(async () => {
  const module = await Test.createTestingModule({ controllers: [FailingController] }).compile();
  app = module.createNestApplication({ logger: false });
  app.use(provideFakeRequestContext);
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(async () => {
  await app.close();
});

async function ask(path: string, method = 'GET') {
  const response = await fetch(url + path, { method });
  return { status: response.status, headers: response.headers, problem: (await response.json()) as object };
}

describe('Problem filter', () => {
  it.each([
    ['/guarded', 403, 'Forbidden'],
    ['/numbers/one', 400, 'Bad Request'],
    ['/numbers/%zz', 400, 'Bad Request'],
    ['/forbidden', 403, 'Forbidden'],
    ['/gateway', 502, 'Bad Gateway'],
  ])('keeps the status of an HttpException, without its message: %s', async (path, status, title) => {
    const answer = await ask(path);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.status).toBe(status);
    expect(answer.problem).toEqual({
      type: 'about:blank',
      title,
      status,
      detail: `${title}.`,
      instance: 'urn:request:id-1',
    });
  });

  it('answers an unknown path by 404, and a wrong method by 405 with the right ones', async () => {
    expect((await ask('/nowhere')).problem).toMatchObject({ status: 404, type: 'urn:sentiment:problem:not-found' });
    const wrongMethod = await ask('/posted');
    expect(wrongMethod.problem).toMatchObject({ status: 405, type: 'urn:sentiment:problem:method-not-allowed' });
    expect(wrongMethod.headers.get('allow')).toBe('POST');
  });

  it('answers errors of the service by their kind, with the headers that belong to it', async () => {
    const limited = await ask('/limited');
    expect(limited.problem).toMatchObject({ status: 429, detail: 'Too much.' });
    expect(limited.headers.get('retry-after')).toBe('7');
    const unauthorized = await ask('/unauthorized');
    expect(unauthorized.status).toBe(401);
    expect(unauthorized.headers.get('www-authenticate')).toBe('Bearer realm="sentiment"');
    expect((await ask('/malformed')).headers.get('connection')).toBe('close');
    expect((await ask('/late')).problem).toMatchObject({ status: 504, detail: 'Too late.' });
  });

  it('answers any other error by 500, without its message', async () => {
    const { status, problem } = await ask('/broken');
    expect(status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain('secret');
  });
});
