import { actionHref, useFilterDrawer, useTranslation } from 'adminjs';
import type { ActionHeaderProps, RecordJSON } from 'adminjs';
import React from 'react';
import { Link } from 'react-router-dom';
import { PageTitle } from './page-title.js';
import { panelPath } from './panel-path.js';

/** The title of a record's page. It names the record in words, because its number alone tells people nothing. */
function titleOf(resourceId: string, record: RecordJSON): string {
  const { params } = record;
  if (resourceId === 'Message') {
    if (params['senderId'] === null || params['senderId'] === undefined) return 'Notice';
    return `Message from ${record.populated['senderId']?.title ?? `user ${String(params['senderId'])}`}`;
  }
  if (resourceId === 'AuditEntry') return `${String(params['adminName'])}: ${String(params['action'])}`;
  return record.title;
}

/** The head of a page: the path to it, its title and its actions. */
export default function Header(props: ActionHeaderProps): React.ReactElement {
  const { resource, record, action, tag, omitActions = false, toggleFilter: hasFilter } = props;
  const { translateAction, translateLabel } = useTranslation();
  const { toggleFilter, filtersCount, isVisible } = useFilterDrawer();
  const list = translateLabel(resource.name, resource.id);
  const name = translateAction(action.label, resource.id);
  const isList = action.name === 'list';
  const title = record === undefined ? (isList ? list : name) : titleOf(resource.id, record);
  const offered = omitActions
    ? []
    : record === undefined
      ? resource.resourceActions.filter((one) => one.name === 'new')
      : record.recordActions;
  return (
    <header className="duet-header">
      <nav aria-label="Where you are" className="duet-crumbs">
        <Link to={panelPath('')}>Dashboard</Link>
        {isList ? null : (
          <>
            {' / '}
            <Link to={panelPath(`/resources/${resource.id}`)}>{list}</Link>
          </>
        )}
        {record === undefined || action.name === 'show' ? null : (
          <>
            {' / '}
            <Link to={panelPath(`/resources/${resource.id}/records/${record.id}/show`)}>
              <bdi>{title}</bdi>
            </Link>
          </>
        )}
      </nav>
      <div className="duet-headline">
        <PageTitle
          text={record === undefined || action.name === 'show' ? title : `${name}: ${title}`}
          note={tag === undefined || tag === '' ? undefined : tag}
        />
        <div className="duet-actions">
          {offered
            .filter((one) => one.name !== action.name)
            .map((one) => (
              <Link
                key={one.name}
                className={one.variant === 'danger' ? 'duet-button duet-danger' : 'duet-button'}
                to={
                  actionHref(one, { resourceId: resource.id, ...(record && { recordId: record.id }) }) ?? ''
                }
              >
                {translateAction(one.label, resource.id)}
              </Link>
            ))}
          {isList && hasFilter !== undefined && hasFilter !== false ? (
            <button type="button" className="duet-button" aria-expanded={isVisible} onClick={toggleFilter}>
              {filtersCount > 0 ? `Filter (${filtersCount})` : 'Filter'}
            </button>
          ) : null}
        </div>
      </div>
    </header>
  );
}
