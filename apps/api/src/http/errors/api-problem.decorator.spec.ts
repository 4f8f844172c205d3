import { Controller, Get, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiProblem } from './api-problem.decorator.js';

@Controller('documented')
class DocumentedController {
  @Get()
  @ApiProblem('overloaded', 'The service is overloaded.', { detail: 'Try again later.', estimatedWaitMs: 12_400 })
  @ApiProblem('not-found', 'There is nothing.', { detail: 'The path does not exist.' })
  @ApiProblem('invalid-request', 'It is not valid.', {
    detail: '/text is missing.',
    otherProblems: [
      { kind: 'text-refused', message: 'It is too long.', faults: [{ pointer: '/text/0', detail: 'long' }] },
    ],
  })
  get(): void {}
}

let app: INestApplication;
let document: OpenAPIObject;

beforeAll(async () => {
  const module = await Test.createTestingModule({ controllers: [DocumentedController] }).compile();
  app = module.createNestApplication({ logger: false });
  await app.init();
  document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
});
afterAll(() => app.close());

describe('Documented problem of a route', () => {
  it('has an example of the answer, and Retry-After for an error that passes by itself', () => {
    expect(document.paths['/documented']?.get?.responses['429']).toEqual({
      description: 'The service is overloaded.',
      headers: {
        'Retry-After': { description: 'Seconds to wait before the next attempt.', schema: { type: 'integer' } },
      },
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: {
            overloaded: {
              summary: 'The service is overloaded',
              value: {
                type: 'urn:sentiment:problem:overloaded',
                title: 'The service is overloaded',
                status: 429,
                detail: 'Try again later.',
                instance: 'urn:request:0b8cf0ee-6f3c-4f0e-9d0c-1f6e3f8d2a11',
                estimatedWaitMs: 12_400,
              },
            },
          },
        },
      },
    });
  });

  it('has no Retry-After for an error that stays', () => {
    expect(document.paths['/documented']?.get?.responses['404']).toMatchObject({
      headers: {},
      content: {
        'application/problem+json': {
          examples: { 'not-found': { value: { status: 404, detail: 'The path does not exist.' } } },
        },
      },
    });
  });

  it('has an example of each other kind of problem with the same status', () => {
    expect(document.paths['/documented']?.get?.responses['422']).toMatchObject({
      content: {
        'application/problem+json': {
          examples: {
            'invalid-request': {
              value: { type: 'urn:sentiment:problem:invalid-request', detail: '/text is missing.' },
            },
            'text-refused': {
              value: { type: 'urn:sentiment:problem:text-refused', detail: 'It is too long.', errorCount: 1 },
            },
          },
        },
      },
    });
  });

  it('brings the schema of problems along', () => {
    expect(Object.keys(document.components?.schemas ?? {}).sort()).toEqual(['Problem', 'ProblemFault']);
  });
});
