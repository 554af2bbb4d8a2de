import { Component, createRef, Fragment, type JSX } from 'preact';
import type { Attachment, Message } from '../../client/index.js';
import type { Chat } from '../chat.js';
import { say } from '../language.js';
import { isLookedAt } from '../presence.js';
import { isUnread, type Conversation, type Pending } from '../state.js';
import { dayNameOf, dayOf, fullTimeOf, timeOf } from '../words.js';
import { Attachments } from './attachments.js';
import { Check, CheckTwice, Clock, Down, Warning } from './icons.js';
import { MessageText } from './message-text.js';
import { MessageEditor, MessageMenu, watchLongPresses } from './message-menu.js';

interface Props {
  thread: number;
  /** The message to show, as soon as it is there. */
  sought: number | undefined;
  me: number;
  /** The other participant's. */
  name: string;
  conversation: Conversation | undefined;
  pending: readonly Pending[];
  live: boolean;
  /** How many unread messages are older than the loaded ones. */
  unloaded: number;
  chat: Chat;
}

interface State {
  loading: boolean;
  atEnd: boolean;
  /** The message that has the focus: Tab gets to what can be done in it. While none has it, that is the newest one. */
  reached: number | undefined;
}

/** Where the reader was before a change: at the end, or at the anchor. The offset is the anchor's distance from the top. */
interface Place {
  readonly atEnd: boolean;
  readonly anchor: HTMLElement | undefined;
  readonly offset: number;
}

/** This close to an edge counts as being there, in pixels. */
const atEdge = 48;
const loadAhead = 400;
/** A message counts as seen when this much of it is visible, in pixels. */
const seenHeight = 24;

/** The messages. Keeps the reader's place while older and newer ones arrive, and marks as read what was seen. */
export class Log extends Component<Props, State> {
  override state: State = { loading: false, atEnd: true, reached: undefined };
  readonly #log = createRef<HTMLDivElement>();
  readonly #ended = new AbortController();
  #resizes: ResizeObserver | undefined;
  /** The last message that was marked as read. */
  #marked = 0;
  /** The last message when the reader was at the end: unread ones up to it do not hold the log back any more. */
  #passed = 0;
  /** The first message that was unread when the conversation was opened, or came while nobody looked; Infinity: none. */
  #firstUnread: number | undefined;
  #hadUnread = false;
  #isPlaced = false;
  /** What was sought, and has been shown. */
  #shown: number | undefined;

  override componentDidMount(): void {
    const { signal } = this.#ended;
    addEventListener('focus', this.#look, { signal });
    document.addEventListener('visibilitychange', this.#look, { signal });
    const log = this.#log.current;
    if (log !== null) {
      let atEnd = true;
      this.#resizes = new ResizeObserver(() => {
        if (atEnd) this.#follow();
      });
      this.#resizes.observe(log);
      watchLongPresses(log, signal);
      // Remembered from before the size changes: afterwards it is too late to ask.
      log.addEventListener('scroll', () => (atEnd = this.#isAtEnd()), { signal, passive: true });
    }
    this.#afterChange();
  }

  override componentWillUnmount(): void {
    this.#ended.abort();
    this.#resizes?.disconnect();
  }

  override shouldComponentUpdate(props: Props, state: State): boolean {
    return differs(this.props, props) || differs(this.state, state);
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
    if (wrote) this.#toEnd();
    else if (atEnd && this.#isPlaced) this.#follow();
    else if (log !== null && anchor?.isConnected === true) {
      log.scrollTop += anchor.getBoundingClientRect().top - offset;
    }
    this.#afterChange();
  }

  override render(): JSX.Element {
    const { name, conversation, pending, unloaded } = this.props;
    const { loading, atEnd, reached } = this.state;
    const messages = conversation?.messages ?? [];
    const firstUnread = messages.find((message) => isUnread(message, this.props.me))?.id ?? Infinity;
    const lastOfSomebody = messages.findLast(({ kind }) => kind === 'user')?.id;
    if (conversation !== undefined) this.#firstUnread ??= firstUnread;
    // If very many are unread, the first ones are loaded later.
    if (this.#firstUnread !== Infinity && firstUnread < (this.#firstUnread ?? 0))
      this.#firstUnread = firstUnread;
    // All was read, and more has come. What is seen as it comes needs no line.
    if (!this.#hadUnread && firstUnread !== Infinity && !(atEnd && isLookedAt()))
      this.#firstUnread = firstUnread;
    this.#hadUnread = firstUnread !== Infinity;
    const unread = messages.filter((message) => isUnread(message, this.props.me)).length;
    return (
      <div class="log-place">
        <div
          ref={this.#log}
          class="log"
          role="log"
          tabIndex={0}
          aria-label={say('messagesWith', { name })}
          aria-relevant="additions"
          aria-busy={loading || conversation === undefined}
          onScroll={this.#scrolled}
        >
          {conversation?.complete === false && (
            <button type="button" class="older" disabled={loading} onClick={this.#loadOlder}>
              {say(loading ? 'loading' : 'loadOlder')}
            </button>
          )}
          {unloaded > 0 && (
            <p class="hint unloaded">
              {say('olderUnread', { count: unloaded })}{' '}
              <button type="button" class="link" onClick={this.#markAll}>
                {say('markAllAsRead')}
              </button>
            </p>
          )}
          {conversation?.complete === true && messages.length + pending.length === 0 && (
            <p class="hint nothing-yet">{say('nothingWritten')}</p>
          )}
          <ol onFocusCapture={this.#reach} onBlurCapture={this.#reach}>
            {messages.map((message, index) => (
              <Fragment key={message.id}>
                <Divider before={messages[index - 1]?.created} moment={message.created} />
                {message.id === this.#firstUnread && (
                  <li class="divider unread">
                    <span>{say('unreadMessages')}</span>
                  </li>
                )}
                <Bubble
                  message={message}
                  isOwn={message.sender === this.props.me}
                  isUnread={isUnread(message, this.props.me)}
                  follows={follows(message, messages[index - 1])}
                  isReached={message.id === (reached ?? lastOfSomebody)}
                  isSought={message.id === this.props.sought}
                  name={name}
                />
              </Fragment>
            ))}
            {pending.map((item) => (
              <Fragment key={item.key}>{this.#pending(item)}</Fragment>
            ))}
          </ol>
        </div>
        {!atEnd && (
          <button type="button" class="to-end" onClick={this.#jumpToEnd}>
            {unread > 0 && <span class="count">{say('newMessages', { count: unread })}</span>}
            <span class="hidden"> {say('toNewest')}</span>
            <Down />
          </button>
        )}
      </div>
    );
  }

  #pending(item: Pending): JSX.Element {
    const { chat, live } = this.props;
    const { text, written, problem } = item;
    const state = say(problem !== undefined ? 'notSent' : live ? 'sending' : 'waitingForConnection');
    return (
      <li class={problem === undefined ? 'message own pending' : 'message own failed'}>
        <span class="hidden">{say('youWrote')} </span>
        <div class="bubble">
          {text !== '' && <MessageText text={text} isReached={true} />}
          <Attachments thread={item.thread} attachments={item.attachments ?? none} isReached={true} />
          <span class="meta">
            {problem === undefined && <time>{timeOf(written)}</time>}
            <span class="mark" role="img" aria-label={state} title={state}>
              {problem === undefined ? <Clock /> : <Warning />}
            </span>
          </span>
        </div>
        {problem !== undefined && (
          <div class="failure">
            <p>{say('notSentBecause', { reason: problem })}</p>
            <button type="button" class="link" onClick={() => chat.retry(item)}>
              {say('tryAgain')}
            </button>
            <button type="button" class="link" onClick={() => chat.discard(item)}>
              {say('discard')}
            </button>
          </div>
        )}
      </li>
    );
  }

  #elements(): HTMLElement[] {
    return [...(this.#log.current?.querySelectorAll<HTMLElement>('.message') ?? [])];
  }

  #isAtEnd(): boolean {
    const log = this.#log.current;
    return log === null || log.scrollHeight - log.scrollTop - log.clientHeight < atEdge;
  }

  /** The messages are one stop of the Tab key, and arrows lead from one to another: so few keys lead past hundreds. */
  readonly #reach = ({ type, target, relatedTarget }: FocusEvent): void => {
    const focused = (type === 'blur' ? relatedTarget : target) as Element | null;
    const message = focused?.closest<HTMLElement>('.log .message');
    const id = Number(message?.dataset['id'] ?? NaN);
    this.setState({ reached: Number.isNaN(id) ? undefined : id });
  };

  readonly #toEnd = (): void => {
    const log = this.#log.current;
    if (log !== null) log.scrollTop = log.scrollHeight;
  };

  /** Does at once what the scroll event will do: an update may come before it. */
  readonly #jumpToEnd = (): void => {
    this.#toEnd();
    this.#scrolled();
  };

  /** Scrolls to the end, but not past unread messages that the reader has not passed. */
  #follow(): void {
    this.#toEnd();
    const log = this.#log.current;
    const unread = [...(log?.querySelectorAll<HTMLElement>('[data-unread]') ?? [])];
    const first = unread.find((element) => Number(element.dataset['id']) > this.#passed);
    if (log !== null && first !== undefined)
      log.scrollTop = Math.min(log.scrollTop, first.offsetTop - atEdge);
  }

  #afterChange(): void {
    const log = this.#log.current;
    if (log === null || this.props.conversation === undefined) return;
    if (!this.#isPlaced) {
      // Opens where the reader stopped reading.
      this.#isPlaced = true;
      this.#toEnd();
      const unread = log.querySelector('.divider.unread');
      if (unread !== null) unread.scrollIntoView({ block: 'center' });
    }
    this.#show();
    this.#scrolled();
    this.#look();
  }

  /** Once, with the focus, so that it is read out, and keys go on from there. */
  #show(): void {
    const { sought } = this.props;
    if (sought === this.#shown) return;
    const message = this.#log.current?.querySelector<HTMLElement>(`[data-id="${sought}"]`);
    if (sought === undefined || (message !== null && message !== undefined)) this.#shown = sought;
    message?.scrollIntoView({ block: 'center' });
    message?.focus({ preventScroll: true });
  }

  readonly #scrolled = (): void => {
    const atEnd = this.#isAtEnd();
    if (atEnd !== this.state.atEnd) this.setState({ atEnd });
    if (atEnd && isLookedAt()) this.#passed = this.props.conversation?.messages.at(-1)?.id ?? 0;
    const log = this.#log.current;
    if (log !== null && this.#isPlaced && log.scrollTop < loadAhead) this.#loadOlder();
    this.#look();
  };

  readonly #loadOlder = (): void => {
    const { chat, thread, conversation } = this.props;
    if (this.state.loading || conversation?.complete !== false || conversation.messages.length === 0) return;
    this.setState({ loading: true });
    // If it fails, the button is still there.
    void chat
      .loadOlder(thread)
      .catch(() => undefined)
      .finally(() => this.setState({ loading: false }));
  };

  /** Marks as read what is visible, if the window has the focus. */
  readonly #look = (): void => {
    const { live, unloaded } = this.props;
    const log = this.#log.current;
    // Marking one message marks all before it, so nothing is marked while older unread ones are not loaded.
    if (log === null || !live || unloaded > 0 || !isLookedAt()) return;
    const { top, bottom } = log.getBoundingClientRect();
    const seen = [...log.querySelectorAll<HTMLElement>('[data-unread]')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.top + seenHeight <= bottom && box.bottom - seenHeight >= top;
    });
    const last = Number(seen.at(-1)?.dataset['id'] ?? 0);
    if (last > this.#marked) this.#mark(last);
  };

  readonly #markAll = (): void => this.#mark(this.props.conversation?.messages.at(-1)?.id ?? 0);

  #mark(last: number): void {
    const { chat, thread } = this.props;
    this.#marked = last;
    chat.markRead(thread, last).catch(() => {
      this.#marked = 0; // tried again at the next change, for example when the connection is back
    });
  }
}

const none: readonly Attachment[] = [];

function Divider({ before, moment }: { before: string | undefined; moment: string }): JSX.Element | null {
  if (before !== undefined && dayOf(before) === dayOf(moment)) return null;
  return (
    <li class="divider">
      <span>{dayNameOf(moment)}</span>
    </li>
  );
}

interface BubbleProps {
  message: Message;
  isOwn: boolean;
  isUnread: boolean;
  /** Whether the message before it is from the same person and day. */
  follows: boolean;
  /** Whether Tab gets to what can be done in it. */
  isReached: boolean;
  isSought: boolean;
  name: string;
}

/** A message. It is drawn again only when it has changed. */
class Bubble extends Component<BubbleProps, { isEdited: boolean }> {
  override state = { isEdited: false };

  override shouldComponentUpdate(props: BubbleProps, state: { isEdited: boolean }): boolean {
    return differs(this.props, props) || differs(this.state, state);
  }

  override render(): JSX.Element {
    const { message, isOwn, isUnread, isReached, isSought, name } = this.props;
    const { id, kind: isOf, text, created, edited, is_read } = message;
    const edit = (isEdited: boolean) => (): void => this.setState({ isEdited });
    if (isOf === 'system') {
      return (
        <li
          class={isSought ? 'divider notice sought' : 'divider notice'}
          data-id={id}
          tabIndex={isSought ? -1 : undefined}
        >
          <span dir="auto" title={fullTimeOf(created)}>
            {text}
          </span>
        </li>
      );
    }
    const kind = `message${isOwn ? ' own' : ''}${this.props.follows ? ' follows' : ''}${isSought ? ' sought' : ''}`;
    return (
      <li
        class={kind}
        data-id={id}
        data-unread={isUnread ? '' : undefined}
        tabIndex={isSought ? -1 : undefined}
      >
        <span class="hidden">{isOwn ? say('youWrote') : say('personWrote', { name })} </span>
        <div class="bubble">
          {this.state.isEdited ? (
            <MessageEditor message={message} onClose={edit(false)} />
          ) : (
            text !== '' && <MessageText text={text} isReached={isReached} />
          )}
          <Attachments thread={message.thread} attachments={message.attachments} isReached={isReached} />
          <span class="meta">
            {edited !== null && <span title={fullTimeOf(edited)}>{say('edited')}</span>}
            <time dateTime={created} title={fullTimeOf(created)}>
              {timeOf(created)}
            </time>
            {isOwn && (
              <span
                class={is_read ? 'mark read' : 'mark'}
                role="img"
                aria-label={say(is_read ? 'read' : 'sent')}
              >
                {is_read ? <CheckTwice /> : <Check />}
              </span>
            )}
            <MessageMenu message={message} isOwn={isOwn} isReached={isReached} onEdit={edit(true)} />
          </span>
        </div>
      </li>
    );
  }
}

function follows({ sender, created }: Message, previous: Message | undefined): boolean {
  return previous?.sender === sender && dayOf(previous.created) === dayOf(created);
}

/** Whether any property is different. */
function differs<Shape extends object>(one: Shape, other: Shape): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof Shape>;
  return [...keys].some((key) => one[key] !== other[key]);
}
