import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '#libs/testing';
import { createClientSchema, SCHEMA_FILE } from '../clients/package/client-schema.js';

describe('the types of the client', () => {
  it('are those of the OpenAPI document; npm run client:types writes them again', async () => {
    expect(readFileSync(join(repository, SCHEMA_FILE), 'utf8')).toBe(await createClientSchema());
  });
});
