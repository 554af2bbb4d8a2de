import type { Request } from 'express';
import type { Page, Slice } from '../../../application/ports/page.js';

/** The absolute URL of a path of this service, as the client reaches it. */
export function absoluteUrl(request: Request, path: string): string {
  const publicUrl = request.app.get('public url') as string | undefined;
  if (publicUrl !== undefined) return publicUrl + path;
  const scheme = request.protocol === 'https' ? 'https' : 'http'; // a proxy may have passed on anything
  return `${scheme}://${request.host.replace(/:$/, '')}${path}`;
}

/** A page in the form of DRF's LimitOffsetPagination. */
export function presentPage<Item>(
  request: Request,
  slice: Slice,
  page: Page<Item>,
  present: (item: Item) => object,
  parameters: Record<string, string> = {},
): object {
  const { limit, offset } = slice;
  const link = (offset: number) =>
    pageUrl(request, Object.assign({}, parameters, { limit }, offset > 0 && { offset }));
  return {
    count: page.total,
    next: offset + limit < page.total ? link(offset + limit) : null,
    previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
    results: page.items.map(present),
  };
}

export function pageUrl(request: Request, parameters: Record<string, string | number>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) query.set(name, String(value));
  const [path] = request.originalUrl.split('?', 1) as [string];
  return absoluteUrl(request, `${path}?${query.toString()}`);
}
