import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Me, Message, Thread } from '../../client/index.js';
import { explain } from '../chat.js';
import { excerptOf, hasWords } from '../found-words.js';
import { say } from '../language.js';
import { useChat, useSelect } from '../use-chat.js';
import { nameOf, otherOf, shortTimeOf } from '../words.js';
import { Avatar } from './avatar.js';
import { Pieces } from './marked.js';
import { useTabStop } from './tab-stop.js';

/** How long to wait for another letter, in milliseconds. */
const patience = 250;

interface Found {
  readonly text: string;
  readonly items: readonly Message[];
  readonly isLast: boolean;
}

/** Messages in the user's conversations, which open where they were written. */
export function FoundMessages({ text, me }: { text: string; me: Me }): JSX.Element | null {
  const chat = useChat();
  const [found, setFound] = useState<Found | undefined>(undefined);
  const [fault, setFault] = useState('');
  const [stop, setStop] = useTabStop(found?.items.map(({ id }) => id) ?? []);
  const isSought = hasWords(text);

  const read = async (signal?: AbortSignal): Promise<void> => {
    const known = found !== undefined && signal === undefined ? found.items : [];
    try {
      const { items, isLast } = await chat.searchMessages(text, known.length, signal);
      setFound({ text, items: [...known, ...items], isLast });
      setFault('');
    } catch (error) {
      if (signal?.aborted !== true) setFault(explain(error));
    }
  };

  useEffect(() => {
    setFound(undefined);
    if (!isSought) return undefined;
    const superseded = new AbortController();
    const timer = setTimeout(() => void read(superseded.signal), patience);
    return () => {
      clearTimeout(timer);
      superseded.abort();
    };
  }, [text]);

  if (!isSought) return null;
  return (
    <section aria-labelledby="found-messages">
      <h3 id="found-messages" class="list-heading">
        {say('messages')}
      </h3>
      <p class="hint list-note" role="status">
        {fault !== ''
          ? fault
          : found === undefined
            ? say('searching')
            : found.items.length === 0
              ? say('noMessageFound')
              : ''}
        {found !== undefined && found.items.length > 0 && (
          <span class="hidden">{say('messagesFound', { count: found.items.length })}</span>
        )}
      </p>
      <ul>
        {found?.items.map((message) => (
          <FoundMessage
            key={message.id}
            message={message}
            search={found.text}
            me={me}
            isTabStop={message.id === stop}
            onFocus={() => setStop(message.id)}
          />
        ))}
      </ul>
      {found?.isLast === false && (
        <button type="button" class="older" onClick={() => void read()}>
          {say('showMore')}
        </button>
      )}
    </section>
  );
}

interface FoundMessageProps {
  message: Message;
  search: string;
  me: Me;
  isTabStop: boolean;
  onFocus: () => void;
}

function FoundMessage({ message, search, me, isTabStop, onFocus }: FoundMessageProps): JSX.Element {
  const { id, thread, created, sender, text } = message;
  const person = usePersonIn(thread, me);
  const isOpen = useSelect((state) => state.selected === thread && state.sought === id);
  const excerpt = (
    <bdi>
      <Pieces pieces={excerptOf(text, search)} />
    </bdi>
  );
  return (
    <li>
      <a
        class="entry"
        href={`#/${thread}/${id}`}
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isOpen ? 'true' : undefined}
        onFocus={onFocus}
      >
        {person !== undefined && <Avatar user={person} />}
        <span class="entry-text">
          <span class="entry-line">
            <bdi class="name">{person && nameOf(person)}</bdi>
            <time dateTime={created}>{shortTimeOf(created)}</time>
          </span>
          <span class="entry-line">
            <span class="excerpt">
              {sender === me.id && <>{say('youWrote')} </>}
              {excerpt}
            </span>
          </span>
        </span>
      </a>
    </li>
  );
}

/** The other one in a conversation, which need not be in the list as far as that is loaded. */
function usePersonIn(id: number, me: Me): ReturnType<typeof otherOf> | undefined {
  const chat = useChat();
  const known = useSelect((state) => state.threads.get(id));
  const [read, setRead] = useState<Thread | undefined>(undefined);
  const isKnown = known !== undefined;
  useEffect(() => {
    let isOver = false;
    if (!isKnown) {
      chat.attempt(async () => {
        const thread = await chat.thread(id);
        if (!isOver) setRead(thread);
      });
    }
    return () => {
      isOver = true;
    };
  }, [id, isKnown]);
  const thread = known ?? read;
  return thread && otherOf(thread, me.id);
}
