import { holdsFiles } from '../../../domain/evidence/held-files.js';
import type { Report } from '../../../domain/evidence/report.js';
import type { Version } from '../../../domain/evidence/version.js';
import type { Draft, State } from './state.js';

/** `holdsFiles` of the domain. */
export function isFileHeld({ versions, reports }: State, message: number): boolean {
  return holdsFiles(message, { versions: versions.values(), reports: reports.values() });
}

export function removeVersion(draft: Draft, { id, messageId }: Version): void {
  draft.table('versions').delete(id);
  letGo(draft, messageId);
}

export function removeReport(draft: Draft, { id, messageId }: Report): void {
  draft.table('reports').delete(id);
  letGo(draft, messageId);
}

/** Of a message's files, if nothing holds them any more. */
function letGo(draft: Draft, message: number): void {
  if (isFileHeld(draft.state, message)) return;
  for (const { id, file, messageId } of draft.state.heldAttachments.values()) {
    if (messageId !== message) continue;
    draft.table('heldAttachments').delete(id);
    draft.table('fileRemovals').set(file, new Date(0));
  }
}
