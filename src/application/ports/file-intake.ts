import type { Attachment } from '../../domain/attachments/attachment.js';

/** A file that has come in whole, with what its bytes tell; on this machine until it is discarded. */
export interface TakenFile extends Pick<Attachment, 'type' | 'size' | 'image'> {
  readonly path: string;
  /** Only of images. */
  readonly thumbnailPath: string | undefined;
  discard(): Promise<void>;
}

/** Takes files in and looks at them. */
export interface FileIntake {
  /**
   * Takes the bytes as they come, never all of them in memory. An image comes out made anew: upright, and without what
   * its device, place and owner are.
   * @throws DomainError `empty_attachment` or `image_refused`.
   * @throws Outage `uploads_busy` if too many images wait to be looked at.
   * @throws what the bytes throw. Then nothing is left.
   */
  take(bytes: AsyncIterable<Uint8Array>): Promise<TakenFile>;
}
