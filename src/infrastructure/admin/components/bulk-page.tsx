import { ActionHeader, ApiClient, BaseActionComponent, useResource } from 'adminjs';
import type { RecordJSON } from 'adminjs';
import React, { useEffect, useState } from 'react';
import { useLocation, useParams } from 'react-router-dom';
import { NotFound } from './not-found.js';
import { Main } from './page.js';

/** The page of an action on many records at once. */
export default function BulkPage(): React.ReactElement {
  const { resourceId = '', actionName = '' } = useParams();
  const { search } = useLocation();
  const resource = useResource(resourceId);
  const [records, setRecords] = useState<readonly RecordJSON[]>();
  const recordIds = new URLSearchParams(search).get('recordIds') ?? '';

  useEffect(() => {
    setRecords(undefined);
    new ApiClient()
      .bulkAction({ resourceId, actionName, recordIds: recordIds.split(',') })
      .then(({ data }) => setRecords((data.records as RecordJSON[] | undefined) ?? []))
      .catch(() => setRecords([]));
  }, [resourceId, actionName, recordIds]);

  const action = records?.flatMap((record) => record.bulkActions).find(({ name }) => name === actionName);
  if (records === undefined) {
    return (
      <Main>
        <p role="status">Loading…</p>
      </Main>
    );
  }
  return (
    <Main>
      {resource === undefined || action === undefined ? (
        <NotFound>There are no such records. They may have been deleted.</NotFound>
      ) : (
        <>
          <ActionHeader resource={resource} action={action} omitActions />
          <BaseActionComponent action={action} resource={resource} records={[...records]} />
        </>
      )}
    </Main>
  );
}
