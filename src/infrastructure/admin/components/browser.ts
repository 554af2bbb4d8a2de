import type { ResourceJSON } from 'adminjs';

interface Browser {
  readonly document: { title: string };
  readonly history: { readonly state: { readonly idx?: number } | null };
  readonly REDUX_STATE: {
    readonly resources: readonly ResourceJSON[];
    readonly session: { readonly username: string } | null;
    readonly paths: { readonly rootPath: string; readonly logoutPath: string };
  };
}

/**
 * The parts of the browser that the panel uses. Duet is compiled without the types of the DOM, because the server
 * does not need them.
 */
export const browser = globalThis as unknown as Browser;
