import type { Attachment, NewUpload, Upload } from '../../../domain/attachments/attachment.js';
import type { SqlValue } from './sql.js';

/** Of `attachments`, and of `held_attachments`, which have a message always. */
export interface UploadFields {
  id: number;
  uploader_id: number;
  message_id: number | null;
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
  file: string;
  created: number;
}

/** In the order of `valuesOf`. */
export const attachmentColumns =
  'id, uploader_id, message_id, name, type, size, width, height, file, created';

export function valuesOf(upload: NewUpload & Partial<Pick<Upload, 'id' | 'messageId'>>): SqlValue[] {
  const { id = null, uploaderId, messageId = null, name, type, size, image, file, created } = upload;
  const { width = null, height = null } = image ?? {};
  return [id, uploaderId, messageId, name, type, size, width, height, file, created.getTime()];
}

export function toAttachment(row: UploadFields): Attachment {
  const { id, name, type, size, width, height, file } = row;
  return {
    id,
    name,
    type,
    size,
    ...(width !== null && height !== null && { image: { width, height } }),
    file,
  };
}

export function toUpload(row: UploadFields): Upload {
  return {
    ...toAttachment(row),
    uploaderId: row.uploader_id,
    created: new Date(row.created),
    messageId: row.message_id ?? undefined,
  };
}
