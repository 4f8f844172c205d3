import { join } from 'node:path';
import { repository } from '#libs/testing';
import { ClientCalls } from './client-calls.js';
import { PYTHON } from './python-environment.js';

/** A Python process that calls a client. */
export class PythonCalls extends ClientCalls {
  /** @param module of the folder `python`: its functions can be called */
  constructor(module: string) {
    super(PYTHON, join(repository, 'e2e/clients/drop-in/python/serve_calls.py'), module);
  }
}
