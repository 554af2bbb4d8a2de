import { createHash } from 'node:crypto';
import Joi from 'joi';
import type { GetAttachment } from '../../../application/attachments/get-attachment.js';
import type { OpenAttachment } from '../../../application/attachments/open-attachment.js';
import type { UploadAttachment } from '../../../application/attachments/upload-attachment.js';
import { boundedBody } from '../binary-body.js';
import { basePath, endpoint, publicEndpoint, userEndpoint, type Endpoint } from '../endpoint.js';
import type { Metrics } from '../metrics.js';
import { limitCaller, type RateLimits } from '../rate-limits.js';
import { sendFile } from '../send-file.js';
import type { AttachmentLinks, LinkQuery, LinkTarget } from './attachment-links.js';
import * as field from './fields.js';
import { absoluteUrl } from './pages.js';
import { attachmentPath } from './paths.js';
import { presentAttachment } from './presenters.js';

/** @param maxBytes how large an upload may be. */
export function attachmentEndpoints(
  uploadAttachment: UploadAttachment,
  getAttachment: GetAttachment,
  openAttachment: OpenAttachment,
  links: AttachmentLinks,
  limits: RateLimits,
  metrics: Metrics,
  maxBytes: number,
): readonly Endpoint[] {
  const bytes = (target: LinkTarget, what: string): Endpoint =>
    publicEndpoint({
      method: 'get',
      path: `/attachments/:attachment/${target}`,
      schemas: {
        path: attachmentPath,
        query: Joi.object<LinkQuery>({
          expires: field
            .urlId()
            .required()
            .example(1_768_222_800)
            .description('Until when, in seconds since 1970.'),
          evidence: Joi.valid('yes').description(
            'That it was given to an admin or a service: it works also when only evidence holds the attachment.',
          ),
          signature: Joi.string()
            .required()
            .max(100)
            .example('c2lnbmF0dXJl')
            .description('What makes it a link that Duet has given.'),
        }),
      },
      operationId: target === 'file' ? 'readAttachment' : 'readThumbnail',
      tag: 'Attachments',
      summary: `Get ${what}`,
      description:
        'By a link that Duet has given, which is the right to follow it: no token is needed, so that `<img src>` works. ' +
        'Ranges are answered. Only images are shown by browsers, everything else is a download. ' +
        'A link is good for an hour at least; `GET /attachments/{attachment}` gives a new one.',
      replies: {
        200: {
          description: 'The bytes.',
          binary: true,
          headers: ['Content-Disposition', 'Accept-Ranges', 'ETag'],
        },
        206: {
          description: 'The range of them that was asked for.',
          binary: true,
          headers: ['Content-Disposition', 'Content-Range', 'ETag'],
        },
        304: { description: 'They are as the client has them.', headers: ['ETag'] },
      },
      errors: ['link_refused', 'attachments_off', 'attachment_not_found', 'range_not_satisfiable'],
      handle: async ({ path, query }) => {
        links.check(path.attachment, target, query);
        const thumbnail = target === 'thumbnail';
        const { attachment, size, read } = await openAttachment.execute({
          attachment: path.attachment,
          thumbnail,
          asEvidence: query.evidence !== undefined,
        });
        return {
          status: 200,
          stream: (response) =>
            sendFile(response, {
              name: attachment.name,
              type: thumbnail ? 'image/webp' : attachment.type,
              size,
              isShown: attachment.image !== undefined,
              tag: createHash('sha256')
                .update(`${attachment.file} ${target}`)
                .digest('base64url')
                .slice(0, 22),
              read,
            }),
        };
      },
    });

  return [
    userEndpoint({
      method: 'post',
      path: '/attachments',
      schemas: {
        query: Joi.object<{ name: string }>({
          name: field.fileName().required().example('invoice.pdf'),
        }),
      },
      binaryBody: 'The bytes of the file, and nothing else: no form.',
      operationId: 'uploadAttachment',
      tag: 'Attachments',
      summary: 'Upload a file for a message',
      description:
        "The file is the caller's own until a message takes it, and is gone after 24 hours if none does. Its type is " +
        'found in its bytes. A picture (JPEG, PNG, WebP, GIF, AVIF) is made anew: upright, and without what it tells of ' +
        'place, device and time. `GET /limits` tells how large a file may be.',
      replies: { 201: { description: 'The file is kept.', body: 'Attachment', headers: ['Location'] } },
      errors: [
        'invalid_file_name',
        'empty_attachment',
        'image_refused',
        'attachments_off',
        'payload_too_large',
        'unsupported_media_type',
        'rate_limited',
        'uploads_busy',
      ],
      limit: limitCaller(limits.uploading),
      handle: async ({ caller, query, request }) => {
        const body = boundedBody(request, maxBytes);
        const upload = await uploadAttachment.execute({ caller, name: query.name, bytes: body });
        metrics.attachmentUploaded(upload.size);
        const location = absoluteUrl(request, `${basePath}/attachments/${upload.id}`);
        return {
          status: 201,
          body: presentAttachment(upload, links.for(request)),
          headers: { Location: location },
        };
      },
    }),
    endpoint({
      method: 'get',
      path: '/attachments/:attachment',
      schemas: { path: attachmentPath },
      operationId: 'getAttachment',
      tag: 'Attachments',
      summary: 'Get an attachment with new links',
      description:
        'For the two in whose thread it was sent, before that for its uploader, and for admins and services; for these ' +
        'also when its message is gone, as long as evidence holds it. For everybody else it does not exist.',
      replies: { 200: { description: 'The attachment.', body: 'Attachment' } },
      errors: ['attachment_not_found'],
      handle: async ({ caller, path, request }) => {
        const attachment = await getAttachment.execute({ caller, attachment: path.attachment });
        return { status: 200, body: presentAttachment(attachment, links.for(request), attachment.isHeld) };
      },
    }),
    bytes('file', 'the bytes of an attachment'),
    bytes('thumbnail', 'a small picture of an image'),
  ];
}
