import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Me } from '../../client/index.js';
import { say } from '../language.js';
import { useChat, useSelect } from '../use-chat.js';
import { Account, accountPlace } from './account.js';
import { ConversationPane } from './conversation.js';
import { Close, Logo } from './icons.js';
import { SignIn } from './sign-in.js';
import { Sidebar } from './sidebar.js';

export function App(): JSX.Element {
  const chat = useChat();
  const phase = useSelect((state) => state.phase);
  const notice = useSelect((state) => state.notice);
  const me = useSelect((state) => state.me);
  const selected = useSelect((state) => state.selected);
  const isAccountShown = usePlace() === accountPlace;

  const dismiss = (): void => chat.dismiss();
  return (
    <>
      {phase === 'signed-out' && <SignIn />}
      {phase === 'starting' && (
        <main class="starting" aria-busy="true">
          <Logo />
          <h1 class="hidden">Duet</h1>
          <p role="status">{notice ?? say('connecting')}</p>
        </main>
      )}
      {phase === 'signed-in' && me !== undefined && (
        <main class={selected === undefined ? 'panes' : 'panes has-conversation'}>
          <h1 class="hidden">Duet</h1>
          <Sidebar me={me} />
          {selected === undefined ? (
            <Nothing me={me} />
          ) : (
            <ConversationPane key={selected} id={selected} me={me} />
          )}
        </main>
      )}
      {phase === 'signed-in' && me !== undefined && isAccountShown && <Account me={me} />}
      {phase === 'signed-in' && notice !== undefined && (
        <div class="notice" role="alert">
          <span>{notice}</span>
          <button type="button" class="icon-button" aria-label={say('dismiss')} onClick={dismiss}>
            <Close />
          </button>
        </div>
      )}
    </>
  );
}

function Nothing({ me }: { me: Me }): JSX.Element {
  const chat = useChat();
  return (
    <div class="nothing">
      <Logo />
      <p>{say(chat.findsPeople(me) ? 'chooseOrFind' : 'chooseConversation')}</p>
    </div>
  );
}

/** The address behind its `#`, with it. */
function usePlace(): string {
  const [place, setPlace] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setPlace(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return place;
}
