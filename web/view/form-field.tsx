import type { JSX } from 'preact';
import { ProblemError } from '../../client/index.js';
import { explain } from '../chat.js';
import { reasonOfField } from '../language.js';

/** Why a form was refused. */
export interface Fault {
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

interface FieldProps {
  /** As the API calls it: what was wrong with it is shown at it. */
  name: string;
  /** In the document, if that has another field of this name. */
  id?: string;
  label: string;
  type?: 'text' | 'password' | 'url';
  autocomplete: string;
  hint?: string | undefined;
  fault: Fault | undefined;
  value?: string;
  isOptional?: boolean;
  /** What must be typed here. */
  only?: string;
}

export function Field({
  name,
  id = name,
  label,
  type = 'text',
  autocomplete,
  hint,
  fault,
  value,
  isOptional = false,
  only,
}: FieldProps): JSX.Element {
  const problem = fault?.fields[name];
  const note = problem ?? hint;
  const common = {
    id,
    name,
    autocomplete,
    autocapitalize: 'none' as const,
    spellcheck: false,
    required: !isOptional,
    pattern: only?.replace(/[.+]/g, '\\$&'),
    defaultValue: value,
    'aria-invalid': problem !== undefined,
    'aria-describedby': note === undefined ? undefined : `${id}-note`,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'password' ? (
        <input type="password" {...common} />
      ) : type === 'url' ? (
        <input type="url" dir="ltr" {...common} />
      ) : (
        <input type="text" dir="auto" {...common} />
      )}
      {note !== undefined && (
        <p id={`${id}-note`} class={problem === undefined ? 'hint' : 'fault'}>
          {note}
        </p>
      )}
    </div>
  );
}

/** What is wrong with the form as a whole, if it is not one of its fields. */
export function FormFault({ fault }: { fault: Fault | undefined }): JSX.Element {
  const isOfForm = fault !== undefined && Object.keys(fault.fields).length === 0;
  return (
    <p class="fault" role="alert">
      {isOfForm ? fault.message : ''}
    </p>
  );
}

/** @param names of the form's fields. */
export function faultOf(error: unknown, names: readonly string[]): Fault {
  const errors = error instanceof ProblemError ? (error.problem?.errors ?? []) : [];
  const own = errors.filter(({ field }) => names.includes(field));
  return {
    message: explain(error),
    fields: Object.fromEntries(own.map(({ field, message }) => [field, reasonOfField(field, message)])),
  };
}
