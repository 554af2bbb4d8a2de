import { createHmac } from 'node:crypto';
import { ContainerModule } from 'inversify';
import { GetAttachment } from '../../application/attachments/get-attachment.js';
import { OpenAttachment } from '../../application/attachments/open-attachment.js';
import { RemoveFiles } from '../../application/attachments/remove-files.js';
import { UploadAttachment } from '../../application/attachments/upload-attachment.js';
import { LocalFileIntake } from '../../infrastructure/attachments/local-file-intake.js';
import { attachmentEndpoints } from '../../infrastructure/http/api/attachment-endpoints.js';
import { AttachmentLinks } from '../../infrastructure/http/api/attachment-links.js';
import { intakeFolder } from '../attachments.js';
import { tokens } from '../tokens.js';

const { unitOfWork, files, clock, idSource, config } = tokens;

/** Files that messages have. Rests on the store of files, which the service opens. */
export const attachments = new ContainerModule(({ bind }) => {
  bind(tokens.fileIntake).toResolvedValue(
    ({ attachments: { place } }) => new LocalFileIntake(place.kind === 'off' ? '' : intakeFolder(place)),
    [config],
  );
  bind(UploadAttachment).toResolvedValue(
    (...needs) => new UploadAttachment(...needs),
    [unitOfWork, files, tokens.fileIntake, idSource, clock],
  );
  bind(GetAttachment).toResolvedValue((...needs) => new GetAttachment(...needs), [unitOfWork]);
  bind(OpenAttachment).toResolvedValue((...needs) => new OpenAttachment(...needs), [unitOfWork, files]);
  bind(RemoveFiles).toResolvedValue((...needs) => new RemoveFiles(...needs), [unitOfWork, files, clock]);
  bind(AttachmentLinks).toResolvedValue(
    ({ jwtSecret, previousJwtSecret, http: { publicUrl } }, clock) => {
      const keys = [jwtSecret, previousJwtSecret]
        .filter((secret) => secret !== undefined)
        .map((secret) => createHmac('sha256', secret).update('attachment links').digest('hex'));
      return new AttachmentLinks(keys, clock, publicUrl);
    },
    [config, clock],
  );
  bind(tokens.attachmentMaxBytes).toResolvedValue(({ attachments: { maxBytes } }) => maxBytes, [config]);
  bind(tokens.endpoints).toResolvedValue(attachmentEndpoints, [
    UploadAttachment,
    GetAttachment,
    OpenAttachment,
    AttachmentLinks,
    tokens.rateLimits,
    tokens.metrics,
    tokens.attachmentMaxBytes,
  ]);
});
