import { ViewHelpers } from 'adminjs';

/** A path of the panel as the browser has to ask for it: the panel may be served under a prefix. */
export function panelPath(path: string): string {
  return new ViewHelpers().urlBuilder([]) + path;
}
