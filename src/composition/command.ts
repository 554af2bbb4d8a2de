let program: string | undefined;

/** Says that the tools are commands of this program. Otherwise they are scripts of a checkout. */
export function toolsAreCommandsOf(name: string): void {
  program = name;
}

/**
 * What somebody writes to call a tool.
 * @param tool as package.json names its script.
 * @param given what comes after it.
 */
export function commandFor(tool: string, given = ''): string {
  if (program !== undefined) return `${program} ${tool.replace(':', ' ')} ${given}`.trimEnd();
  return given === '' ? `npm run ${tool}` : `npm run ${tool} -- ${given}`;
}
