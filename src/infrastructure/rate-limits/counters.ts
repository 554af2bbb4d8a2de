import {
  RateLimiterCluster,
  RateLimiterClusterMaster,
  RateLimiterMemory,
  type IRateLimiterOptions,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';

/** Makes what counts for one limit. Limits of one name count together, wherever that is. */
export type Counter = (options: IRateLimiterOptions) => RateLimiterAbstract;

/** How long to wait for the place that all count in, in milliseconds. */
const patience = 1000;

/** Within this process, and forgotten with it. */
export const countHere: Counter = (options) => new RateLimiterMemory(options);

/** In the primary of a cluster, which `countForWorkers` was called in. */
export const countInPrimary: Counter = (options) =>
  new RateLimiterCluster({ ...options, timeoutMs: patience });

/** Lets the workers of this process count in it. */
export function countForWorkers(): void {
  new RateLimiterClusterMaster();
}
