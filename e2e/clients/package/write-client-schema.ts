/** Writes the types of the client again, after a change of the service's bodies. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '#libs/testing';
import { createClientSchema, SCHEMA_FILE } from './client-schema.js';

writeFileSync(join(repository, SCHEMA_FILE), await createClientSchema());
