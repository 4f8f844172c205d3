/** One bench on the page of benchmarks. */
export interface Section {
  readonly title: string;
  /** The npm script, and its options. */
  readonly script: string;
  readonly options: readonly string[];
  /** The compiled file of the script, from `dist/e2e/load`. */
  readonly file: string;
  /** What the figures mean, in sentences. */
  readonly meaning: string;
}

/** The benches of the page, in its order. Together they take about half an hour. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Throughput, latency and overload',
    script: 'bench',
    options: ['--rounds', '5', '--seconds', '4', '--overload', '20'],
    file: 'bench.js',
    meaning:
      'New texts with the cache off. `of the limit` compares with bare ONNX sessions on every core, which have no service ' +
      'around them. `/health p99` is the latency of a probe during the load. The overload sends requests at twice and at five ' +
      'times the capacity, and does not wait for answers: 200 are answered in time, 429 are refused early.',
  },
  {
    title: 'CPU time of a request',
    script: 'bench:cost',
    options: ['--rounds', '5', '--seconds', '4'],
    file: 'bench-cost.js',
    meaning:
      'New texts with the cache off. The kernel measures the time of each thread. A CPU profile of another run divides the time of the ' +
      'main thread among the stages.',
  },
  {
    title: 'Another server with the same model file',
    script: 'bench:peers',
    options: ['--rounds', '5', '--seconds', '3'],
    file: 'bench-peers.js',
    meaning:
      'transformers.js behind node:http, and this service with the cache off, in turns. The model is the former default, whose tokenizer ' +
      'transformers.js reads in the same way.',
  },
  {
    title: 'Cached texts',
    script: 'bench:cache',
    options: ['--rounds', '5', '--seconds', '4'],
    file: 'bench-cache.js',
    meaning:
      'Texts that the cache holds, one a request. The bare route is a NestJS route that echoes its body: no NestJS service can be ' +
      'faster. The users of the replaced service ask for `/health` and then for three sentences, without a pause.',
  },
  {
    title: 'Client-visible impact of Redis faults',
    script: 'bench:cache-faults',
    options: ['--seconds', '15'],
    file: 'cache-faults.js',
    meaning:
      'Eight clients send texts while a fault of Redis begins and ends. Every answer is compared with the right one. One text in ' +
      'ten is new, and the memory cache is off, so that every text meets Redis.',
  },
  {
    title: 'Overhead of production features',
    script: 'bench:production',
    options: ['--rounds', '7', '--seconds', '3', '--shutdowns', '5'],
    file: 'bench-production.js',
    meaning:
      'Cached texts: the service with its features, and the same route without guards, security headers, metrics, log and traces. ' +
      'Then clients beside a thousand slow connections, and shutdowns under load.',
  },
  {
    title: 'Model processes and threads by CPU quota',
    script: 'bench:split',
    options: [],
    file: 'split.js',
    meaning:
      'New texts under a real CPU quota of the kernel. The defaults of the service follow the best row of each quota.',
  },
  {
    title: 'Memory under load',
    script: 'bench:soak',
    options: ['--minutes', '4'],
    file: 'soak.js',
    meaning:
      'Memory (PSS) of the service and its model processes under texts of all lengths, and its growth after two minutes.',
  },
];
