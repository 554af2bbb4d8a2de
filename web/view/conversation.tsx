import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Me, Thread } from '../../client/index.js';
import { say, sayAround } from '../language.js';
import { useChat, useSelect } from '../use-chat.js';
import { unreadIn } from '../state.js';
import { isErased, nameOf, otherOf, titleOf, unknownPerson } from '../words.js';
import { Avatar } from './avatar.js';
import { Composer } from './composer.js';
import { Archive, Back, Bell, BellOff, Block, Unarchive } from './icons.js';
import { Connection } from './sidebar.js';
import { Log } from './log.js';

export function ConversationPane({ id, me }: { id: number; me: Me }): JSX.Element {
  const chat = useChat();
  const thread = useSelect((state) => state.threads.get(id));
  const conversation = useSelect((state) => state.conversations.get(id));
  const isTyping = useSelect((state) => state.typing.has(id));
  const live = useSelect((state) => state.live);
  const sought = useSelect((state) => state.sought);
  const outbox = useSelect((state) => state.outbox);
  const pending = useMemo(() => outbox.filter((item) => item.thread === id), [outbox, id]);
  const person = thread === undefined ? { ...unknownPerson, username: '' } : otherOf(thread, me.id);
  const { id: other } = person;
  const title = thread && titleOf(thread);
  const name = nameOf(person);
  const unloaded = useSelect((state) =>
    conversation?.complete === false ? (thread?.unread_count ?? 0) - unreadIn(state, id) : 0,
  );
  const isGone = isErased(person);
  const isBlocked = useSelect((state) => state.blocked.has(other));
  const block = (): void => {
    if (confirm(say('confirmBlock', { name }))) {
      chat.attempt(() => chat.block(other));
    }
  };
  const leave = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'Escape') return;
    const entry =
      document.querySelector<HTMLElement>(`.entry[href="${location.hash}"]`) ??
      document.querySelector<HTMLElement>(`.entry[href="#/${id}"]`);
    location.hash = '';
    // In the narrow layout, the list is only shown after the next drawing.
    requestAnimationFrame(() => entry?.focus());
  };
  return (
    <section class="conversation" aria-label={say('conversationWith', { name })} onKeyDown={leave}>
      <header class="bar">
        <a class="icon-button back" href="#" aria-label={say('backToConversations')}>
          <Back />
        </a>
        {name !== '' && <Avatar user={person} />}
        <div class="partner">
          {name !== '' && (
            <h2>
              <bdi>{name}</bdi>
            </h2>
          )}
          {title !== undefined && (
            <p class="preview">
              <bdi>{title}</bdi>
            </p>
          )}
          {isTyping && <p class="typing">{say('typing')}</p>}
        </div>
        {thread !== undefined && <ViewButtons thread={thread} />}
        {thread !== undefined && !isBlocked && !isGone && (
          <button
            type="button"
            class="icon-button"
            aria-label={say('blockPerson', { name })}
            title={say('block')}
            onClick={block}
          >
            <Block />
          </button>
        )}
      </header>
      <div class="narrow-only">
        <Connection />
      </div>
      <Log
        thread={id}
        sought={sought}
        me={me.id}
        name={name}
        conversation={conversation}
        pending={pending}
        live={live}
        unloaded={unloaded}
        chat={chat}
      />
      {isGone ? (
        <p class="composer-place hint">{say('accountDeleted')}</p>
      ) : isBlocked ? (
        <p class="composer-place">
          {sayAround('isBlocked', { name: <bdi>{name}</bdi> })}{' '}
          <button type="button" class="link" onClick={() => chat.attempt(() => chat.unblock(other))}>
            {say('unblock')}
          </button>
        </p>
      ) : (
        thread !== undefined && <Composer key={id} thread={thread} name={name} />
      )}
    </section>
  );
}

/** How the user sees the conversation, without the other one's knowledge: put away, and without a sign of what is new. */
function ViewButtons({ thread: { id, archived, muted } }: { thread: Thread }): JSX.Element {
  const chat = useChat();
  const archive = (): void => {
    if (archived !== true) location.hash = ''; // what is put away is not looked at any more
    chat.attempt(() => chat.changeView(id, { archived: archived !== true }));
  };
  const mute = (): void => chat.attempt(() => chat.changeView(id, { muted: muted !== true }));
  const archiving = say(archived === true ? 'unarchive' : 'archive');
  const muting = say(muted === true ? 'unmute' : 'mute');
  return (
    <>
      <button type="button" class="icon-button" aria-label={muting} title={muting} onClick={mute}>
        {muted === true ? <BellOff /> : <Bell />}
      </button>
      <button type="button" class="icon-button" aria-label={archiving} title={archiving} onClick={archive}>
        {archived === true ? <Unarchive /> : <Archive />}
      </button>
    </>
  );
}
