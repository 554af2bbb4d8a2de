import type { ComponentChildren, JSX, TargetedSubmitEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Me, User } from '../../client/index.js';
import { say } from '../language.js';
import { useChat, useSelect } from '../use-chat.js';
import { nameOf } from '../words.js';
import { AlertChoices } from './alert-choices.js';
import { Avatar } from './avatar.js';
import { faultOf, Field, FormFault, type Fault } from './form-field.js';
import { Close } from './icons.js';
import { LanguageChoice } from './language-choice.js';

/** The address that shows it, behind the `#`. */
export const accountPlace = '#account';

/** What the user can say about themselves and this page, and take with them. */
export function Account({ me }: { me: Me }): JSX.Element {
  const { settings, store } = useChat();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const leave = (): void => {
    const { selected } = store.state;
    location.replace(selected === undefined ? '#' : `#/${selected}`);
  };
  // Users of another application have their names there, and no password here.
  const isOwn = me.external_id === null;
  return (
    <dialog ref={dialog} class="account" aria-labelledby="account-title" onClose={leave}>
      <header>
        <h2 id="account-title">{say('account')}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={say('close')}
          title={say('close')}
          autofocus
          onClick={() => dialog.current?.close()}
        >
          <Close />
        </button>
      </header>
      <div class="account-parts">
        <Part title={say('profile')}>
          {isOwn ? <Profile me={me} /> : <p class="hint">{say('profileElsewhere')}</p>}
        </Part>
        <Part title={say('notifications')}>
          <AlertChoices />
        </Part>
        <Part title={say('language')}>
          <LanguageChoice />
        </Part>
        <Part title={say('blockedPeople')}>
          <BlockedPeople />
        </Part>
        {isOwn && settings.signIn && (
          <Part title={say('changePassword')}>
            <PasswordChange username={me.username} />
          </Part>
        )}
        <Part title={say('yourData')}>
          <Export />
        </Part>
        {isOwn && settings.signIn && (
          <Part title={say('deleteAccount')}>
            <Deletion me={me} />
          </Part>
        )}
      </div>
    </dialog>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface SubmitProps {
  /** Of the fields, as the API calls them. */
  names: readonly string[];
  /** What is sent: the fields by their names. */
  work: (given: (name: string) => string) => Promise<void>;
  action: string;
  /** What is said when it is done. */
  done: string;
  isDangerous?: boolean;
  children: (fault: Fault | undefined) => ComponentChildren;
}

/** A form that says what became of it. */
function Form({ names, work, action, done, isDangerous, children }: SubmitProps): JSX.Element {
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [fault, setFault] = useState<Fault | undefined>(undefined);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    setState('busy');
    setFault(undefined);
    work((name) => (given.get(name) as string | null) ?? '').then(
      () => {
        for (const field of form.querySelectorAll<HTMLInputElement>('[type=password]')) field.value = '';
        setState('done');
      },
      (error: unknown) => {
        setState('idle');
        setFault(faultOf(error, names));
      },
    );
  };
  return (
    <form onSubmit={submit} onInput={() => setState('idle')} aria-label={action}>
      {children(fault)}
      <FormFault fault={fault} />
      <div class="choices">
        <button
          type="submit"
          class={isDangerous ? 'primary dangerous' : 'primary'}
          disabled={state === 'busy'}
        >
          {state === 'busy' ? say('pleaseWait') : action}
        </button>
        <p class="hint" role="status">
          {state === 'done' ? done : ''}
        </p>
      </div>
    </form>
  );
}

function Profile({ me }: { me: Me }): JSX.Element {
  const chat = useChat();
  const origins = chat.settings.avatarOrigins;
  return (
    <Form
      names={['name', 'avatar_url']}
      action={say('save')}
      done={say('saved')}
      work={(given) =>
        chat.changeProfile({
          name: given('name').trim() || null,
          ...(origins.length > 0 && { avatar_url: given('avatar_url').trim() || null }),
        })
      }
    >
      {(fault) => (
        <>
          <Field
            name="name"
            label={say('name')}
            autocomplete="name"
            hint={say('nameHint', { username: me.username })}
            fault={fault}
            value={me.name ?? ''}
            isOptional={true}
          />
          {origins.length > 0 && (
            <Field
              name="avatar_url"
              label={say('pictureAddress')}
              type="url"
              autocomplete="off"
              hint={say('pictureHint', { origins: origins.join(', ') })}
              fault={fault}
              value={me.avatar_url ?? ''}
              isOptional={true}
            />
          )}
        </>
      )}
    </Form>
  );
}

function BlockedPeople(): JSX.Element {
  const chat = useChat();
  const blocked = useSelect((state) => state.blocked);
  const [people, setPeople] = useState<readonly User[]>([]);
  useEffect(() => {
    let isOld = false;
    chat.attempt(async () => {
      const read = await chat.blockedPeople();
      if (!isOld) setPeople(read);
    });
    return () => {
      isOld = true;
    };
  }, [blocked]);
  if (blocked.size === 0) return <p class="hint">{say('nobodyBlocked')}</p>;
  return (
    <ul>
      {people
        .filter(({ id }) => blocked.has(id))
        .map((person) => {
          const name = nameOf(person);
          return (
            <li key={person.id} class="blocked-person">
              <Avatar user={person} />
              <bdi class="name">{name}</bdi>
              <button
                type="button"
                class="link"
                aria-label={say('unblockPerson', { name })}
                onClick={() => chat.attempt(() => chat.unblock(person.id))}
              >
                {say('unblock')}
              </button>
            </li>
          );
        })}
    </ul>
  );
}

function PasswordChange({ username }: { username: string }): JSX.Element {
  const chat = useChat();
  return (
    <Form
      names={['current', 'password']}
      action={say('changePassword')}
      done={say('passwordChanged')}
      work={(given) => chat.changePassword(given('current'), given('password'))}
    >
      {(fault) => (
        <>
          {/* For the browser, which keeps passwords by it. */}
          <input type="text" autocomplete="username" value={username} readOnly hidden />
          <Field
            name="current"
            id="current-password"
            label={say('currentPassword')}
            type="password"
            autocomplete="current-password"
            fault={fault}
          />
          <Field
            name="password"
            id="new-password"
            label={say('newPassword')}
            type="password"
            autocomplete="new-password"
            hint={say('passwordHint')}
            fault={fault}
          />
        </>
      )}
    </Form>
  );
}

function Export(): JSX.Element {
  const chat = useChat();
  return (
    <Form names={[]} action={say('exportData')} done={say('saved')} work={() => chat.saveExport()}>
      {() => <p class="hint">{say('exportHint')}</p>}
    </Form>
  );
}

/** Asks for the username, which nobody types by mistake, and for the password, which nobody else knows. */
function Deletion({ me: { username } }: { me: Me }): JSX.Element {
  const chat = useChat();
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <>
        <p class="hint">{say('deleteHint')}</p>
        <button type="button" class="link fault" onClick={() => setAsking(true)}>
          {say('deleteAccount')}
        </button>
      </>
    );
  }
  return (
    <Form
      names={['password']}
      action={say('deleteAccount')}
      done=""
      isDangerous={true}
      work={(given) => chat.deleteAccount(given('password'))}
    >
      {(fault) => (
        <>
          <p class="hint">{say('deleteHint')}</p>
          <Field
            name="username"
            id="deleted-username"
            label={say('typeUsername', { username })}
            autocomplete="off"
            only={username}
            fault={fault}
          />
          <Field
            name="password"
            id="deleting-password"
            label={say('password')}
            type="password"
            autocomplete="current-password"
            fault={fault}
          />
        </>
      )}
    </Form>
  );
}
