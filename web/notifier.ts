import { isClicked, type Leading } from './notice-click.js';

const workerUrl = new URL('worker.js', import.meta.url).href;

/** What TypeScript does not know of Trusted Types. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: () => string },
  ): { createScriptURL(given: string): string };
}

// Whatever it is given, it lets the worker's address pass and nothing else.
const policy = (window as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy('duet-worker', {
  createScriptURL: () => workerUrl,
});

/** Absent over plain HTTP, and in private windows of some browsers. */
const container = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker;

/** Shows notifications: by the service worker where there can be one, as phones want it, else by the page itself. */
export class Notifier {
  #registration: Promise<ServiceWorkerRegistration | undefined> | undefined;
  /** What the page itself shows, by where it leads. */
  readonly #own = new Map<string, Notification>();

  constructor() {
    container?.addEventListener('message', ({ data }) => {
      if (isClicked(data)) lead(data.place);
    });
  }

  /**
   * By its tag, it takes the place of the one before, also of another tab's. Its sound is the page's own, which can be
   * switched off here.
   * @param place where a click on it leads; undefined: to the page.
   * @returns whether the browser shows it.
   */
  async show(title: string, { body = '', place = '' } = {}): Promise<boolean> {
    const data: Leading = { place };
    const options: NotificationOptions = {
      tag: `duet.${place}`,
      body,
      data,
      icon: iconUrl(),
      dir: 'auto',
      silent: true, // the sound is the page's own
    };
    const registration = await (this.#registration ??= register());
    try {
      if (registration === undefined) this.#showHere(title, options, place);
      else await inTurn(() => registration.showNotification(title, options));
      return true;
    } catch {
      return false;
    }
  }

  /** Closes what leads to such a place, also what an earlier page or another tab has shown. */
  async close(isOver: (place: string) => boolean): Promise<void> {
    const registration = await container?.getRegistration(workerUrl);
    const byWorker = await inTurn(async () => registration?.getNotifications());
    const shown = [...(byWorker ?? []), ...this.#own.values()];
    for (const notification of shown) {
      const { place } = notification.data as Leading;
      if (!isOver(place)) continue;
      notification.close();
      this.#own.delete(place);
    }
  }

  /** @throws TypeError on phones. */
  #showHere(title: string, options: NotificationOptions, place: string): void {
    const shown = new Notification(title, options);
    this.#own.set(place, shown);
    shown.addEventListener('click', () => {
      window.focus();
      lead(place);
      shown.close();
    });
  }
}

/**
 * One after another, over all tabs. Chromium forgets a notification that it is about to show if it is asked meanwhile
 * which ones there are: that one is still shown, and nobody can close it any more.
 */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const { locks } = navigator as { locks?: LockManager };
  return locks === undefined ? work() : locks.request('duet.notifications', work);
}

function lead(place: string): void {
  if (place !== '') location.hash = place;
}

/** Installs the worker, or a newer one. It is for a folder in which there is no page, so that it comes between nothing. */
async function register(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    const registration = await container?.register(policy?.createScriptURL(workerUrl) ?? workerUrl);
    if (registration !== undefined) await activated(registration);
    return registration;
  } catch {
    return undefined;
  }
}

/** `ready` would wait for a worker of the page's own scope. */
function activated({ installing, waiting, active }: ServiceWorkerRegistration): Promise<void> {
  const worker = installing ?? waiting;
  if (active !== null || worker === null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('The service worker was not installed.'));
    });
  });
}

/** Of pixels: notifications show no SVG. */
function iconUrl(): string {
  return document.querySelector<HTMLLinkElement>('link[rel=apple-touch-icon]')?.href ?? '';
}
