import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ByteRange, FileStore } from '../../application/ports/file-store.js';

export interface S3Place {
  readonly bucket: string;
  /** Before each name, with its slash at the end; empty for none. */
  readonly prefix: string;
  readonly region: string | undefined;
  /** Of a service that is compatible with S3; undefined: Amazon's. */
  readonly endpoint: string | undefined;
  /** Undefined: what the SDK finds by itself. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** Keeps each file as an object of a bucket. */
export class S3FileStore implements FileStore {
  readonly #client: S3Client;

  constructor(private readonly place: S3Place) {
    const { region = 'us-east-1', endpoint, credentials } = place;
    this.#client = new S3Client({
      region,
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }), // few others have a host for each bucket
      ...(credentials && { credentials }),
      // Others do not know the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  get name(): string {
    const { bucket, prefix } = this.place;
    return `s3://${bucket}/${prefix}`;
  }

  async check(): Promise<void> {
    const probe = this.#object(`probe-${randomUUID()}`);
    await this.#client.send(new PutObjectCommand({ ...probe, Body: 'probe' }));
    await this.#client.send(new HeadObjectCommand(probe));
    await this.#client.send(new DeleteObjectCommand(probe));
  }

  /** In one request: it takes up to 5 GB, reads the file as it sends, and leaves nothing if it breaks off. */
  async put(name: string, path: string): Promise<void> {
    const { size } = await stat(path);
    const Body = createReadStream(path);
    await this.#client.send(new PutObjectCommand({ ...this.#object(name), Body, ContentLength: size }));
  }

  async read(name: string, range?: ByteRange): Promise<Readable | undefined> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ ...this.#object(name), Range }));
      return Body as Readable | undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async sizeOf(name: string): Promise<number | undefined> {
    try {
      return (await this.#client.send(new HeadObjectCommand(this.#object(name)))).ContentLength;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#object(name)));
  }

  #object(name: string) {
    return { Bucket: this.place.bucket, Key: this.place.prefix + name };
  }
}

function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name !== 'NoSuchBucket' && $metadata?.httpStatusCode === 404;
}
