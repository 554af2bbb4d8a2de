import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs commands side by side, in this order, and prints what failed, but nothing of what did not.
 * @param jobs by name: a program and its arguments.
 * @param lanes how many at a time.
 */
export async function sideBySide(jobs, lanes) {
  const began = performance.now();
  const waiting = Object.entries(jobs);
  let failed = false;
  const lane = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const [name, [program, ...args]] = job;
      const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text) => (output += text));
      }
      const [status] = await once(child, 'close');
      const totals = /^\d+ passed, .*$/m.exec(output)?.[0] ?? '';
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      console.log(status === 0 ? `✔ ${name}, after ${seconds} s ${totals}` : `✘ ${name}\n${output}`);
      failed ||= status !== 0;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  process.exitCode = failed ? 1 : 0;
}
