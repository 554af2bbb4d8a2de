import { ViewHelpers } from 'adminjs';

/**
 * The path at which the browser finds a page of the panel. It includes the prefix, if the panel is served under
 * one.
 */
export function panelPath(path: string): string {
  return new ViewHelpers().urlBuilder([]) + path;
}
