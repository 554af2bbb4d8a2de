import type { JSX, TargetedSubmitEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { ProblemError } from '../../client/index.js';
import { explain } from '../chat.js';
import { reasonOfField, say } from '../language.js';
import { useChat, useSelect } from '../use-chat.js';
import { Logo } from './icons.js';
import { LanguageChoice } from './language-choice.js';

type Fault = { readonly message: string; readonly fields: Readonly<Record<string, string>> };

export function SignIn(): JSX.Element {
  const { settings, isFramed } = useChat();
  const hasForm = settings.signIn && !isFramed;
  const notice = useSelect((state) => state.notice);
  return (
    <main class="sign-in">
      <div class="brand">
        <Logo />
        <h1>Duet</h1>
      </div>
      {notice !== undefined && (
        <p class="hint" role="status">
          {notice}
        </p>
      )}
      {hasForm && <SignInForm canRegister={settings.register} />}
      {(!hasForm || settings.signInUrl !== undefined) && <Elsewhere url={settings.signInUrl} />}
      <LanguageChoice />
    </main>
  );
}

/** The way in for the users of another application. */
function Elsewhere({ url }: { url: string | undefined }): JSX.Element {
  if (url === undefined) return <p>{say('signInElsewhere')}</p>;
  return (
    <p>
      <a class="link" href={url} target="_top">
        {say('signInAt', { host: new URL(url).host })}
      </a>
    </p>
  );
}

function SignInForm({ canRegister }: { canRegister: boolean }): JSX.Element {
  const chat = useChat();
  const [isNew, setNew] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | undefined>(undefined);
  const form = useRef<HTMLFormElement>(null);

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const [username = '', password = ''] = Array.from(
      event.currentTarget.querySelectorAll('input'),
      ({ value }) => value,
    );
    setBusy(true);
    setFault(undefined);
    const name = username.trim(); // keyboards of phones add a space after a completed word
    (isNew ? chat.register(name, password) : chat.signIn(name, password)).catch((error: unknown) => {
      setBusy(false);
      setFault(faultOf(error));
      form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"], input')?.focus();
    });
  };
  const turn = (): void => {
    setNew(!isNew);
    setFault(undefined);
    form.current?.querySelector('input')?.focus();
  };

  const action = say(isNew ? 'createAccount' : 'signIn');
  return (
    <>
      <form ref={form} onSubmit={submit} aria-label={action}>
        <Field name="username" label={say('username')} autocomplete="username" fault={fault} />
        <Field
          name="password"
          label={say('password')}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          hint={isNew ? say('passwordHint') : undefined}
          fault={fault}
        />
        <p class="fault" role="alert">
          {fault !== undefined && Object.keys(fault.fields).length === 0 ? fault.message : ''}
        </p>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? say('pleaseWait') : action}
        </button>
      </form>
      {canRegister && (
        <p>
          {say(isNew ? 'hasAccount' : 'isNewHere')}{' '}
          <button type="button" class="link" onClick={turn}>
            {say(isNew ? 'signIn' : 'createAnAccount')}
          </button>
        </p>
      )}
    </>
  );
}

interface FieldProps {
  name: 'username' | 'password';
  label: string;
  autocomplete: string;
  hint?: string | undefined;
  fault: Fault | undefined;
}

function Field({ name, label, autocomplete, hint, fault }: FieldProps): JSX.Element {
  const problem = fault?.fields[name];
  const note = problem ?? hint;
  const common = {
    id: name,
    name,
    autocomplete,
    autocapitalize: 'none' as const,
    spellcheck: false,
    required: true,
    'aria-invalid': problem !== undefined,
    'aria-describedby': note === undefined ? undefined : `${name}-note`,
  };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {name === 'password' ? (
        <input type="password" {...common} />
      ) : (
        <input type="text" dir="auto" {...common} />
      )}
      {note !== undefined && (
        <p id={`${name}-note`} class={problem === undefined ? 'hint' : 'fault'}>
          {note}
        </p>
      )}
    </div>
  );
}

function faultOf(error: unknown): Fault {
  const errors = error instanceof ProblemError ? (error.problem?.errors ?? []) : [];
  const own = errors.filter(({ field }) => field === 'username' || field === 'password');
  return {
    message: explain(error),
    fields: Object.fromEntries(own.map(({ field, message }) => [field, reasonOfField(field, message)])),
  };
}
