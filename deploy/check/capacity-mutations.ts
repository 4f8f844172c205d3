import { API, mutation, POD, type Mutation } from './mutations.js';

const REDIS = 'StatefulSet/sentiment-redis';
const QUOTA = 'ResourceQuota/sentiment';
const MEMORY_LIMIT = `${POD}/containers/0/resources/limits/memory`;

/** Mutations of the overlay aks: nodes, quota, roll-outs at full scale, and the memory of Redis. */
export const AKS_MUTATIONS: readonly Mutation[] = [
  mutation('a quota for fewer pods than a roll-out has', QUOTA, '/spec/hard/pods', '22', /26 of pods in a roll-out/),
  mutation(
    'a quota without the memory of the sidecars',
    QUOTA,
    '/spec/hard/limits.memory',
    '40Gi',
    /of limits.memory in a roll-out, but 40Gi/,
  ),
  mutation(
    'an autoscaler beyond the quota',
    'HorizontalPodAutoscaler/sentiment-api',
    '/spec/maxReplicas',
    30,
    /of requests.cpu in a roll-out/,
  ),
  mutation('a larger surge than the quota', API, '/spec/strategy/rollingUpdate/maxSurge', '100%', /of pods in a/),
  mutation('one pod at a time', API, '/spec/strategy/rollingUpdate/maxSurge', 1, /maxSurge is no percentage/),
  mutation('pods on any node', API, `${POD}/affinity`, undefined, /selects no nodes by kubernetes.io\/os/),
  mutation(
    'pods on any processor',
    API,
    `${POD}/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchExpressions`,
    [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }],
    /selects no nodes by kubernetes.io\/arch/,
  ),
  mutation(
    'a Redis that saves within the same memory',
    'ConfigMap/redis-configuration',
    '/data/redis.conf',
    'maxmemory 384mb\nsave 60 1000\n',
    /too low for maxmemory and saves/,
  ),
  mutation('a Redis without room beside its data', REDIS, MEMORY_LIMIT, '400Mi', /too low for maxmemory/),
  mutation(
    'a Redis without maxmemory',
    'ConfigMap/redis-configuration',
    '/data/redis.conf',
    'save ""\n',
    /too low for maxmemory/,
  ),
];

/** Mutations of keda and quota: `keda` scales to as many pods as `quota` allows without a change. */
export const KEDA_QUOTA_MUTATIONS: readonly Mutation[] = [
  mutation(
    'an autoscaler of KEDA beyond the quota',
    'ScaledObject/sentiment-api',
    '/spec/maxReplicaCount',
    30,
    /of requests.cpu in a roll-out/,
  ),
];
