/**
 * Where a proxy serves what is at the root here: a path without a slash at the end.
 * @param publicUrl as HttpOptions has it.
 */
export function publicPath(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');
}
