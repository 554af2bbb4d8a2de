import { useResource } from 'adminjs';
import React from 'react';
import { useLocation, useParams } from 'react-router-dom';
import { timeZone } from './format.js';
import { NotFound } from './not-found.js';
import { panelPath } from './panel-path.js';

/** Wraps every page that is not about one record, because AdminJS leaves out the `main` landmark. */
export default function Page({
  OriginalComponent,
  ...props
}: {
  OriginalComponent: React.ComponentType;
}): React.ReactElement {
  const { resourceId, actionName } = useParams();
  const { pathname } = useLocation();
  return (
    <Main>
      {resourceId === undefined ? (
        pathname.replace(/\/$/, '') === panelPath('') ? (
          <OriginalComponent {...props} />
        ) : (
          <NotFound>There is nothing at this address.</NotFound>
        )
      ) : (
        <OfResource id={resourceId} action={actionName}>
          <OriginalComponent {...props} />
        </OfResource>
      )}
    </Main>
  );
}

function OfResource(props: {
  id: string;
  action: string | undefined;
  children: React.ReactElement;
}): React.ReactElement {
  const resource = useResource(props.id);
  if (resource === undefined) return <NotFound>The panel has no list of this name.</NotFound>;
  const known = resource.actions.some(({ name }) => name === (props.action ?? 'list'));
  if (!known) return <NotFound>This cannot be done here.</NotFound>;
  return props.children;
}

export function Main({ children }: { children: React.ReactNode }): React.ReactElement {
  return (
    <main className="duet-main">
      {children}
      <p className="duet-zone">All days and times are in your own time zone, {timeZone}.</p>
    </main>
  );
}
