import { render } from 'preact';
import { Duet } from '../client/index.js';
import { BrowserKeeper } from './browser-keeper.js';
import { Chat } from './chat.js';
import { App } from './view/app.js';
import { ChatContext } from './use-chat.js';

// The script is in a folder next to the page, under whatever path a proxy serves the page.
const base = new URL('..', import.meta.url).href;
const keeper = new BrowserKeeper();
const chat = new Chat(new Duet(base, keeper), keeper);

/** `#/8` shows thread 8, so that Back, reloading and links do what they always do. */
function follow(): void {
  const id = Number(/^#\/(\d+)$/.exec(location.hash)?.[1] ?? NaN);
  chat.select(Number.isSafeInteger(id) ? id : undefined);
}

let shown: number | undefined;

/** Leaves a conversation that is gone, unless the user has already gone to another one. */
function leave(): void {
  const { selected } = chat.store.state;
  const isGone = selected === undefined && shown !== undefined && location.hash === `#/${shown}`;
  if (isGone) history.replaceState(null, '', location.pathname);
  shown = selected;
}

addEventListener('hashchange', follow);
chat.store.subscribe(leave);
follow();
chat.start();

const root = document.getElementById('app');
if (root !== null) {
  render(
    <ChatContext.Provider value={chat}>
      <App />
    </ChatContext.Provider>,
    root,
  );
}
