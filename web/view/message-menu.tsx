import type { JSX, TargetedKeyboardEvent, TargetedSubmitEvent } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../client/index.js';
import { language, say, type Key } from '../language.js';
import type { ReportReason } from '../service.js';
import { useChat } from '../use-chat.js';
import { gistOf, timeOf } from '../words.js';
import { More } from './icons.js';

/** For how long a finger rests on a message until its menu opens, in milliseconds. */
const longPress = 500;

const reasons = {
  spam: 'spam',
  abuse: 'abuse',
  fraud: 'fraud',
  other: 'otherReason',
} as const satisfies Record<ReportReason, Key>;

interface Props {
  message: Message;
  isOwn: boolean;
  /** Whether Tab gets there: at the newest message only, from which arrows lead to the others. */
  isReached: boolean;
  onEdit: () => void;
}

/** What can be done with a message: by its button, by keyboard, or by a long press on the message. */
export function MessageMenu({ message, isOwn, isReached, onEdit }: Props): JSX.Element {
  const chat = useChat();
  const [isOpen, setOpen] = useState(false);
  const [isReporting, setReporting] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const items = (): HTMLElement[] => [
    ...(place.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
  ];
  const close = (): void => {
    setOpen(false);
    button.current?.focus({ preventScroll: true }); // by a long press, it may be far from what is read
  };

  // At once, so that the next key goes to the menu.
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    menu.current?.showPopover();
    const follow = (): void => placeBeside(menu.current, button.current);
    follow();
    items()[0]?.focus({ preventScroll: true });
    const leave = ({ type, target }: Event): void => {
      const isInside = place.current?.contains(target as Node) === true;
      // A finger that rests on a message gives the focus to the log around it. Keys are for the menu.
      const isAround = type === 'focusin' && (target as Node).contains(place.current);
      if (isAround) items()[0]?.focus({ preventScroll: true });
      else if (!isInside) setOpen(false);
    };
    const ended = new AbortController();
    for (const elsewhere of ['pointerdown', 'focusin', 'wheel'] as const) {
      document.addEventListener(elsewhere, leave, { signal: ended.signal, capture: true, passive: true });
    }
    // A phone is turned, its keyboard comes, or a new message moves those before it.
    for (const moved of ['resize', 'scroll'] as const) {
      addEventListener(moved, follow, { signal: ended.signal, capture: true, passive: true });
    }
    return () => ended.abort();
  }, [isOpen]);

  /** Among the items of the menu or, while it is closed, among the messages. */
  const move = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const all = isOpen ? items() : buttonsBeside(button.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape' && isOpen) close();
    else if (to !== undefined) all.at(to % all.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape would leave the conversation
  };
  const item = (text: string, work: () => unknown): JSX.Element => (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      onClick={() => {
        close();
        work();
      }}
    >
      {text}
    </button>
  );
  const remove = (): void => {
    if (confirm(say('confirmDelete'))) chat.attempt(() => chat.deleteMessage(message));
  };
  return (
    <div ref={place} class="message-menu" onKeyDown={move}>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={say(isOwn ? 'optionsForOwn' : 'optionsForOther', { time: timeOf(message.created) })}
        tabIndex={isReached ? 0 : -1}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title={say('more')}
        onClick={() => setOpen(!isOpen)}
      >
        <More />
      </button>
      {isOpen && (
        // Above everything, because a message clips what it holds.
        <div ref={menu} role="menu" aria-label={say('message')} popover="manual">
          {item(say('copy'), () => chat.attempt(() => navigator.clipboard.writeText(gistOf(message))))}
          {isOwn && chat.mayEdit(message) && item(say('edit'), onEdit)}
          {isOwn && chat.mayEdit(message) && item(say('delete'), remove)}
          {!isOwn && item(say('report'), () => setReporting(true))}
        </div>
      )}
      {isReporting && (
        <ReportDialog
          message={message}
          onClose={() => {
            setReporting(false);
            button.current?.focus();
          }}
        />
      )}
    </div>
  );
}

/** The buttons of all messages, in their order. */
function buttonsBeside(button: HTMLElement | null): HTMLElement[] {
  return [...(button?.closest('.log')?.querySelectorAll<HTMLElement>('[aria-haspopup=menu]') ?? [])];
}

/** How near to the edge of the window a menu may be, in pixels. */
const edge = 8;

/**
 * Below the button, or above it where there is no room; within the window, also if the button is not: the message may be
 * higher than that.
 */
function placeBeside(menu: HTMLElement | null, button: HTMLElement | null): void {
  if (menu === null || button === null) return;
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const within = (start: number, length: number, whole: number): string =>
    `${Math.max(edge, Math.min(start, whole - length - edge))}px`;
  const isBelow = at.bottom + height + edge <= innerHeight;
  menu.style.top = within(isBelow ? at.bottom : at.top - height, height, innerHeight);
  const left = language().texts.direction === 'rtl' ? at.left : at.right - width;
  menu.style.left = within(left, width, innerWidth);
}

/** Opens the menu of a message on which a finger rests. One for all messages: there may be thousands. */
export function watchLongPresses(log: HTMLElement, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasOpened = false;
  const stop = (): void => clearTimeout(timer);
  const start = ({ pointerType, target }: PointerEvent): void => {
    stop();
    const bubble = (target as Element).closest('.bubble');
    const button = bubble?.querySelector<HTMLElement>('[aria-haspopup=menu][aria-expanded=false]');
    hasOpened = false;
    if (pointerType !== 'touch' || !button) return;
    timer = setTimeout(() => {
      button.click();
      hasOpened = true;
    }, longPress);
  };
  // On a button, a link or a picture, the finger that is lifted clicks as well: that would close the menu again, or leave.
  const lift = (event: MouseEvent): void => {
    if (!hasOpened) return;
    hasOpened = false;
    event.preventDefault();
    event.stopPropagation();
  };
  log.addEventListener('pointerdown', start, { signal, passive: true });
  log.addEventListener('click', lift, { signal, capture: true });
  // The browser's own menu would come on top of it.
  const isTouch = (event: Event): boolean => event instanceof PointerEvent && event.pointerType === 'touch';
  log.addEventListener('contextmenu', (event) => isTouch(event) && event.preventDefault(), { signal });
  for (const end of ['pointerup', 'pointercancel', 'scroll'] as const) {
    log.addEventListener(end, stop, { signal, passive: true });
  }
  signal.addEventListener('abort', stop);
}

/** Another text for a message, in its place. */
export function MessageEditor({ message, onClose }: { message: Message; onClose: () => void }): JSX.Element {
  const chat = useChat();
  const field = useRef<HTMLTextAreaElement>(null);
  const [isBusy, setBusy] = useState(false);
  useLayoutEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const save = (): void => {
    const text = field.current?.value ?? '';
    if (text === message.text) return onClose();
    setBusy(true);
    chat.attempt(async () => {
      try {
        await chat.editMessage(message, text);
        onClose();
      } finally {
        setBusy(false);
      }
    });
  };
  const press = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== 'Escape' && (event.key !== 'Enter' || event.shiftKey || event.isComposing)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    else save();
  };
  return (
    <form
      class="message-editor"
      onSubmit={(event: TargetedSubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        save();
      }}
    >
      <textarea
        ref={field}
        aria-label={say('editMessage')}
        dir="auto"
        rows={3}
        maxLength={5000}
        defaultValue={message.text}
        disabled={isBusy}
        onKeyDown={press}
      />
      <div class="choices">
        <button type="submit" class="primary" disabled={isBusy}>
          {say('save')}
        </button>
        <button type="button" class="link" onClick={onClose}>
          {say('cancel')}
        </button>
      </div>
    </form>
  );
}

/** Asks what is wrong with a message, and tells those who look after reports. */
function ReportDialog({ message, onClose }: { message: Message; onClose: () => void }): JSX.Element {
  const chat = useChat();
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, setState] = useState<'asking' | 'busy' | 'sent'>('asking');
  useEffect(() => dialog.current?.showModal(), []);
  const send = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const reason = given.get('reason') as ReportReason;
    const comment = given.get('comment') as string;
    setState('busy');
    chat.attempt(async () => {
      try {
        await chat.report(message, reason, comment);
        setState('sent');
      } catch (error) {
        dialog.current?.close(); // what did not work is said on the page
        throw error;
      }
    });
  };
  return (
    <dialog ref={dialog} class="report" aria-label={say('reportMessage')} onClose={onClose}>
      {state === 'sent' ? (
        <form method="dialog">
          <p role="status">{say('reportSent')}</p>
          <button type="submit" class="primary" autofocus>
            {say('close')}
          </button>
        </form>
      ) : (
        <form onSubmit={send}>
          <h2>{say('reportMessage')}</h2>
          <blockquote dir="auto">{message.text.slice(0, 300)}</blockquote>
          <fieldset>
            <legend>{say('whatIsWrong')}</legend>
            {Object.entries(reasons).map(([reason, text], index) => (
              <label key={reason}>
                <input type="radio" name="reason" value={reason} required defaultChecked={index === 0} />
                {say(text)}
              </label>
            ))}
          </fieldset>
          <label>
            {say('reportComment')}
            <textarea name="comment" dir="auto" rows={3} maxLength={1000} />
          </label>
          <p class="hint">{say('senderNotTold')}</p>
          <div class="choices">
            <button type="submit" class="primary" disabled={state === 'busy'}>
              {say('report')}
            </button>
            <button type="button" class="link" onClick={() => dialog.current?.close()}>
              {say('cancel')}
            </button>
          </div>
        </form>
      )}
    </dialog>
  );
}
