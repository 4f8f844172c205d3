/**
 * The rules of the imports, for `npm run lint`. `e2e/repository/architecture.e2e-spec.ts` seeds one violation for each of them.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const SPEC_OR_FAKE = '\\.(spec|extended-spec|fake)\\.ts$';
const NEST_ROLES =
  '\\.(module|controller|interceptor|guard|pipe|filter|health|logger|dto|decorator|adapter|openapi)(\\.spec)?\\.ts$';

export default {
  forbidden: [
    {
      name: 'no-circular-files',
      comment: 'Files that import each other can only be understood together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circular-folders',
      comment: 'Folders that import each other are one folder.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'libraries-import-no-application',
      comment: 'Libraries, their specs included, know neither the applications nor the end-to-end tests.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|e2e|deploy)/' },
    },
    {
      name: 'libraries-import-domain-and-clock',
      comment:
        'The application composes the libraries. A library knows the domain, the clock, how files are read and ' +
        'which routes are public, and no other library.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: SPEC_OR_FAKE },
      to: { path: '^libs/', pathNot: '^libs/($1|prediction|clock|files|security)/' },
    },
    {
      name: 'domain-imports-nothing',
      comment: 'libs/prediction is the domain, and libs/clock is time: both are free of frameworks and of each other.',
      severity: 'error',
      from: { path: '^libs/(prediction|clock)/', pathNot: SPEC_OR_FAKE },
      to: { pathNot: '^libs/$1/' },
    },
    {
      name: 'client-imports-nothing',
      comment: 'libs/client runs in Node, browsers and edge runtimes: it has only what all of them have.',
      severity: 'error',
      from: { path: '^libs/client/src/', pathNot: SPEC_OR_FAKE },
      to: { pathNot: '^libs/client/src/' },
    },
    {
      name: 'analysis-imports-domain-and-clock',
      comment:
        'libs/analysis works on texts and predictions alone: it is free of frameworks and packages. Only the table of languages is ' +
        'a file, which the build packs from a package.',
      severity: 'error',
      from: { path: '^libs/analysis/', pathNot: `${SPEC_OR_FAKE}|^libs/analysis/src/language/` },
      to: { pathNot: '^libs/(analysis|prediction|clock)/' },
    },
    {
      name: 'no-deep-imports',
      comment: 'Other folders use a library through its index.ts.',
      severity: 'error',
      from: { path: '^(apps|deploy|e2e)/' },
      // The benches of bare sessions switch telemetry off in the way of a worker.
      to: { path: '^libs/[^/]+/src/', pathNot: '^libs/[^/]+/src/(index|workers/no-telemetry)\\.ts$' },
    },
    {
      name: 'libraries-have-no-deep-imports',
      comment: 'A library uses another library through its index.ts.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: '^libs/($1/|[^/]+/src/index\\.ts$)' },
    },
    {
      name: 'applications-are-independent',
      comment: 'An application does not import another one.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'playground-imports-itself-and-client',
      comment: 'The playground runs in browsers. It has only its own files and the client, and no package.',
      severity: 'error',
      from: { path: '^apps/playground/src/', pathNot: SPEC_OR_FAKE },
      to: { pathNot: '^(apps/playground/src|libs/client/src)/' },
    },
    {
      name: 'product-imports-no-test-code',
      comment: 'libs/testing, fakes, specs and end-to-end tests are for tests only.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `${SPEC_OR_FAKE}|^libs/testing/` },
      to: { path: `${SPEC_OR_FAKE}|^libs/testing/|^e2e/` },
    },
    {
      name: 'nest-in-nest-roles-only',
      comment: 'Inside libraries only files with a role of Nest import Nest.',
      severity: 'error',
      from: { path: '^libs/', pathNot: NEST_ROLES },
      to: { path: '^node_modules/@nestjs/' },
    },
    {
      name: 'onnx-in-workers-only',
      comment: 'A session blocks its process for the whole run, so every session lives in a worker process.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.entry\\.ts$' },
      to: { path: '^node_modules/onnxruntime' },
    },
    {
      name: 'no-unresolvable-imports',
      comment: 'An import that this tool cannot resolve is checked by no rule.',
      severity: 'error',
      from: {},
      // k6 brings its own modules, and the bench of peers installs theirs.
      to: { couldNotResolve: true, pathNot: '^(k6(/|$)|@huggingface/transformers$)' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Types count: a reader follows them as well.
    tsPreCompilationDeps: true,
    // The `source` condition of package.json maps `#libs/*` to the sources.
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'types'],
      // vite has no `main`.
      exportsFields: ['exports'],
    },
    doNotFollow: { path: 'node_modules' },
    // The programs with the generated client and with the packed one have dependencies of their own.
    exclude: { path: '^(dist|e2e/clients/(typescript|package/consumer))/' },
  },
};
