import type { Message, Thread } from '../client/index.js';
import { numberOf, say } from './language.js';
import { newsIn, unreadToTell } from './news.js';
import { Notifier } from './notifier.js';
import { isLookedAt, Presence } from './presence.js';
import { playSound } from './sound.js';
import type { State } from './state.js';
import { storage } from './storage.js';
import type { Store } from './store.js';
import { beginningOf } from './text.js';
import { gistOf, nameOf, otherOf } from './words.js';

const soundPlace = 'duet.sound';
const notificationsPlace = 'duet.notifications';

const gistLength = 120;

/**
 * Whether new messages are shown on the desktop. `unasked`: the user has not yet said whether they should be; `denied`:
 * the browser keeps the page from it; `impossible`: it cannot, or a page around this one has to do it.
 */
export type Notifying = 'on' | 'off' | 'unasked' | 'denied' | 'impossible';

/** Tells the user of new messages: by the title and the icon of the window, on the desktop, and by a sound. */
export class Alerts {
  readonly #presence = new Presence();
  readonly #notifier = new Notifier();
  readonly #listeners = new Set<() => void>();
  #before: State;

  /** @param isFramed whether this page is in another one, which is the one that notifies. */
  constructor(
    private readonly store: Store,
    private readonly isFramed: boolean,
  ) {
    this.#before = store.state;
    store.subscribe(() => {
      const [before, after] = [this.#before, store.state];
      this.#before = after;
      for (const message of newsIn(before, after)) void this.#tell(message).catch(() => undefined);
      this.#closeOver(before, after);
      // The system keeps the number on the icon of an installed page, also while that is closed.
      const isFirst = before.threadCount === undefined && after.threadCount !== undefined;
      if (isFirst || unreadToTell(before) !== unreadToTell(after)) countOnWindow(unreadToTell(after));
    });
  }

  /** Calls back when one of the choices has changed. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get hasSound(): boolean {
    return storage.get(soundPlace) !== 'off';
  }

  set hasSound(isOn: boolean) {
    storage.set(soundPlace, isOn ? 'on' : 'off');
    if (isOn) void playSound().catch(() => undefined); // so that one hears what one has chosen
    this.#changed();
  }

  get notifying(): Notifying {
    if (this.isFramed || !('Notification' in window)) return 'impossible';
    const { permission } = Notification;
    if (permission === 'denied') return 'denied';
    const chosen = storage.get(notificationsPlace);
    if (chosen === null) return 'unasked';
    return chosen === 'on' && permission === 'granted' ? 'on' : 'off';
  }

  /** Only after a click or a key: browsers ask at no other time. */
  async notify(isOn: boolean): Promise<void> {
    const isGranted = isOn && (await Notification.requestPermission()) === 'granted';
    storage.set(notificationsPlace, isGranted ? 'on' : 'off');
    // Shows what they look like, and whether the browser shows them at all.
    if (isGranted && !(await this.#notifier.show(say('notificationsAreOn')))) {
      storage.set(notificationsPlace, 'off');
    }
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  async #tell(message: Message): Promise<void> {
    const { selected } = this.store.state;
    if (isLookedAt()) {
      if (selected !== message.thread && this.hasSound) await playSound();
      return;
    }
    if (!(await this.#presence.isToTell())) return;
    if (this.notifying === 'on') await this.#showMessage(message);
    if (this.hasSound) await playSound();
  }

  async #showMessage(message: Message): Promise<void> {
    const { threads, me } = this.store.state;
    const thread = threads.get(message.thread);
    if (thread === undefined || isRead(thread)) return; // in the meantime
    const name = nameOf(otherOf(thread, me?.id ?? 0));
    const count = thread.unread_count ?? 0;
    const title = count > 1 ? `${name} · ${say('newMessages', { count })}` : name;
    const place = placeOf(thread.id);
    await this.#notifier.show(title, { body: beginningOf(gistOf(message), gistLength), place });
    if (isRead(this.store.state.threads.get(thread.id))) this.#close((one) => one === place);
  }

  /** Closes what was read or is gone, on whatever device, and everything when somebody signs out. */
  #closeOver(before: State, after: State): void {
    if (before.phase !== after.phase) {
      if (after.phase === 'signed-out') this.#close(() => true);
      return;
    }
    if (before.threads === after.threads) return;
    const isOver = (id: number): boolean => isRead(after.threads.get(id));
    const isFirst = before.threadCount === undefined; // an earlier page may have left some
    if (!isFirst && ![...before.threads.values()].some((thread) => !isRead(thread) && isOver(thread.id)))
      return;
    const known = [...before.threads.keys(), ...after.threads.keys()];
    const over = new Set(known.filter(isOver).map(placeOf));
    this.#close((place) => over.has(place));
  }

  #close(isOver: (place: string) => boolean): void {
    this.#notifier.close(isOver).catch(() => undefined);
  }
}

const placeOf = (thread: number): string => `#/${thread}`;

/** Or gone. */
const isRead = (thread: Thread | undefined): boolean => (thread?.unread_count ?? 0) === 0;

/** In the title, as a dot on the icon, and on the icon of the page where it is installed. */
function countOnWindow(count: number): void {
  document.title = count > 0 ? `(${numberOf(count)}) Duet` : 'Duet';
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (icon !== null) icon.href = iconFor(count);
  const { setAppBadge } = navigator as Partial<Pick<Navigator, 'setAppBadge'>>;
  setAppBadge?.call(navigator, count).catch(() => undefined);
}

/** The page names both beside its icon. */
function iconFor(unread: number): string {
  const { dataset } = document.querySelector<HTMLLinkElement>('link[rel=icon]') ?? {};
  return dataset?.[unread > 0 ? 'unread' : 'read'] ?? '';
}
