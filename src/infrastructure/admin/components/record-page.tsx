import { ActionHeader, ApiClient, BaseActionComponent, useNotice, useResource } from 'adminjs';
import type { RecordJSON } from 'adminjs';
import React, { useEffect, useState } from 'react';
import { useParams } from 'react-router-dom';
import { NotFound } from './not-found.js';
import { Main } from './page.js';

/** The page of one record, or of one action on it. */
export default function RecordPage(): React.ReactElement {
  const { resourceId = '', recordId = '', actionName = '' } = useParams();
  const resource = useResource(resourceId);
  const addNotice = useNotice();
  const [record, setRecord] = useState<RecordJSON>();
  const [state, setState] = useState<'loading' | 'there' | 'missing' | 'failed'>('loading');
  const known = resource?.actions.some(({ name }) => name === actionName) === true;

  useEffect(() => {
    let isCurrent = true;
    setState('loading');
    setRecord(undefined);
    if (!known) return;
    new ApiClient()
      .recordAction({ resourceId, recordId, actionName })
      .then(({ data }) => {
        if (!isCurrent) return;
        const found = data.record as RecordJSON | undefined;
        const isThere = found?.id !== undefined && found.id !== '' && found.baseError?.type === undefined;
        if (isThere) setRecord(found);
        else if (data.notice !== undefined) addNotice(data.notice);
        setState(isThere ? 'there' : 'missing');
      })
      .catch(() => isCurrent && setState('failed'));
    return () => {
      isCurrent = false;
    };
  }, [resourceId, recordId, actionName, known]);

  const action = record?.recordActions.find(({ name }) => name === actionName);
  let content: React.ReactElement;
  if (resource === undefined) content = <NotFound>The panel has no list of this name.</NotFound>;
  else if (!known) content = <NotFound>This cannot be done here.</NotFound>;
  else if (state === 'loading') content = <p role="status">Loading…</p>;
  else if (state === 'failed') content = <NotFound>The server did not answer: reload the page.</NotFound>;
  else if (record === undefined) {
    content = <NotFound>There is no such record. It may have been deleted.</NotFound>;
  } else if (action === undefined) content = <NotFound>This cannot be done with this record.</NotFound>;
  else {
    content = (
      <>
        <ActionHeader resource={resource} action={action} record={record} />
        <BaseActionComponent action={action} resource={resource} record={record} />
      </>
    );
  }
  return <Main>{content}</Main>;
}
