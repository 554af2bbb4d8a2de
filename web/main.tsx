import { render } from 'preact';
import { Duet } from '../client/index.js';
import { BrowserKeeper } from './browser-keeper.js';
import { Chat } from './chat.js';
import { wantedLanguages } from './chosen-language.js';
import { FrameLogin } from './frame-login.js';
import { takeHandedOver } from './handed-over.js';
import { language, offerLanguages, turnTo, whenTurned } from './language.js';
import { settingsOf } from './settings.js';
import { accountPlace } from './view/account.js';
import { App } from './view/app.js';
import { ChatContext } from './use-chat.js';

// The script is in a folder next to the page, under whatever path a proxy serves the page.
const base = new URL('..', import.meta.url).href;
const root = document.getElementById('app') as HTMLElement;
const settings = settingsOf(root);
// The service lets no page frame this one but those of the host application.
const isFramed = window.parent !== window;
// Listens to that page from the beginning, whatever is loaded before anything is shown.
const login = isFramed ? new FrameLogin(settings.hostOrigins) : new BrowserKeeper();
offerLanguages(JSON.parse(root.dataset['languages'] ?? '') as Record<string, string>);
await turnTo(wantedLanguages());
const refusal = login instanceof BrowserKeeper ? takeHandedOver(login, settings.hostOrigins) : undefined;
const chat = new Chat(new Duet(base, login), login, settings, isFramed);

/**
 * `#/8` shows thread 8, and `#/8/345` message 345 in it, so that Back, reloading and links do what they always do. The
 * account comes on top of what is shown.
 */
function follow(): void {
  if (location.hash === accountPlace) return;
  const [thread, message] = (/^#\/(\d+)(?:\/(\d+))?$/.exec(location.hash) ?? []).slice(1).map(Number);
  const isThread = Number.isSafeInteger(thread);
  chat.select(isThread ? thread : undefined, isThread && Number.isSafeInteger(message) ? message : undefined);
}

let shown: number | undefined;

/** Leaves a conversation that is gone, unless the user has already gone to another one. */
function leave(): void {
  const { selected } = chat.store.state;
  const isGone =
    selected === undefined && shown !== undefined && location.hash.split('/')[1] === String(shown);
  if (isGone) history.replaceState(null, '', location.pathname + location.search);
  shown = selected;
}

addEventListener('hashchange', follow);
chat.store.subscribe(leave);
follow();
chat.start(refusal);
show();
whenTurned(show);

/** Draws everything anew after a change of the language. */
function show(): void {
  const { tag, texts } = language();
  document.documentElement.lang = tag;
  document.documentElement.dir = texts.direction;
  render(
    <ChatContext.Provider value={chat}>
      <App key={tag} />
    </ChatContext.Provider>,
    root,
  );
}
