import React from 'react';
import { browser } from './browser.js';

/** Shows who is logged in. On a narrow screen it has the button that opens the navigation. */
export default function TopBar({ toggleSidebar }: { toggleSidebar: () => void }): React.ReactElement {
  const { session, paths } = browser.REDUX_STATE;
  return (
    <header className="duet-top" role="banner">
      <button
        type="button"
        className="duet-button duet-menu"
        aria-controls="duet-sidebar"
        onClick={toggleSidebar}
      >
        Menu
      </button>
      <span>
        Logged in as <bdi>{session?.username}</bdi>
      </span>
      <a className="duet-button" href={paths.logoutPath}>
        Log out
      </a>
    </header>
  );
}
