import type { BasePropertyProps } from 'adminjs';
import React from 'react';
import { Marked, useSearch } from './marked.js';
import { originsOf, Picture } from './picture.js';

/** How somebody is shown to others. The filter by username finds names, too. */
export default function Name(props: BasePropertyProps): React.ReactElement {
  const { record, property } = props;
  const search = useSearch('username');
  return (
    <span dir="auto">
      <Picture url={String(record?.params['avatarUrl'] ?? '')} origins={originsOf(property)} size={24} />
      <Marked text={String(record?.params[property.path] ?? '')} search={search} />
    </span>
  );
}
