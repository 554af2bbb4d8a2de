import type { Server } from 'node:http';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';

/**
 * Lets a server listen at 127.0.0.1, on a port that it can have again after it was closed: below those that systems give
 * to outgoing connections (from 32768 on, by Linux), one of which may be there in between.
 * @param port undefined for any.
 * @returns the port.
 */
export async function listenOnPortToKeep(server: Server, port?: number): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const tried = port ?? randomInt(20_000, 32_000);
    server.listen(tried, '127.0.0.1');
    try {
      await once(server, 'listening');
      return tried;
    } catch (error) {
      if (port !== undefined || tries > 50) throw error;
    }
  }
}
