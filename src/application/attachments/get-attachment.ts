import { visibleUpload, type Attachment } from '../../domain/attachments/attachment.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Shows what is known of an attachment, and whether only evidence holds it still. */
export class GetAttachment {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `attachment_not_found`. */
  async execute(input: {
    caller: Caller;
    attachment: number;
  }): Promise<Attachment & { readonly isHeld: boolean }> {
    const { caller, attachment: id } = input;
    const found = await this.unitOfWork.read(({ attachments }) => attachments.find(id));
    return { ...visibleUpload(found, id, caller), isHeld: found?.isHeld ?? false };
  }
}
