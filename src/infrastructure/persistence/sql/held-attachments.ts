import type { Upload } from '../../../domain/attachments/attachment.js';
import { attachmentColumns, toUpload, valuesOf, type UploadFields } from './attachment-row.js';
import type { Sql } from './sql.js';

// What messages had that are gone, and that evidence holds. A trigger of messages brings it here, and triggers of the
// evidence take it away.

/** Also of a message whose thread is gone, and which goes soon. It is found as long as `holdsFiles` of the domain says. */
const find = `SELECT ${attachmentColumns} FROM (
    SELECT ${attachmentColumns} FROM held_attachments WHERE id = ?
    UNION ALL
    SELECT ${attachmentColumns} FROM attachments WHERE id = ? AND message_id IS NOT NULL
  ) AS held
  WHERE EXISTS (SELECT 1 FROM message_versions v WHERE v.message_id = held.message_id AND v.change = 'deleted')
    OR EXISTS (SELECT 1 FROM reports r WHERE r.message_id = held.message_id)`;

/** What evidence holds. Asked about none whose thread is there. */
export async function findHeld(sql: Sql, id: number): Promise<Upload | undefined> {
  const [row] = await sql.rows<UploadFields>(find, [id, id]);
  return row && toUpload(row);
}

/** Puts it back, unless its message has it, or something else told of it before. */
export async function restoreHeld(sql: Sql, upload: Upload): Promise<void> {
  const [there] = await sql.rows(
    'SELECT 1 AS there FROM attachments WHERE id = ? UNION ALL SELECT 1 FROM held_attachments WHERE id = ?',
    [upload.id, upload.id],
  );
  if (there !== undefined) return;
  await sql.change(
    `INSERT INTO held_attachments (${attachmentColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    valuesOf(upload),
  );
}
