import { ConfigError, loadConfig } from './config.js';
import { startService } from './service.js';

/** Later than the requests under way may take, and before an impatient supervisor kills: in milliseconds. */
const stopDeadline = 9500;

try {
  const config = loadConfig(process.env);
  const service = await startService(config);
  process.stdout.write(`Duet listens on ${service.url}\n`);
  if (config.testData) process.stdout.write(`Try it: ${hint(service.url)}\n`);

  const stop = () => {
    setTimeout(() => process.exit(1), stopDeadline).unref();
    void service.stop().then(() => process.exit(0));
  };
  // Each time: Ctrl-C reaches a process that npm started twice, and the second one must not kill it.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  process.stderr.write(`Duet cannot start: ${explain(error)}\n`);
  process.exit(1);
}

function hint(url: string): string {
  return `curl ${url}/api/v1/auth/token -H 'Content-Type: application/json' -d '{"username":"test1","password":"test1test1"}'`;
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `${message}: stop what listens there, or set another PORT.`;
  if (code === 'EACCES') return `${message}: choose a PORT above 1023, or grant the right to it.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `${message}: HOST must be an address of this machine.`;
  }
  return message;
}
