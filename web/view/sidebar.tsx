import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Me, Thread } from '../../client/index.js';
import { language, say } from '../language.js';
import { useChat, useSelect } from '../use-chat.js';
import { nameOf } from '../words.js';
import { accountPlace } from './account.js';
import { NotificationOffer } from './alert-choices.js';
import { Avatar } from './avatar.js';
import { Found } from './found.js';
import { Archive, Close, Conversations, Leave, Search, Settings } from './icons.js';
import { useTabStop } from './tab-stop.js';
import { ThreadEntry } from './thread-entry.js';

/** What can be found here besides one's own conversations, with and without messages. */
const searchHints = {
  people: { true: 'findPeopleAndMessages', false: 'findPeople' },
  conversations: { true: 'findConversationsAndMessages', false: 'findConversations' },
} as const;

export function Sidebar({ me }: { me: Me }): JSX.Element {
  const chat = useChat();
  const [text, setText] = useState('');
  const [isArchive, setArchive] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const isSearching = text.trim() !== '';
  const hint = say(
    searchHints[chat.findsPeople(me) ? 'people' : 'conversations'][`${chat.settings.messageSearch}`],
  );
  const toggle = say(isArchive ? 'allConversations' : 'archivedConversations');

  const signOut = (): void => {
    const counts = { unsentMessages: chat.store.state.outbox.length, drafts: chat.draftCount };
    const given = (['unsentMessages', 'drafts'] as const).filter((kind) => counts[kind] > 0);
    const what = language().list.format(given.map((kind) => say(kind, { count: counts[kind] })));
    if (what === '' || confirm(say('confirmSignOut', { what }))) {
      location.hash = ''; // the next person here cannot see this conversation
      chat.signOut();
    }
  };
  const leaveSearch = (): void => {
    setText('');
    input.current?.focus();
  };
  /** Arrow keys move through the list, and from its first entry up to the search. The whole list is one Tab stop. */
  const move = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    if (event.key === 'Escape' && isSearching) return leaveSearch();
    const stops = [...(pane.current?.querySelectorAll<HTMLElement>('input, .entry') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 1, End: stops.length - 1 }[event.key];
    const next = target === undefined ? undefined : stops[target];
    // In the search field, Home and End move within its text.
    if (next === undefined || at < 0 || (at === 0 && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <div class="sidebar" ref={pane} onKeyDown={move}>
      <header class="bar">
        <Avatar user={me} />
        <h2 class="own-name">
          <bdi>{nameOf(me)}</bdi>
        </h2>
        <button
          type="button"
          class="icon-button"
          aria-label={toggle}
          title={toggle}
          onClick={() => {
            setArchive(!isArchive);
            setText('');
          }}
        >
          {isArchive ? <Conversations /> : <Archive />}
        </button>
        <a class="icon-button" href={accountPlace} aria-label={say('account')} title={say('account')}>
          <Settings />
        </a>
        {!chat.isFramed && (
          <button
            type="button"
            class="icon-button"
            aria-label={say('signOut')}
            title={say('signOut')}
            onClick={signOut}
          >
            <Leave />
          </button>
        )}
      </header>
      <div class="search" role="search">
        <Search />
        <input
          ref={input}
          type="text"
          dir="auto"
          enterkeyhint="search"
          placeholder={hint}
          aria-label={hint}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={150}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        {isSearching && (
          <button type="button" class="icon-button" aria-label={say('clearSearch')} onClick={leaveSearch}>
            <Close />
          </button>
        )}
      </div>
      <Connection />
      <NotificationOffer />
      {isSearching ? (
        <Found text={text.trim()} me={me} onOpen={() => setText('')} />
      ) : isArchive ? (
        <Archived me={me} />
      ) : (
        <Threads me={me} />
      )}
    </div>
  );
}

export function Connection(): JSX.Element {
  const live = useSelect((state) => state.live);
  return (
    <div role="status" class="connection-place">
      {!live && <p class="connection">{say('connectingSendsLater')}</p>}
    </div>
  );
}

function Threads({ me }: { me: Me }): JSX.Element {
  const chat = useChat();
  const known = useSelect((state) => state.threads);
  const count = useSelect((state) => state.threadCount);
  const end = useRef<HTMLLIElement>(null);
  const selected = useSelect((state) => state.selected);
  const threads = [...known.values()]
    .filter(({ id, archived }) => archived !== true || id === selected)
    .sort((one, other) => other.updated.localeCompare(one.updated) || other.id - one.id);
  const hasMore = threads.length < (count ?? 0);
  const [stop, setStop] = useTabStop(
    threads.map(({ id }) => id),
    selected,
  );

  useEffect(() => {
    if (end.current === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) void chat.loadMoreThreads().catch(() => undefined);
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, threads.length]);

  return (
    <nav class="list" aria-label={say('conversations')}>
      {count === 0 && (
        <p class="hint list-note">{say(chat.findsPeople(me) ? 'noConversations' : 'noConversationsYet')}</p>
      )}
      <ul>
        {threads.map((thread) => (
          <ThreadEntry
            key={thread.id}
            thread={thread}
            me={me}
            isTabStop={thread.id === stop}
            onFocus={() => setStop(thread.id)}
          />
        ))}
        {hasMore && <li ref={end} class="list-end" aria-hidden="true" />}
      </ul>
    </nav>
  );
}

function Archived({ me }: { me: Me }): JSX.Element {
  const chat = useChat();
  const changes = useSelect((state) => state.changes);
  const [threads, setThreads] = useState<readonly Thread[] | undefined>(undefined);
  const [stop, setStop] = useTabStop(threads?.map(({ id }) => id) ?? []);

  useEffect(() => {
    let isOld = false;
    chat.attempt(async () => {
      const read = await chat.archived();
      if (!isOld) setThreads(read);
    });
    return () => {
      isOld = true;
    };
  }, [changes]);

  return (
    <nav class="list" aria-label={say('archivedConversations')}>
      {threads?.length === 0 && <p class="hint list-note">{say('nothingArchived')}</p>}
      <ul>
        {threads?.map((thread) => (
          <ThreadEntry
            key={thread.id}
            thread={thread}
            me={me}
            isTabStop={thread.id === stop}
            onFocus={() => setStop(thread.id)}
          />
        ))}
      </ul>
    </nav>
  );
}
