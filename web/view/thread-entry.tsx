import type { JSX } from 'preact';
import type { Me, Thread } from '../../client/index.js';
import { numberOf, say, sayAround } from '../language.js';
import { beginningOf } from '../text.js';
import { useSelect } from '../use-chat.js';
import { gistOf, nameOf, otherOf, shortTimeOf, titleOf } from '../words.js';
import { Avatar } from './avatar.js';
import { BellOff } from './icons.js';
import { Marked } from './marked.js';

/** How many characters of a message the list shows, at most. */
const previewLength = 120;

interface Props {
  thread: Thread;
  me: Me;
  /** What the user looks for, if this is a hit. */
  search?: string;
  isTabStop: boolean;
  onFocus: () => void;
  onOpen?: () => void;
}

/** A conversation in a list. */
export function ThreadEntry({ thread, me, search, isTabStop, onFocus, onOpen }: Props): JSX.Element {
  const person = otherOf(thread, me.id);
  const name = nameOf(person);
  const { id, last_message: last, unread_count } = thread;
  const unread = unread_count ?? 0;
  const title = titleOf(thread);
  const isOpen = useSelect((state) => state.selected === id);
  const isUsernameShown = search !== undefined && person.name !== null;
  return (
    <li>
      <a
        class="entry"
        href={`#/${id}`}
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isOpen ? 'page' : undefined}
        onFocus={onFocus}
        onClick={onOpen}
      >
        <Avatar user={person} />
        <span class="entry-text">
          <span class="entry-line">
            <bdi class="name">
              <Marked text={name} search={search} />
            </bdi>
            {last !== null && <time dateTime={last.created}>{shortTimeOf(last.created)}</time>}
          </span>
          {title !== undefined && (
            <span class="entry-line">
              <bdi class="preview">
                <Marked text={title} search={search} />
              </bdi>
            </span>
          )}
          <span class="entry-line">
            {isUsernameShown ? (
              <bdi class="preview">
                <Marked text={person.username} search={search} />
              </bdi>
            ) : (
              <Preview thread={thread} me={me} />
            )}
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
