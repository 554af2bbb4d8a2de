import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Me, Thread, User } from '../../client/index.js';
import { explain } from '../chat.js';
import { language, numberOf, say, sayAround } from '../language.js';
import { useChat, useSelect } from '../use-chat.js';
import { beginningOf } from '../text.js';
import { gistOf, nameOf, otherOf, shortTimeOf, titleOf } from '../words.js';
import { accountPlace } from './account.js';
import { NotificationOffer } from './alert-choices.js';
import { Avatar } from './avatar.js';
import { FoundMessages } from './found-messages.js';
import { Archive, BellOff, Close, Conversations, Leave, Search, Settings } from './icons.js';
import { useTabStop } from './tab-stop.js';

/** How many characters of a message the list shows, at most. */
const previewLength = 120;

/** How long to wait for another letter, in milliseconds. */
const patience = 150;

export function Sidebar({ me }: { me: Me }): JSX.Element {
  const chat = useChat();
  const [text, setText] = useState('');
  const [isArchive, setArchive] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const isSearching = text.trim() !== '';
  const hint = say(chat.settings.messageSearch ? 'findPerson' : 'findPeople');
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
        <div class="list">
          <People text={text.trim()} me={me} found={() => setText('')} />
          {chat.settings.messageSearch && <FoundMessages text={text.trim()} me={me} />}
        </div>
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

function People({ text, me, found }: { text: string; me: Me; found: () => void }): JSX.Element {
  const chat = useChat();
  const [people, setPeople] = useState<readonly User[] | undefined>(undefined);
  const [fault, setFault] = useState('');
  const [stop, setStop] = useTabStop(people?.map(({ id }) => id) ?? []);

  useEffect(() => {
    const superseded = new AbortController();
    const search = async (): Promise<void> => {
      try {
        const results = await chat.search(text, superseded.signal);
        setPeople(results.filter(({ id }) => id !== me.id));
        setFault('');
      } catch (error) {
        if (!superseded.signal.aborted) setFault(explain(error));
      }
    };
    const timer = setTimeout(() => void search(), patience);
    return () => {
      clearTimeout(timer);
      superseded.abort();
    };
  }, [text]);

  const choose = async (person: User): Promise<void> => {
    try {
      location.hash = `#/${await chat.open(person)}`;
      found();
    } catch (error) {
      setFault(explain(error));
    }
  };

  return (
    <section aria-labelledby="found-people">
      <h3 id="found-people" class="list-heading">
        {say('people')}
      </h3>
      <p class="hint list-note" role="status">
        {fault !== ''
          ? fault
          : people === undefined
            ? say('searching')
            : people.length === 0
              ? say('nobodyFound')
              : ''}
        {people !== undefined && people.length > 0 && (
          <span class="hidden">{say('found', { count: people.length })}</span>
        )}
      </p>
      <ul>
        {people?.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              class="entry"
              tabIndex={person.id === stop ? 0 : -1}
              onFocus={() => setStop(person.id)}
              onClick={() => void choose(person)}
            >
              <Avatar user={person} />
              <span class="entry-text">
                <span class="entry-line">
                  <bdi class="name">{nameOf(person)}</bdi>
                </span>
                {person.name !== null && (
                  <span class="entry-line">
                    <bdi class="preview">{person.username}</bdi>
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
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
      {count === 0 && <p class="hint list-note">{say('noConversations')}</p>}
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

interface EntryProps {
  thread: Thread;
  me: Me;
  isTabStop: boolean;
  onFocus: () => void;
}

function ThreadEntry({ thread, me, isTabStop, onFocus }: EntryProps): JSX.Element {
  const person = otherOf(thread, me.id);
  const name = nameOf(person);
  const { id, last_message: last, unread_count } = thread;
  const unread = unread_count ?? 0;
  const title = titleOf(thread);
  const isOpen = useSelect((state) => state.selected === id);
  return (
    <li>
      <a
        class="entry"
        href={`#/${id}`}
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isOpen ? 'page' : undefined}
        onFocus={onFocus}
      >
        <Avatar user={person} />
        <span class="entry-text">
          <span class="entry-line">
            <bdi class="name">{name}</bdi>
            {last !== null && <time dateTime={last.created}>{shortTimeOf(last.created)}</time>}
          </span>
          {title !== undefined && (
            <span class="entry-line">
              <bdi class="preview">{title}</bdi>
            </span>
          )}
          <span class="entry-line">
            <Preview thread={thread} me={me} />
            {thread.muted === true && (
              <span class="muted-sign" title={say('muted')}>
                <BellOff />
                <span class="hidden">{say('mutedAfterName')}</span>
              </span>
            )}
            {unread > 0 && (
              <span class={thread.muted === true ? 'badge quiet' : 'badge'}>
                <span aria-hidden="true">{unread > 99 ? `${numberOf(99)}+` : numberOf(unread)}</span>
                <span class="hidden">{say('unreadAfterName', { count: unread })}</span>
              </span>
            )}
          </span>
        </span>
      </a>
    </li>
  );
}

function Preview({ thread: { id, last_message: last }, me }: { thread: Thread; me: Me }): JSX.Element {
  const isTyping = useSelect((state) => state.typing.has(id));
  const pending = useSelect((state) => state.outbox.findLast(({ thread }) => thread === id));
  if (isTyping) return <span class="preview typing">{say('typing')}</span>;
  const latest = pending ?? last;
  if (latest === null) return <span class="preview">{say('noMessages')}</span>;
  const isOwn = pending !== undefined || last?.sender === me.id;
  const text = <bdi>{beginningOf(gistOf(latest), previewLength)}</bdi>;
  return <span class="preview">{isOwn ? sayAround('you', { text }) : text}</span>;
}
