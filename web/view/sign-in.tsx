import type { JSX, TargetedSubmitEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { say } from '../language.js';
import { useChat, useSelect } from '../use-chat.js';
import { faultOf, Field, FormFault, type Fault } from './form-field.js';
import { Logo } from './icons.js';
import { LanguageChoice } from './language-choice.js';

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
      setFault(faultOf(error, ['username', 'password']));
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
          type="password"
          label={say('password')}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          hint={isNew ? say('passwordHint') : undefined}
          fault={fault}
        />
        <FormFault fault={fault} />
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
