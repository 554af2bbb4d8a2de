import { spawn } from 'node:child_process';

/**
 * Removes a file when this process ends, also when it is killed, which leaves it no time to do so itself. A shell waits for
 * the end of a pipe that nobody else holds. What has got another name by then stays.
 */
export function removeAtEnd(file: string): void {
  const command = ['-c', 'cat > /dev/null; rm -f -- "$1"', 'sh', file];
  // A session of its own, so that what is sent to the whole group, like Ctrl-C, does not reach it.
  const guard = spawn('sh', command, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.on('error', () => undefined); // without a shell, a part may stay
  guard.unref();
  (guard.stdin as typeof guard.stdin & { unref(): void }).unref();
}
