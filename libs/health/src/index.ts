export { HealthModule, type HealthModuleOptions } from './health.module.js';
export { HealthSources, type HealthSource, type HealthState } from './health-sources.js';
