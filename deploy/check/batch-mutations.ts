import { mutation, POD, type Mutation } from './mutations.js';

const JOB = 'Job/sentiment-batch-classify';
const CLASS = 'PriorityClass/sentiment-batch';
const CLAIM = 'PersistentVolumeClaim/sentiment-batch';
const MERGE = 'Job/sentiment-batch-merge';

/** Mutations of examples/batch. */
export const BATCH_MUTATIONS: readonly Mutation[] = [
  mutation('more shards than pods', JOB, '/spec/completions', 4, /4 completions, but 8 SHARDS/),
  mutation('a Job without indexes', JOB, '/spec/completionMode', 'NonIndexed', /no variable JOB_COMPLETION_INDEX/),
  mutation('a misspelt variable', MERGE, `${POD}/containers/0/args/1`, '/data/$(OUTPT)', /no variable OUTPT/),
  mutation('failures that end all shards', JOB, '/spec/backoffLimitPerIndex', undefined, /end all shards/),
  mutation('a second pod for a shard', JOB, '/spec/podReplacementPolicy', 'TerminatingOrFailed', /at the same time/),
  mutation('evictions that count as failures', JOB, '/spec/podFailurePolicy', undefined, /an eviction counts/),
  mutation(
    'faults that are tried again',
    JOB,
    '/spec/podFailurePolicy/rules/0/action',
    'Count',
    /stays is tried again/,
  ),
  mutation('a volume of one node', CLAIM, '/spec/accessModes', ['ReadWriteOnce'], /one node only may mount/),
  mutation(
    'a missing claim',
    JOB,
    `${POD}/volumes/1/persistentVolumeClaim/claimName`,
    'data',
    /no PersistentVolumeClaim/,
  ),
  mutation('a priority of the service', CLASS, '/value', 0, /not below that of the service/),
  mutation('preemption of other pods', CLASS, '/preemptionPolicy', 'PreemptLowerPriority', /take the place of other/),
  mutation('a missing PriorityClass', MERGE, `${POD}/priorityClassName`, 'batch', /no PriorityClass batch/),
  mutation('more pods than the quota holds', JOB, '/spec/parallelism', 12, /of requests.cpu .* but 10 are allowed/),
  mutation('nodes of any processor', MERGE, `${POD}/affinity`, undefined, /selects no nodes by kubernetes.io\/arch/),
];

/** Mutations of examples/batch with batch-download. */
export const BATCH_DOWNLOAD_MUTATIONS: readonly Mutation[] = [
  mutation(
    'an init container that runs as root',
    JOB,
    `${POD}/initContainers/0/securityContext/runAsUser`,
    0,
    /download-input: it runs as root/,
  ),
  mutation(
    'an init container that mounts a missing volume',
    JOB,
    `${POD}/initContainers/0/volumeMounts/0/name`,
    'script',
    /mounts the volume script/,
  ),
  mutation(
    'an init container without the settings',
    JOB,
    `${POD}/initContainers/0/envFrom`,
    undefined,
    /download-input has no variable INPUT/,
  ),
  mutation(
    'a Secret that the annotations do not name',
    JOB,
    '/metadata/annotations/sentiment~1input',
    'volume',
    /no Secret sentiment-batch-input/,
  ),
];

/** Mutations of examples/batch with batch-service. */
export const BATCH_SERVICE_MUTATIONS: readonly Mutation[] = [
  mutation(
    'a policy for pods that are not there',
    'NetworkPolicy/sentiment-batch-service',
    '/spec/podSelector/matchLabels/app.kubernetes.io~1component',
    'batch',
    /podSelector selects no pods/,
  ),
  mutation(
    'a Secret that the annotations do not name',
    JOB,
    '/metadata/annotations/sentiment~1classifier',
    'pod',
    /no Secret sentiment-batch-key/,
  ),
];
