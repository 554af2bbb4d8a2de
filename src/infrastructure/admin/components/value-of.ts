import type { FormEvent } from 'react';

/** What was typed. Duet is compiled without the DOM's types, which its server has no use for. */
export function valueOf(event: FormEvent): string {
  return (event.target as unknown as { value: string }).value;
}
