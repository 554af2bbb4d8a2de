import type { Sharp, SharpOptions } from 'sharp';
import { DomainError } from '../../domain/errors.js';
import type { Attachment } from '../../domain/attachments/attachment.js';

/** All frames together: a photo of the largest common cameras, or a moving picture of some seconds. */
const mostPixels = 50_000_000;
const mostFrames = 500;

/** How long one step of the work may take, in seconds. */
const timeout = 60;

/** The longer side of a thumbnail, in pixels: twice what is shown, for dense screens. */
const thumbnailSide = 480;

const writers = {
  'image/jpeg': (image: Sharp) => image.jpeg({ quality: 88 }),
  'image/png': (image: Sharp) => image.png(),
  'image/webp': (image: Sharp) => image.webp({ quality: 88, effort: 3 }),
  'image/gif': (image: Sharp) => image.gif({ effort: 3 }),
  'image/avif': (image: Sharp) => image.avif({ quality: 60, effort: 2 }),
} as const;

type Format = keyof typeof writers;

/** What is called an image and is none that a camera makes, so that it tells no place. */
const drawings = new Set([
  'image/bmp',
  'image/x-icon',
  'image/icns',
  'image/svg+xml',
  'image/vnd.adobe.photoshop',
  'image/vnd.dwg',
  'image/wmf',
  'image/emf',
  'image/x-xcf',
]);

/** Undefined for what is not shown, but a file like any other. */
export function formatOf(type: string): Format | undefined {
  return Object.hasOwn(writers, type) ? (type as Format) : undefined;
}

/** Whether a camera may have made it, in a form that cannot be made anew here. */
export function isPhoto(type: string): boolean {
  return type.startsWith('image/') && !drawings.has(type);
}

/**
 * Makes an image anew from its pixels, upright, in the same format, and a thumbnail of it: so nothing is left of what
 * else the file had. In threads of their own, with as little memory as the pixels take.
 * @throws DomainError `image_refused`.
 */
export async function remakeImage(
  path: string,
  format: Format,
  target: string,
  thumbnail: string,
): Promise<Required<Pick<Attachment, 'size' | 'image'>>> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  const options: SharpOptions = { limitInputPixels: mostPixels, failOn: 'error' };
  try {
    const { width, height, pages = 1 } = await sharp(path, options).metadata();
    if (pages > mostFrames || width * height * pages > mostPixels)
      throw new Error('too many pixels or frames');
    const image = sharp(path, { ...options, pages: -1 }).timeout({ seconds: timeout });
    const { size, ...shown } = await writers[format](pages > 1 ? image : image.autoOrient()).toFile(target);
    await sharp(target, options)
      .resize(thumbnailSide, thumbnailSide, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .timeout({ seconds: timeout })
      .toFile(thumbnail);
    return {
      size,
      image: { width: shown.width, height: shown.pageHeight ?? shown.height },
    };
  } catch (error) {
    // A disk without room is nobody's picture's fault.
    if (/write|space/i.test((error as Error).message)) throw error;
    throw new DomainError(
      'image_refused',
      `The picture is broken, or has more than ${mostPixels / 1e6} million pixels or ${mostFrames} frames.`,
      { cause: error },
    );
  }
}
