import React from 'react';
import { Link } from 'react-router-dom';
import { PageTitle } from './page-title.js';
import { panelPath } from './panel-path.js';

export function NotFound({ children }: { children: React.ReactNode }): React.ReactElement {
  return (
    <div className="duet-card" data-testid="not-found">
      <PageTitle text="Page not found" />
      <p>{children}</p>
      <p>
        <Link to={panelPath('')}>Go to the dashboard</Link>
      </p>
    </div>
  );
}
