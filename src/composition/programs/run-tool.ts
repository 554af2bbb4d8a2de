import { requireOpenFiles } from '../open-files.js';

/** It was called in a wrong way; the message says what to write. */
export class UsageError extends Error {}

/**
 * Runs a tool, and tells its failure in one line on standard error. Exit codes: 1 for it, 2 for a wrong call.
 * @param work imports what it needs by itself: with few open files, a program that imports much fails before its first
 * line, and blames a package.
 */
export async function runTool(failure: string, work: () => Promise<void>): Promise<void> {
  try {
    requireOpenFiles();
    await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${failure}: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
