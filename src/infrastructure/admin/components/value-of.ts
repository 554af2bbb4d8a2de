import type { FormEvent } from 'react';

/**
 * The value of the field that the event comes from. Duet is compiled without the types of the DOM, because the
 * server does not need them.
 */
export function valueOf(event: FormEvent): string {
  return (event.target as unknown as { value: string }).value;
}
