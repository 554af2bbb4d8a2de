import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What lies between clients and a service, and breaks. */
export class Cable {
  /** How many connections it did not let through. */
  refused = 0;
  #broken = false;
  #answersToLose = 0;
  readonly #ends = new Set<Socket>();
  readonly #server: Server;

  private constructor(private readonly target: URL) {
    this.#server = createServer((client) => {
      if (!this.#broken) return this.#join(client);
      this.refused += 1;
      client.resetAndDestroy();
    });
  }

  /** @param url of the service. */
  static async to(url: string): Promise<Cable> {
    const cable = new Cable(new URL(url));
    await new Promise<void>((resolve) => cable.#server.listen(0, '127.0.0.1', resolve));
    return cable;
  }

  /** Where clients find the service through this. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Cuts what is connected, and lets nobody connect. */
  break(): void {
    this.#broken = true;
    this.cut();
  }

  mend(): void {
    this.#broken = false;
  }

  /** Cuts what is connected. */
  cut(): void {
    for (const end of this.#ends) end.resetAndDestroy();
  }

  /** The next request arrives, and its client never learns of it. */
  loseNextAnswer(): void {
    this.#answersToLose += 1;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  #join(client: Socket): void {
    const service = connect(Number(this.target.port), this.target.hostname);
    for (const [end, other] of [
      [client, service],
      [service, client],
    ] as const) {
      this.#ends.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        this.#ends.delete(end);
        other.destroy();
      });
    }
    client.pipe(service);
    service.on('data', (data) => {
      if (this.#answersToLose > 0) {
        this.#answersToLose -= 1;
        client.resetAndDestroy();
      } else client.write(data);
    });
  }
}
