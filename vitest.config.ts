import { defineConfig } from 'vitest/config';
import { SkippedTestsReporter } from './libs/testing/src/reporters/skipped-tests.reporter.js';
import { SlowFilesReporter } from './libs/testing/src/reporters/slow-files.reporter.js';

const shared = {
  environment: 'node' as const,
  setupFiles: ['./e2e/silence.setup.ts'],
};

/** Vitest would leave one of two cores unused. */
const everyCore = { maxWorkers: '100%' };

/** Runs `npm start`, which writes the build again: no other test may load it meanwhile. */
const BUILDING_SPEC = 'e2e/repository/readme.e2e-spec.ts';

/** For tests with processes, browsers and clusters beside each other in CI. The report marks what ran twice, so that it gets mended. */
const retriesInCi = { retry: process.env.CI ? 1 : 0 };

const endToEnd = {
  ...shared,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  // The libraries' `#libs/*` imports resolve to their sources.
  ssr: { resolve: { conditions: ['source', 'node'] } },
  test: {
    reporters: ['default', new SkippedTestsReporter(), new SlowFilesReporter()],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['{apps,libs}/**/*.spec.ts', '{deploy/check/autoscaling,e2e/load/scale}/**/*.spec.ts'],
          ...everyCore,
          sequence: { groupOrder: 0 },
          // Some wait for a real Redis to come and go.
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          ...endToEnd,
          // Every route over HTTP, as a process.
          name: 'e2e',
          include: ['e2e/routes/*.e2e-spec.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...endToEnd,
          ...retriesInCi,
          // With the next project, the rest of `npm run test:all`: models, logs and metrics, the browser, the repository.
          name: 'extended',
          include: ['{apps,libs}/**/*.extended-spec.ts', 'e2e/**/*.e2e-spec.ts'],
          exclude: ['**/node_modules/**', 'e2e/routes/**', 'e2e/faults/**', BUILDING_SPEC],
          ...everyCore,
          // Two files share the cores.
          testTimeout: 180_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...endToEnd,
          ...retriesInCi,
          // Load, time limits and the build: each file has the machine for itself.
          name: 'faults',
          include: ['e2e/faults/*.e2e-spec.ts', BUILDING_SPEC],
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          // Clients that are generated from the OpenAPI document, and clients of other servers: npm, pip and Maven download them.
          name: 'clients',
          include: ['e2e/clients/**/*.clients-spec.ts'],
          globalSetup: ['./e2e/clients/drop-in/python-clients.setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'deploy',
          include: ['deploy/**/*.deploy-spec.ts'],
          globalSetup: ['./deploy/check/secrets.setup.ts'],
          // Two hundred renders, and tools that start for seconds.
          testTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          // DEPLOY_FULL=1: a control plane, scanners, images and containers, load.
          name: 'deploy-full',
          include: ['deploy/**/*.full-spec.ts'],
          globalSetup: ['./deploy/check/secrets.setup.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
