import type { Clicked, Leading } from './notice-click.js';

// The service worker of the chat page. Phones show notifications through one only, and what it shows can be clicked when
// the page is closed. It has no part in what the page loads: nothing is cached, nothing fetched.

/** What it uses of its own scope. The compiler knows that of a page only. */
interface Scope {
  readonly location: Location;
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly PageWindow[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install', listener: (event: Extendable) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: Click) => void): void;
}

interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}

interface Click extends Extendable {
  readonly notification: Notification;
}

interface PageWindow {
  readonly url: string;
  readonly frameType: 'top-level' | 'nested' | 'auxiliary' | 'none';
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<unknown>;
  postMessage(message: Clicked): void;
}

const worker = self as unknown as Scope;

/** Where the page is: above this script’s folder, under whatever path a proxy serves it. */
const page = new URL('..', worker.location.href).href;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { place } = event.notification.data as Leading;
  event.waitUntil(show(place));
});

/** In the window that is there already, if there is one: the page is outside of this worker’s scope, so not its client. */
async function show(place: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = windows.filter(({ url, frameType }) => frameType !== 'nested' && isPage(url));
  const chosen = open.find(({ visibilityState }) => visibilityState === 'visible') ?? open[0];
  if (chosen === undefined) {
    await worker.clients.openWindow(page + place);
    return;
  }
  chosen.postMessage({ type: 'duet.clicked', place });
  await chosen.focus();
}

/** On the same origin, there may be pages of others. */
function isPage(url: string): boolean {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/?$/, '/') === page;
}
