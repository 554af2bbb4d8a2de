import type { AttachmentRepository } from '../../../application/ports/attachment-repository.js';
import type { AskedUploads } from '../../../application/ports/conversations.js';
import type { Attachment, FoundUpload, NewUpload, Upload } from '../../../domain/attachments/attachment.js';
import { attachmentColumns, toAttachment, toUpload, valuesOf, type UploadFields } from './attachment-row.js';
import { findHeld } from './held-attachments.js';
import { toPair, type PairFields } from './message-row.js';
import type { Sql } from './sql.js';

const columns = attachmentColumns.replaceAll(/\w+/g, 'a.$&');

const insert = (id: string) =>
  `INSERT INTO attachments (${attachmentColumns}) VALUES (${id}, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Hand-written, because all of it races with somebody. */
export class SqlAttachmentRepository implements AttachmentRepository {
  constructor(private readonly sql: Sql) {}

  async find(id: number): Promise<FoundUpload | undefined> {
    const [row] = await this.sql.rows<UploadFields & (PairFields | { low_id: null })>(
      `SELECT ${columns}, t.low_id, t.high_id FROM attachments a
       LEFT JOIN messages m ON m.id = a.message_id LEFT JOIN threads t ON t.id = m.thread_id WHERE a.id = ?`,
      [id],
    );
    if (row?.message_id === null) return { upload: toUpload(row), participants: undefined };
    if (row !== undefined && row.low_id !== null) {
      return { upload: toUpload(row), participants: toPair(row) };
    }
    const upload = await findHeld(this.sql, id);
    return upload && { upload, participants: undefined, isHeld: true };
  }

  async allAfter(after: number, limit: number): Promise<readonly Upload[]> {
    const rows = await this.sql.rows<UploadFields>(
      `SELECT * FROM (SELECT ${attachmentColumns} FROM attachments WHERE id > ? ORDER BY id LIMIT ?) AS attached
       UNION ALL
       SELECT * FROM (SELECT ${attachmentColumns} FROM held_attachments WHERE id > ? ORDER BY id LIMIT ?) AS held
       ORDER BY id LIMIT ?`,
      [after, limit, after, limit, limit],
    );
    return rows.map(toUpload);
  }

  async announce(file: string, due: Date): Promise<void> {
    await this.sql.change('INSERT INTO file_removals (file, due) VALUES (?, ?)', [file, due.getTime()]);
  }

  async add(upload: NewUpload): Promise<Upload> {
    const { affected } = await this.sql.change('DELETE FROM file_removals WHERE file = ? AND due > ?', [
      upload.file,
      upload.created.getTime(),
    ]);
    if (affected !== 1) throw new Error('The file of an upload took too long to be kept, and is to go.');
    const id = await this.sql.insert(insert(this.sql.dialect.id('attachments')), valuesOf(upload));
    return { ...upload, id: id as number, messageId: undefined };
  }

  async restore(uploads: readonly Upload[]): Promise<void> {
    for (const upload of uploads) {
      await this.sql.insert(insert(this.sql.dialect.id('attachments')), valuesOf(upload));
    }
  }

  async removeUnsent(before: Date, limit: number): Promise<number> {
    const { affected } = await this.sql.change(
      `DELETE FROM attachments WHERE id IN (SELECT id FROM attachments WHERE message_id IS NULL AND created < ?
         ORDER BY created LIMIT ? ${this.sql.dialect.skipHeld})`,
      [before.getTime(), limit],
    );
    return affected;
  }

  async removeUnsentOf(uploader: number): Promise<void> {
    await this.sql.change('DELETE FROM attachments WHERE uploader_id = ? AND message_id IS NULL', [uploader]);
  }

  continueAfter(id: number): Promise<void> {
    return this.sql.dialect.continueAfter(this.sql, 'attachments', id);
  }

  async filesToRemove(now: Date, after: string, limit: number): Promise<readonly string[]> {
    const rows = await this.sql.rows<{ file: string }>(
      'SELECT file FROM file_removals WHERE due <= ? AND file > ? ORDER BY file LIMIT ?',
      [now.getTime(), after, limit],
    );
    return rows.map(({ file }) => file);
  }

  async forgetFiles(files: readonly string[]): Promise<void> {
    await this.sql.change(`DELETE FROM file_removals WHERE file IN (${marks(files)})`, files);
  }

  /** For `Conversations`: the uploader's that no message has, held by rising id. */
  async holdUnsent({ uploader, ids }: AskedUploads): Promise<readonly Attachment[]> {
    const rows = await this.sql.rows<UploadFields>(
      `SELECT ${columns} FROM attachments a WHERE a.uploader_id = ? AND a.message_id IS NULL
         AND a.id IN (${marks(ids)}) ORDER BY a.id ${this.sql.dialect.hold('a')}`,
      [uploader, ...ids],
    );
    return rows.map(toAttachment);
  }

  /** For `Conversations`: gives what it holds to a message. Undone by an error if somebody else has some of it. */
  async give(attachments: readonly Attachment[], message: number): Promise<void> {
    const { affected } = await this.sql.change(
      `UPDATE attachments SET message_id = ? WHERE message_id IS NULL AND id IN (${marks(attachments)})`,
      [message, ...attachments.map(({ id }) => id)],
    );
    if (affected !== attachments.length) throw new Error('An attachment has a message that was not there.');
  }
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join();
}
