import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Me, Thread, User } from '../../client/index.js';
import { explain } from '../chat.js';
import { useChat, useSelect } from '../use-chat.js';
import { countOf, otherOf, shortTimeOf } from '../words.js';
import { Avatar } from './avatar.js';
import { Close, Leave, Search } from './icons.js';

/** How long to wait for another letter, in milliseconds. */
const patience = 150;

export function Sidebar({ me }: { me: Me }): JSX.Element {
  const chat = useChat();
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const isSearching = text.trim() !== '';

  const signOut = (): void => {
    const { length } = chat.store.state.outbox;
    const waiting = countOf(length, 'message');
    if (length === 0 || confirm(`Give up ${waiting} not sent yet, and sign out?`)) {
      location.hash = ''; // the next person has other conversations
      chat.signOut();
    }
  };
  const leaveSearch = (): void => {
    setText('');
    input.current?.focus();
  };
  /** Arrow keys go through the list, and up from its first entry to the search. */
  const move = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    if (event.key === 'Escape' && isSearching) return leaveSearch();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const stops = [...(pane.current?.querySelectorAll<HTMLElement>('input, .entry') ?? [])];
    const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <div class="sidebar" ref={pane} onKeyDown={move}>
      <header class="bar">
        <Avatar name={me.username} />
        <h2 class="own-name">
          <bdi>{me.username}</bdi>
        </h2>
        <button type="button" class="icon-button" aria-label="Sign out" title="Sign out" onClick={signOut}>
          <Leave />
        </button>
      </header>
      <div class="search" role="search">
        <Search />
        <input
          ref={input}
          type="text"
          enterkeyhint="search"
          placeholder="Find a person"
          aria-label="Find a person"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={150}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        {isSearching && (
          <button type="button" class="icon-button" aria-label="Clear the search" onClick={leaveSearch}>
            <Close />
          </button>
        )}
      </div>
      <Connection />
      {isSearching ? <People text={text.trim()} me={me} found={() => setText('')} /> : <Threads me={me} />}
    </div>
  );
}

export function Connection(): JSX.Element {
  const live = useSelect((state) => state.live);
  return (
    <div role="status" class="connection-place">
      {!live && (
        <p class="connection">Connecting… What you write is sent as soon as there is a connection.</p>
      )}
    </div>
  );
}

function People({ text, me, found }: { text: string; me: Me; found: () => void }): JSX.Element {
  const chat = useChat();
  const [people, setPeople] = useState<readonly User[] | undefined>(undefined);
  const [fault, setFault] = useState('');

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
    <section class="list" aria-label="People">
      <p class="hint list-note" role="status">
        {fault !== ''
          ? fault
          : people === undefined
            ? 'Searching…'
            : people.length === 0
              ? 'Nobody is called that.'
              : ''}
        {people !== undefined && people.length > 0 && <span class="hidden">{people.length} found</span>}
      </p>
      <ul>
        {people?.map((person) => (
          <li key={person.id}>
            <button type="button" class="entry" onClick={() => void choose(person)}>
              <Avatar name={person.username} />
              <bdi class="name">{person.username}</bdi>
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
  const threads = [...known.values()].sort(
    (one, other) => other.updated.localeCompare(one.updated) || other.id - one.id,
  );
  const hasMore = threads.length < (count ?? 0);

  useEffect(() => {
    if (end.current === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) void chat.loadMoreThreads().catch(() => undefined);
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, threads.length]);

  return (
    <nav class="list" aria-label="Conversations">
      {count === 0 && (
        <p class="hint list-note">No conversations yet. Find somebody by the beginning of their name.</p>
      )}
      <ul>
        {threads.map((thread) => (
          <ThreadEntry key={thread.id} thread={thread} me={me} />
        ))}
        {hasMore && <li ref={end} class="list-end" aria-hidden="true" />}
      </ul>
    </nav>
  );
}

function ThreadEntry({ thread, me }: { thread: Thread; me: Me }): JSX.Element {
  const other = otherOf(thread, me.id);
  const { id, last_message: last, unread_count } = thread;
  const unread = unread_count ?? 0;
  const isOpen = useSelect((state) => state.selected === id);
  return (
    <li>
      <a class="entry" href={`#/${id}`} aria-current={isOpen ? 'page' : undefined}>
        <Avatar name={other.username} />
        <span class="entry-text">
          <span class="entry-line">
            <bdi class="name">{other.username}</bdi>
            {last !== null && <time dateTime={last.created}>{shortTimeOf(last.created)}</time>}
          </span>
          <span class="entry-line">
            <Preview thread={thread} me={me} />
            {unread > 0 && (
              <span class="badge">
                <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
                <span class="hidden">, {countOf(unread, 'unread message')}</span>
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
  if (isTyping) return <span class="preview typing">typing…</span>;
  const text = pending?.text ?? last?.text;
  if (text === undefined) return <span class="preview">No messages yet</span>;
  const isOwn = pending !== undefined || last?.sender === me.id;
  return (
    <span class="preview">
      {isOwn && 'You: '}
      <bdi>{text.slice(0, 120)}</bdi>
    </span>
  );
}
