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

/** What the panel uses of the browser. Duet is compiled without the DOM's types, which its server has no use for. */
export const browser = globalThis as unknown as Browser;
