import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Me, Thread } from '../../client/index.js';
import { foldedText, isFoundIn } from '../found-words.js';
import { say } from '../language.js';
import type { State } from '../state.js';
import { useChat, useSelect } from '../use-chat.js';
import { isErased, nameOf, otherOf, titleOf } from '../words.js';
import { useTabStop } from './tab-stop.js';
import { ThreadEntry } from './thread-entry.js';

/** How many hits are shown at first, and with each “Show more”. */
const step = 10;

export interface FoundThreads {
  /** Latest first. */
  readonly threads: readonly Thread[];
  /** Whether not all of the user's conversations could be looked at yet. */
  readonly isReading: boolean;
  /** How many of the latest were looked at, if there are more. */
  readonly most: number | undefined;
}

/**
 * The user's conversations, the archived ones too, by what the other is called and by their title. The service does not
 * search them, so the page reads the list when a search begins, and again when one that it does not list has changed, and
 * looks into it itself.
 */
export function useFoundThreads(text: string, me: Me): FoundThreads {
  const chat = useChat();
  const known = useSelect((state) => state.threads);
  const [read, setRead] = useState<readonly Thread[]>([]);
  const [isReading, setReading] = useState(true);
  const [most, setMost] = useState<number | undefined>(undefined);
  const changes = useSelect(changesOfUnlisted);

  useEffect(() => {
    const over = new AbortController();
    chat.attempt(async () => {
      try {
        setMost(await chat.readThreads(setRead, over.signal));
      } finally {
        if (!over.signal.aborted) setReading(false);
      }
    });
    return () => over.abort();
  }, [chat, changes]);

  const threads = useMemo(() => {
    // What the page knows is kept up to date by events.
    const all = new Map([...read.map((thread) => [thread.id, thread] as const), ...known]);
    return [...all.values()]
      .filter((thread) => isFoundIn(namesOf(thread, me), text))
      .sort((one, other) => other.updated.localeCompare(one.updated) || other.id - one.id);
  }, [text, read, known]);
  return { threads, isReading, most };
}

/** Another number when a conversation that the page does not list has changed: it was archived or deleted elsewhere. */
function changesOfUnlisted({ changes, threads }: State): number {
  let sum = 0;
  for (const [id, count] of changes) if (!threads.has(id)) sum += count;
  return sum;
}

const names = new WeakMap<Thread, string>();

/** All that a thread is found by. */
function namesOf(thread: Thread, me: Me): string {
  const known = names.get(thread);
  if (known !== undefined) return known;
  const person = otherOf(thread, me.id);
  const username = isErased(person) ? '' : person.username;
  const text = foldedText([nameOf(person), username, titleOf(thread) ?? ''].join('\n'));
  names.set(thread, text);
  return text;
}

interface Props {
  found: FoundThreads;
  text: string;
  me: Me;
  /** Whether to say that there are none. Else, other hits follow. */
  isAlone: boolean;
  onOpen: () => void;
}

export function FoundConversations({ found, text, me, isAlone, onOpen }: Props): JSX.Element | null {
  const { threads, isReading, most } = found;
  const [count, setCount] = useState(step);
  useEffect(() => setCount(step), [text]);
  const shown = threads.slice(0, count);
  const [stop, setStop] = useTabStop(shown.map(({ id }) => id));

  if (threads.length === 0 && !isAlone) return null;
  return (
    <section aria-labelledby="found-conversations">
      <h3 id="found-conversations" class="list-heading">
        {say('conversations')}
      </h3>
      <p class="hint list-note" role="status">
        {threads.length > 0 ? (
          <span class="hidden">{say('conversationsFound', { count: threads.length })}</span>
        ) : (
          say(isReading ? 'searching' : 'noConversationFound')
        )}
      </p>
      <ul>
        {shown.map((thread) => (
          <ThreadEntry
            key={thread.id}
            thread={thread}
            me={me}
            search={text}
            isTabStop={thread.id === stop}
            onFocus={() => setStop(thread.id)}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {threads.length > count && (
        <button type="button" class="older" onClick={() => setCount(count + step)}>
          {say('showMore')}
        </button>
      )}
      {most !== undefined && <p class="hint list-note">{say('latestSearched', { most })}</p>}
    </section>
  );
}
