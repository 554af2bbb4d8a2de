import { constants, fstatSync, openSync, write, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { isatty } from 'node:tty';
import { setTimeout as pause } from 'node:timers/promises';

/** How much is written at once, in characters: a system call for each line costs as much as many a request. */
const piece = 65_536;

/** How much may wait, in characters. What comes beyond is dropped. */
const most = 1_048_576;

/** How long lines wait for company, in milliseconds. */
const interval = 500;

/** How long to wait after somebody did not take what was written, in milliseconds. */
const patience = 50;

/** How long the end of the process may wait for the log, in milliseconds. */
const farewell = 500;

type Done = (error: Error | null, written: number) => void;

/**
 * Lines on their way to a file descriptor. Writing never waits and never fails: while a pipe is full, or a disk, lines
 * wait here; when too many wait, new ones are dropped and counted. Lines always come out whole and in order.
 */
export class LogOutput {
  /** How many lines were dropped. */
  dropped = 0;
  #lines: (string | Buffer)[] = [];
  #waiting = 0;
  /** What is being written, until all of it is taken. */
  #current: Buffer | undefined;
  #writing = false;
  #resting = false;
  #gaveUp = false;
  #timer: NodeJS.Timeout | undefined;
  #drained: (() => void)[] = [];
  readonly #handle: number | Socket;

  constructor(private readonly fd: number) {
    this.#handle = withoutBlocking(fd);
    process.once('exit', () => this.#flushNow());
  }

  /** Takes one whole line, or drops it. */
  write(line: string): void {
    if (this.#waiting >= most) this.dropped += 1;
    else this.pass(line);
  }

  /** Takes whole lines in any case: the caller waits for `ready` before the next. */
  pass(lines: string | Buffer): void {
    this.#lines.push(lines);
    this.#waiting += lines.length;
    if (this.#waiting >= piece) this.flush();
    else this.#later();
  }

  /** Resolves when there is room for more. */
  async ready(): Promise<void> {
    while (this.#waiting >= most / 2) await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  /** Begins to write what waits. */
  flush(): void {
    if (this.#writing || this.#resting) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#current ??= this.#take();
    if (this.#current === undefined) return;
    this.#writing = true;
    const chunk = this.#current;
    this.#send(chunk, (error, written) => {
      this.#writing = false;
      this.#took(chunk, written);
      // A pipe that is full, a disk that is, or nobody who reads: all of it may pass.
      if (error !== null || written === 0) this.#rest();
      else if (this.#current !== undefined || this.#waiting >= piece) this.flush();
      else if (this.#waiting > 0) this.#later();
    });
  }

  /** Resolves when all is written, or when that takes too long. */
  async end(): Promise<void> {
    const deadline = performance.now() + farewell;
    while (this.#waiting > 0 && performance.now() < deadline) {
      this.flush();
      await pause(5);
    }
    this.#gaveUp = this.#waiting > 0;
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.flush(), interval).unref();
  }

  #rest(): void {
    this.#resting = true;
    setTimeout(() => {
      this.#resting = false;
      this.flush();
    }, patience).unref();
  }

  #take(): Buffer | undefined {
    if (this.#lines.length === 0) return undefined;
    const chunk = Buffer.concat(this.#lines.map((lines) => Buffer.from(lines as string)));
    this.#lines = [];
    this.#waiting = chunk.length;
    return chunk;
  }

  #took(chunk: Buffer, written: number): void {
    this.#current = written < chunk.length ? chunk.subarray(written) : undefined;
    this.#waiting -= written;
    if (this.#waiting >= most / 2) return;
    for (const resolve of this.#drained.splice(0)) resolve();
  }

  #send(chunk: Buffer, done: Done): void {
    if (typeof this.#handle === 'number') write(this.#handle, chunk, done);
    else this.#handle.write(chunk, (error) => done(error ?? null, error ? 0 : chunk.length));
  }

  /** The process ends. What is being written just now is out of reach. */
  #flushNow(): void {
    if (this.#writing || this.#gaveUp) return;
    const fd = typeof this.#handle === 'number' ? this.#handle : this.fd;
    const deadline = performance.now() + farewell;
    for (let chunk = (this.#current ??= this.#take()); chunk !== undefined;) {
      try {
        this.#took(chunk, writeSync(fd, chunk));
      } catch (error) {
        const isFull = (error as NodeJS.ErrnoException).code === 'EAGAIN';
        if (!isFull || performance.now() > deadline) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
      chunk = this.#current;
    }
  }
}

/**
 * Writing to a pipe or a terminal waits while nobody reads, and the process could not even end. So it is opened a
 * second time, in a way that says no instead. Others who write there, such as a shell, are not affected.
 */
function withoutBlocking(fd: number): number | Socket {
  const kind = fstatSync(fd);
  if (kind.isSocket()) {
    const socket = new Socket({ fd, readable: false, writable: true });
    socket.on('error', () => undefined).unref();
    return socket;
  }
  if (!kind.isFIFO() && !isatty(fd)) return fd;
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return fd; // another system than Linux, or somebody else's terminal
  }
}
