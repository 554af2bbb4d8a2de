import type { RateLimited, RateLimitPolicy } from '../../application/ports/rate-limit.js';
import type { HeaderFields } from './send.js';

// The header fields of the IETF's draft-ietf-httpapi-ratelimit-headers, as of its revision 10.

export function policyField({ name, quota, window }: RateLimitPolicy): string {
  return `"${name}";q=${quota};w=${window}`;
}

export function limitField({ name }: RateLimitPolicy, remaining: number, reset: number): string {
  return `"${name}";r=${remaining};t=${reset}`;
}

export function headersOfRefusal({ policy, retryAfter }: RateLimited): HeaderFields {
  return {
    'Retry-After': String(retryAfter),
    'RateLimit-Policy': policyField(policy),
    RateLimit: limitField(policy, 0, retryAfter),
  };
}
