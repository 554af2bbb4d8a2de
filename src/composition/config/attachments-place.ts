import type { S3Place } from '../../infrastructure/attachments/s3-file-store.js';

/** Where the bytes of attachments are kept. */
export type AttachmentsPlace =
  | { readonly kind: 'off' }
  | { readonly kind: 'file'; readonly folder: string }
  | ({ readonly kind: 's3' } & Omit<S3Place, 'credentials'>);

/** Beside the usual database. */
export const usualAttachmentsPlace: AttachmentsPlace = { kind: 'file', folder: 'database/attachments' };

/** Undefined if it is none that Duet knows. */
export function parseAttachmentsPlace(text: string): AttachmentsPlace | undefined {
  if (text === 'off') return { kind: 'off' };
  const folder = /^file:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1];
  if (folder !== undefined) return { kind: 'file', folder };
  if (!text.startsWith('s3://') || !URL.canParse(text)) return undefined;
  const { hostname: bucket, pathname, searchParams, username, hash } = new URL(text);
  const { region, endpoint, ...unknown } = Object.fromEntries(searchParams);
  if (bucket === '' || username !== '' || hash !== '' || Object.keys(unknown).length > 0) return undefined;
  if (endpoint !== undefined && !/^https?:/.test(URL.canParse(endpoint) ? endpoint : '')) return undefined;
  const path = decodeURIComponent(pathname).replaceAll(/^\/+|\/+$/g, '');
  return { kind: 's3', bucket, prefix: path === '' ? '' : `${path}/`, region, endpoint };
}
