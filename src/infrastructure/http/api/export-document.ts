import type { UserExport } from '../../../application/privacy/export-user.js';
import { jsonText, mapped } from '../json-text.js';
import { presentMe, presentMessage, presentThread, presentUser } from './presenters.js';
import type { HeaderFields } from '../send.js';

/** What a user is given as a file, by the API and by the admin panel. */
export function exportDocument(found: UserExport): { text: AsyncIterable<string>; headers: HeaderFields } {
  const { user } = found;
  const untilWhen = (expires: Date) => ({ expires: expires.toISOString() });
  const text = jsonText({
    exported: found.exported.toISOString(),
    user: { ...presentMe(user), is_active: user.active },
    blocks: mapped(found.blocks, (block) => ({
      user: presentUser(block.user),
      created: block.created.toISOString(),
    })),
    identities: found.identities,
    logins: mapped(found.logins, untilWhen),
    admin_sessions: mapped(found.adminSessions, untilWhen),
    audit: mapped(found.audit, ({ action, details, created }) => ({
      action,
      details,
      created: created.toISOString(),
    })),
    idempotency_keys: found.idempotencyKeys,
    threads: mapped(found.threads, (thread) => presentThread(thread, user.id)),
    messages: mapped(found.messages, presentMessage),
  });
  const name = `duet-user-${user.id}.json`;
  return { text, headers: { 'Content-Disposition': `attachment; filename="${name}"` } };
}
