import type { Message } from '../client/index.js';
import { numberOf, say } from './language.js';
import { newsIn, unreadToTell } from './news.js';
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
  readonly #shown = new Map<number, Notification>();
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
      this.#closeRead(after);
      if (unreadToTell(before) !== unreadToTell(after)) countOnWindow(unreadToTell(after));
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
    // Shows what they look like. Browsers of phones refuse here, because they have notifications for programs only.
    if (isGranted && !this.#show('duet', say('notificationsAreOn'))) storage.set(notificationsPlace, 'off');
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
    if (this.notifying === 'on') this.#showMessage(message);
    if (this.hasSound) await playSound();
  }

  #showMessage(message: Message): void {
    const { threads, me } = this.store.state;
    const thread = threads.get(message.thread);
    if (thread === undefined || (thread.unread_count ?? 0) === 0) return; // read in the meantime
    const name = nameOf(otherOf(thread, me?.id ?? 0));
    const count = thread.unread_count ?? 0;
    const title = count > 1 ? `${name} · ${say('newMessages', { count })}` : name;
    // By its tag, it takes the place of the one before, also of another tab's.
    const shown = this.#show(`duet.${thread.id}`, title, beginningOf(gistOf(message), gistLength));
    if (shown === undefined) return;
    this.#shown.set(thread.id, shown);
    shown.addEventListener('click', () => {
      window.focus();
      location.hash = `#/${thread.id}`;
      shown.close();
    });
  }

  /** The sound is the page's own, so that it can be switched off here. */
  #show(tag: string, title: string, body = ''): Notification | undefined {
    try {
      return new Notification(title, { tag, body, icon: iconFor(0), dir: 'auto', silent: true });
    } catch {
      return undefined;
    }
  }

  #closeRead({ threads }: State): void {
    for (const [id, shown] of this.#shown) {
      if ((threads.get(id)?.unread_count ?? 0) > 0) continue;
      shown.close();
      this.#shown.delete(id);
    }
  }
}

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
