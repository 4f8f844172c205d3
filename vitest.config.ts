import { defineConfig } from 'vitest/config';
import { SkippedTestsReporter } from './libs/testing/src/reporters/skipped-tests.reporter.js';
import { SlowFilesReporter } from './libs/testing/src/reporters/slow-files.reporter.js';

const shared = {
  environment: 'node' as const,
  setupFiles: ['./e2e/silence.setup.ts'],
};

const endToEnd = {
  ...shared,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Two cores: each file has a service of its own, and some measure time-outs.
  fileParallelism: false,
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
          include: ['{apps,libs}/**/*.spec.ts'],
          // Vitest would leave one of two cores unused.
          maxWorkers: '100%',
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
        },
      },
      {
        extends: true,
        test: {
          ...endToEnd,
          // The rest of `npm run test:all`: faults, models, logs and metrics, the browser.
          name: 'extended',
          include: ['{apps,libs}/**/*.extended-spec.ts', 'e2e/**/*.e2e-spec.ts'],
          exclude: ['**/node_modules/**', 'e2e/routes/**'],
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          // Clients that are generated from the OpenAPI document: npm, pip and Maven download their generators.
          name: 'clients',
          include: ['e2e/clients/*.clients-spec.ts'],
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
          testTimeout: 120_000,
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
