import { Component, createRef, Fragment, type JSX } from 'preact';
import type { Message } from '../../client/index.js';
import type { Chat } from '../chat.js';
import type { Conversation, Pending } from '../state.js';
import { dayNameOf, dayOf, fullTimeOf, timeOf } from '../words.js';
import { Check, CheckTwice, Clock, Down, Warning } from './icons.js';

interface Props {
  thread: number;
  me: number;
  /** The other's. */
  name: string;
  conversation: Conversation | undefined;
  pending: readonly Pending[];
  live: boolean;
  chat: Chat;
}

/** Where the reader was before a change: at the end, or at this message, so far below the upper edge. */
interface Place {
  readonly atEnd: boolean;
  readonly anchor: HTMLElement | undefined;
  readonly offset: number;
}

/** This close to an edge counts as being there, in pixels. */
const atEdge = 48;
const loadAhead = 400;
/** So much of a message must show for it to be seen, in pixels. */
const seenHeight = 24;

/** The messages: stays where the reader is while older and newer ones come, and tells what has been seen. */
export class Log extends Component<Props, { loading: boolean; atEnd: boolean }> {
  override state = { loading: false, atEnd: true };
  readonly #log = createRef<HTMLDivElement>();
  readonly #ended = new AbortController();
  #resizes: ResizeObserver | undefined;
  /** The last message that was told to have been seen. */
  #marked = 0;
  /** Before this one, the reader knew everything when the conversation was opened. */
  #firstUnread: number | undefined;
  #isPlaced = false;

  override componentDidMount(): void {
    const { signal } = this.#ended;
    addEventListener('focus', this.#look, { signal });
    document.addEventListener('visibilitychange', this.#look, { signal });
    const log = this.#log.current;
    if (log !== null) {
      let atEnd = true;
      this.#resizes = new ResizeObserver(() => {
        if (atEnd) this.#toEnd();
      });
      this.#resizes.observe(log);
      // Before the size changes, not after.
      log.addEventListener('scroll', () => (atEnd = this.#isAtEnd()), { signal, passive: true });
    }
    this.#afterChange();
  }

  override componentWillUnmount(): void {
    this.#ended.abort();
    this.#resizes?.disconnect();
  }

  override getSnapshotBeforeUpdate(): Place {
    const log = this.#log.current;
    const top = log?.getBoundingClientRect().top ?? 0;
    const anchor = this.#elements().find((element) => element.getBoundingClientRect().bottom > top);
    return { atEnd: this.#isAtEnd(), anchor, offset: anchor?.getBoundingClientRect().top ?? 0 };
  }

  override componentDidUpdate(before: Props, _state: unknown, { atEnd, anchor, offset }: Place): void {
    const log = this.#log.current;
    const wrote = this.props.pending.length > before.pending.length;
    if (wrote || (atEnd && this.#isPlaced)) this.#toEnd();
    else if (log !== null && anchor?.isConnected === true) {
      log.scrollTop += anchor.getBoundingClientRect().top - offset;
    }
    this.#afterChange();
  }

  override render(): JSX.Element {
    const { name, conversation, pending } = this.props;
    const { loading, atEnd } = this.state;
    const messages = conversation?.messages ?? [];
    this.#firstUnread ??=
      conversation && (messages.find((message) => this.#isUnread(message))?.id ?? Infinity);
    return (
      <div class="log-place">
        <div
          ref={this.#log}
          class="log"
          role="log"
          tabIndex={0}
          aria-label={`Messages with ${name}`}
          aria-relevant="additions"
          aria-busy={loading || conversation === undefined}
          onScroll={this.#scrolled}
        >
          {conversation?.complete === false && (
            <button type="button" class="older" disabled={loading} onClick={this.#loadOlder}>
              {loading ? 'Loading…' : 'Load older messages'}
            </button>
          )}
          {conversation?.complete === true && messages.length + pending.length === 0 && (
            <p class="hint nothing-yet">Nobody has written yet. Say hello!</p>
          )}
          <ol>
            {messages.map((message, index) => (
              <Fragment key={message.id}>
                <Divider before={messages[index - 1]?.created} moment={message.created} />
                {message.id === this.#firstUnread && (
                  <li class="divider unread">
                    <span>Unread messages</span>
                  </li>
                )}
                {this.#message(message, messages[index - 1])}
              </Fragment>
            ))}
            {pending.map((item) => (
              <Fragment key={item.key}>{this.#pending(item)}</Fragment>
            ))}
          </ol>
        </div>
        {!atEnd && (
          <button type="button" class="to-end" aria-label="To the newest message" onClick={this.#toEnd}>
            <Down />
          </button>
        )}
      </div>
    );
  }

  #message(message: Message, previous: Message | undefined): JSX.Element {
    const { me, name } = this.props;
    const { id, sender, text, created, is_read } = message;
    const isOwn = sender === me;
    const follows = previous?.sender === sender && dayOf(previous.created) === dayOf(created);
    const kind = `message${isOwn ? ' own' : ''}${follows ? ' follows' : ''}`;
    return (
      <li class={kind} data-id={id} data-unread={this.#isUnread(message) ? '' : undefined}>
        <span class="hidden">{isOwn ? 'You' : name}: </span>
        <div class="bubble">
          <p dir="auto">{text}</p>
          <span class="meta">
            <time dateTime={created} title={fullTimeOf(created)}>
              {timeOf(created)}
            </time>
            {isOwn && (
              <span class={is_read ? 'mark read' : 'mark'} role="img" aria-label={is_read ? 'Read' : 'Sent'}>
                {is_read ? <CheckTwice /> : <Check />}
              </span>
            )}
          </span>
        </div>
      </li>
    );
  }

  #pending(item: Pending): JSX.Element {
    const { chat, live } = this.props;
    const { text, written, problem } = item;
    const state = live ? 'Sending…' : 'Waiting for a connection';
    return (
      <li class={problem === undefined ? 'message own pending' : 'message own failed'}>
        <span class="hidden">You: </span>
        <div class="bubble">
          <p dir="auto">{text}</p>
          <span class="meta">
            {problem === undefined && <time>{timeOf(written)}</time>}
            <span
              class="mark"
              role="img"
              aria-label={problem === undefined ? state : 'Not sent'}
              title={state}
            >
              {problem === undefined ? <Clock /> : <Warning />}
            </span>
          </span>
        </div>
        {problem !== undefined && (
          <div class="failure">
            <p>Not sent. {problem}</p>
            <button type="button" class="link" onClick={() => chat.retry(item)}>
              Try again
            </button>
            <button type="button" class="link" onClick={() => chat.discard(item)}>
              Discard
            </button>
          </div>
        )}
      </li>
    );
  }

  #isUnread({ sender, is_read }: Message): boolean {
    return sender !== this.props.me && !is_read;
  }

  #elements(): HTMLElement[] {
    return [...(this.#log.current?.querySelectorAll<HTMLElement>('.message') ?? [])];
  }

  #isAtEnd(): boolean {
    const log = this.#log.current;
    return log === null || log.scrollHeight - log.scrollTop - log.clientHeight < atEdge;
  }

  readonly #toEnd = (): void => {
    const log = this.#log.current;
    if (log !== null) log.scrollTop = log.scrollHeight;
  };

  #afterChange(): void {
    const log = this.#log.current;
    if (log === null || this.props.conversation === undefined) return;
    if (!this.#isPlaced) {
      // Begins where the reader stopped.
      this.#isPlaced = true;
      this.#toEnd();
      const unread = log.querySelector('.divider.unread');
      if (unread !== null) unread.scrollIntoView({ block: 'center' });
    }
    this.#scrolled();
    this.#look();
  }

  readonly #scrolled = (): void => {
    const atEnd = this.#isAtEnd();
    if (atEnd !== this.state.atEnd) this.setState({ atEnd });
    const log = this.#log.current;
    if (log !== null && this.#isPlaced && log.scrollTop < loadAhead) this.#loadOlder();
    this.#look();
  };

  readonly #loadOlder = (): void => {
    const { chat, thread, conversation } = this.props;
    if (this.state.loading || conversation?.complete !== false || conversation.messages.length === 0) return;
    this.setState({ loading: true });
    // When it fails, the button is still there.
    void chat
      .loadOlder(thread)
      .catch(() => undefined)
      .finally(() => this.setState({ loading: false }));
  };

  /** Marks as read what is seen by somebody who looks. */
  readonly #look = (): void => {
    const { chat, thread, live } = this.props;
    const log = this.#log.current;
    if (log === null || !live || document.visibilityState !== 'visible' || !document.hasFocus()) return;
    const { top, bottom } = log.getBoundingClientRect();
    const seen = [...log.querySelectorAll<HTMLElement>('[data-unread]')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.top + seenHeight <= bottom && box.bottom - seenHeight >= top;
    });
    const last = Number(seen.at(-1)?.dataset['id'] ?? 0);
    if (last <= this.#marked) return;
    this.#marked = last;
    chat.markRead(thread, last).catch(() => {
      this.#marked = 0; // tried again with the next change, which the connection's return is
    });
  };
}

function Divider({ before, moment }: { before: string | undefined; moment: string }): JSX.Element | null {
  if (before !== undefined && dayOf(before) === dayOf(moment)) return null;
  return (
    <li class="divider">
      <span>{dayNameOf(moment)}</span>
    </li>
  );
}
