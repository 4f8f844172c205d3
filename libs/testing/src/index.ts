export { makeCertificate, type Certificate } from './certificates.js';
export { FaultyProxy, type Treatment } from './faulty-proxy.js';
export { FileTree } from './file-tree.js';
export { freePort } from './free-port.js';
export { ManualClock } from './manual-clock.js';
export { bulkString, RedisImpostor, type ImpostorBehavior, type ImpostorCommand } from './redis-impostor.js';
export { hasProgram, isMissing } from './programs.js';
export { RedisCluster } from './redis-cluster.js';
export { RedisSentinels } from './redis-sentinels.js';
export { RedisServer } from './redis-server.js';
export { TokenRedis } from './token-redis.js';
export {
  isRunning,
  listChildProcesses,
  fixtures,
  nanModel,
  postJson,
  postJsonTo,
  repository,
  runApiToEnd,
  shippedModel,
  startApi,
  startLoadingApi,
  threeClassModel,
  timeJump,
  UNCACHED,
  untilHealthy,
  type Api,
  type Ended,
  type StartOptions,
} from './service-process.js';
