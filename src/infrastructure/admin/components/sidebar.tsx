import { useTranslation } from 'adminjs';
import React from 'react';
import { NavLink } from 'react-router-dom';
import { browser } from './browser.js';
import { panelPath } from './panel-path.js';

/** The navigation: a link to each list. */
export default function Sidebar({ isVisible }: { isVisible: boolean }): React.ReactElement {
  const { translateLabel } = useTranslation();
  return (
    <nav
      aria-label="Panel"
      className={isVisible ? 'duet-sidebar duet-open' : 'duet-sidebar'}
      id="duet-sidebar"
    >
      <NavLink to={panelPath('')} end className="duet-logo">
        <img src={panelPath('/assets/logo.svg')} alt="Duet admin: dashboard" />
      </NavLink>
      {browser.REDUX_STATE.resources.map(({ id, name }) => (
        <NavLink key={id} to={panelPath(`/resources/${id}`)}>
          {translateLabel(name, id)}
        </NavLink>
      ))}
    </nav>
  );
}
