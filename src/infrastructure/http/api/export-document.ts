import type { UserExport } from '../../../application/privacy/export-user.js';
import { jsonText, mapped } from '../json-text.js';
import type { Links } from './attachment-links.js';
import { presentOwnReport, presentVersion } from './evidence-presenters.js';
import { presentClaims, presentMe, presentMessage, presentThread, presentUser } from './presenters.js';
import type { HeaderFields } from '../send.js';
import { isoTime } from './iso-time.js';

/** What a user is given as a file, by the API and by the admin panel. */
export function exportDocument(
  found: UserExport,
  links: Links,
): { text: AsyncIterable<string>; headers: HeaderFields } {
  const { user } = found;
  const untilWhen = (expires: Date) => ({ expires: isoTime(expires) });
  const text = jsonText({
    exported: isoTime(found.exported),
    user: { ...presentMe(user), is_active: user.active },
    claims: user.claims === undefined ? null : presentClaims(user.claims),
    blocks: mapped(found.blocks, (block) => ({
      user: presentUser(block.user),
      created: isoTime(block.created),
    })),
    logins: mapped(found.logins, untilWhen),
    admin_sessions: mapped(found.adminSessions, untilWhen),
    audit: mapped(found.audit, ({ action, details, created }) => ({
      action,
      details,
      created: isoTime(created),
    })),
    idempotency_keys: found.idempotencyKeys,
    threads: mapped(found.threads, (thread) => presentThread(thread, user.id, links)),
    messages: mapped(found.messages, (message) => presentMessage(message, links)),
    earlier_texts: mapped(found.earlierTexts, (version) => presentVersion(version)),
    reports: mapped(found.reports, presentOwnReport),
  });
  const name = `duet-user-${user.id}.json`;
  return { text, headers: { 'Content-Disposition': `attachment; filename="${name}"` } };
}
