import { DomainError } from './errors.js';

/** What the host application keeps with a thread or a message. Duet returns it and never reads it. */
export type Metadata = Readonly<Record<string, unknown>>;

export const noMetadata: Metadata = {};

/** `max` is in bytes of its JSON; objects and arrays in each other are levels, the outermost object is the first. */
export const metadataRule = {
  max: 4096,
  levels: 4,
  text: 'a JSON object of at most 4 KiB as JSON and 4 levels',
} as const;

/**
 * Metadata from what somebody has sent: nothing, or null, is no metadata.
 * @throws DomainError `invalid_metadata`.
 */
export function parseMetadata(value: unknown): Metadata {
  if (value === undefined || value === null) return noMetadata;
  // The depth comes first, because what is very deep cannot be written as JSON.
  if (!isObject(value) || isDeeper(value, metadataRule.levels) || sizeOf(value) > metadataRule.max) {
    throw new DomainError('invalid_metadata', `Metadata is ${metadataRule.text}.`);
  }
  return value;
}

export function isEmpty(metadata: Metadata): boolean {
  return Object.keys(metadata).length === 0;
}

function isObject(value: unknown): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function sizeOf(value: Metadata): number {
  return Buffer.byteLength(JSON.stringify(value));
}
