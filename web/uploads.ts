import { ProblemError, type Attachment } from '../client/index.js';
import { say } from './language.js';

/** A file that the user has chosen for the next message. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  /** Where it can be seen before it is sent, if it is a picture. */
  readonly preview: string | undefined;
  /** What part has gone, from 0 to 1. */
  readonly progress: number;
  /** Why it was not uploaded. It is tried again when the user says so, or the connection is back. */
  readonly problem: string | undefined;
  /** Whether the service does not want it: then it is not tried again by itself. */
  readonly isRefused: boolean;
  /** Set once it is uploaded. */
  readonly attachment: Attachment | undefined;
}

type Send = (
  file: File,
  options: { signal: AbortSignal; onProgress: (part: number) => void },
) => Promise<Attachment>;

/** How many a message has at most, as the API says. */
export const mostFiles = 10;

/** How many go at the same time: more would only make each slower. */
const atOnce = 2;

/** The files of one message that is being written. Each goes as soon as it is chosen. */
export class Uploads {
  #items: readonly Upload[] = [];
  #last = 0;
  #changed: (items: readonly Upload[]) => void = () => undefined;
  readonly #running = new Map<number, AbortController>();

  /**
   * @param most how many a message has at most.
   * @param explain says what an error means.
   */
  constructor(
    private readonly send: Send,
    private readonly most: number,
    private readonly explain: (error: unknown) => string,
  ) {}

  /** @param changed is told when the items have changed, in place of the one before. */
  watch(changed: (items: readonly Upload[]) => void): void {
    this.#changed = changed;
  }

  get items(): readonly Upload[] {
    return this.#items;
  }

  /** @returns how many were left out, because there were too many. */
  add(files: readonly File[]): number {
    const room = this.most - this.#items.length;
    const added = files.slice(0, Math.max(0, room)).map((file) => ({
      id: ++this.#last,
      file,
      preview: file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined,
      progress: 0,
      problem: undefined,
      isRefused: false,
      attachment: undefined,
    }));
    this.#set([...this.#items, ...added]);
    this.#start();
    return files.length - added.length;
  }

  remove(id: number): void {
    this.#running.get(id)?.abort();
    this.#running.delete(id);
    const gone = this.#items.find((item) => item.id === id);
    if (gone?.preview !== undefined) URL.revokeObjectURL(gone.preview);
    this.#set(this.#items.filter((item) => item.id !== id));
    this.#start();
  }

  retry(id: number): void {
    this.#change(id, { problem: undefined, progress: 0 });
    this.#start();
  }

  /** Tries again what a broken connection has stopped. */
  connected(): void {
    for (const { id, problem, isRefused } of this.#items) {
      if (problem !== undefined && !isRefused) this.retry(id);
    }
  }

  /** All that were chosen, which must be uploaded, for a message that is sent now. */
  take(): readonly Attachment[] {
    const taken = this.#items.flatMap(({ attachment }) => attachment ?? []);
    this.clear();
    return taken;
  }

  clear(): void {
    for (const { id } of this.#items) this.remove(id);
  }

  #start(): void {
    const waiting = this.#items.filter(
      ({ id, problem, attachment }) =>
        problem === undefined && attachment === undefined && !this.#running.has(id),
    );
    for (const item of waiting.slice(0, Math.max(0, atOnce - this.#running.size))) void this.#upload(item);
  }

  async #upload({ id, file }: Upload): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#running.set(id, controller);
    const isOver = () => signal.aborted;
    try {
      const onProgress = (progress: number) => !isOver() && this.#change(id, { progress });
      const attachment = await this.send(file, { signal, onProgress });
      if (!isOver()) this.#change(id, { attachment, progress: 1 });
    } catch (error) {
      const isRefused = error instanceof ProblemError && !error.transient;
      if (!isOver())
        this.#change(id, { isRefused, problem: isRefused ? this.explain(error) : say('uploadBroke') });
    } finally {
      if (!isOver()) this.#running.delete(id);
      this.#start();
    }
  }

  #change(id: number, change: Partial<Upload>): void {
    this.#set(this.#items.map((item) => (item.id === id ? { ...item, ...change } : item)));
  }

  #set(items: readonly Upload[]): void {
    this.#items = items;
    this.#changed(items);
  }
}
