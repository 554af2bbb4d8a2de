import { ApiClient, BasePropertyComponent, useNotice, useTranslation } from 'adminjs';
import type { ActionProps, BasePropertyJSON, ListActionResponse, RecordJSON } from 'adminjs';
import React, { useEffect, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router-dom';
import { number } from './format.js';
import { searchQuery } from './marked.js';
import { panelPath } from './panel-path.js';

type Answer = ListActionResponse & { meta: { totalIsMinimum?: boolean } };

/**
 * The number of records. A plus says that the server stopped counting, because it would have to look at every
 * record.
 */
function countOf({ total, totalIsMinimum = false }: Answer['meta']): string {
  return number.format(total) + (totalIsMinimum ? '+' : '');
}

/** The records of a resource: a table, or a card for each record on a phone. */
export default function List({ resource, setTag }: ActionProps): React.ReactElement {
  const { search, pathname, key } = useLocation();
  const navigate = useNavigate();
  const addNotice = useNotice();
  const { translateProperty, translateMessage, translateAction } = useTranslation();
  const [answer, setAnswer] = useState<Answer>();
  const [problem, setProblem] = useState<string>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const query = new URLSearchParams(search);

  useEffect(() => {
    let isCurrent = true;
    const asked = new URLSearchParams(search);
    asked.delete('refresh'); // AdminJS adds it to the address after a change
    new ApiClient()
      .resourceAction({ resourceId: resource.id, actionName: 'list', params: asked })
      .then(({ data }) => {
        if (!isCurrent) return;
        const list = data as Answer;
        const refused = list.notice?.type === 'error' ? list.notice.message : undefined;
        if (list.notice !== undefined && refused === undefined) addNotice(list.notice);
        setProblem(refused);
        setSelected(new Set());
        setAnswer(list);
        setTag?.(refused === undefined ? countOf(list.meta) : '');
      })
      .catch(() => isCurrent && setProblem('The list could not be loaded: reload the page.'));
    return () => {
      isCurrent = false;
    };
  }, [resource.id, search, key]);

  const to = (change: Record<string, string>): string => {
    const changed = new URLSearchParams(search);
    for (const [name, value] of Object.entries(change)) changed.set(name, value);
    return `${pathname}?${changed.toString()}`;
  };

  if (problem !== undefined) {
    return (
      <div className="duet-card" role="alert">
        {problem}
      </div>
    );
  }
  if (answer === undefined) return <p role="status">Loading…</p>;
  const { records, meta } = answer;
  if (records.length === 0) {
    const isFiltered = [...query.keys()].some((name) => name.startsWith('filters.'));
    return (
      <div className="duet-card">
        <p>{translateMessage(isFiltered ? 'noRecords' : 'noRecordsInResource', resource.id)}</p>
        {meta.page > 1 ? <Link to={to({ page: '1' })}>Go to the first page</Link> : null}
      </div>
    );
  }

  const bulk = records.flatMap((record) => record.bulkActions)[0];
  const isAll = records.every(({ id }) => selected.has(id));
  const choose = (ids: readonly string[], on: boolean) => {
    const chosen = new Set(selected);
    for (const id of ids) {
      if (on) chosen.add(id);
      else chosen.delete(id);
    }
    setSelected(chosen);
  };
  const title = resource.titleProperty.propertyPath;
  const opener =
    resource.listProperties.find((one) => one.propertyPath === title) ?? resource.listProperties[0];
  const searched = searchQuery(title, query.get(`filters.${title}`) ?? '');
  const show = (record: RecordJSON) =>
    panelPath(`/resources/${resource.id}/records/${record.id}/show`) + searched;

  return (
    <div className="duet-card duet-list">
      {bulk !== undefined && selected.size > 0 ? (
        <p className="duet-selected">
          {number.format(selected.size)} selected{' '}
          <Link
            className="duet-button duet-danger"
            to={`${panelPath(`/resources/${resource.id}/bulk/${bulk.name}`)}?recordIds=${[...selected].join(',')}`}
          >
            {translateAction(bulk.label, resource.id)}
          </Link>
        </p>
      ) : null}
      <div className="duet-scroll">
        <table className={`duet-table duet-${resource.id}`}>
          <thead>
            <tr>
              {bulk === undefined ? null : (
                <td>
                  <input
                    type="checkbox"
                    aria-label="Select all on this page"
                    checked={isAll}
                    onChange={() =>
                      choose(
                        records.map(({ id }) => id),
                        !isAll,
                      )
                    }
                  />
                </td>
              )}
              {resource.listProperties.map((property) => (
                <ColumnHead
                  key={property.propertyPath}
                  property={property}
                  label={translateProperty(property.label, resource.id)}
                  direction={meta.sortBy === property.propertyPath ? meta.direction : undefined}
                  to={(direction) => to({ sortBy: property.propertyPath, direction, page: '1' })}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr
                key={record.id}
                onClick={(event) => {
                  const target = event.target as unknown as { closest(selector: string): unknown };
                  if (target.closest('a, button, input, label') === null) navigate(show(record));
                }}
              >
                {bulk === undefined ? null : (
                  <td className="duet-pick">
                    <input
                      type="checkbox"
                      aria-label={`Select ${record.title.slice(0, 60)}`}
                      checked={selected.has(record.id)}
                      onChange={() => choose([record.id], !selected.has(record.id))}
                    />
                  </td>
                )}
                {resource.listProperties.map((property) => (
                  <td
                    key={property.propertyPath}
                    data-label={translateProperty(property.label, resource.id)}
                    data-property={property.propertyPath}
                  >
                    {property === opener ? (
                      <Link to={show(record)}>
                        <Value {...{ property, resource, record }} />
                      </Link>
                    ) : (
                      <Value {...{ property, resource, record }} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pages meta={meta} shown={records.length} to={(page) => to({ page: String(page) })} />
    </div>
  );
}

function Value(props: {
  property: BasePropertyJSON;
  resource: ActionProps['resource'];
  record: RecordJSON;
}): React.ReactElement {
  return <BasePropertyComponent where="list" {...props} />;
}

function ColumnHead(props: {
  property: BasePropertyJSON;
  label: string;
  direction: 'asc' | 'desc' | undefined;
  to: (direction: 'asc' | 'desc') => string;
}): React.ReactElement {
  const { property, label, direction, to } = props;
  if (!property.isSortable) return <th scope="col">{label}</th>;
  const arrow = direction === undefined ? '' : direction === 'asc' ? ' ↑' : ' ↓';
  return (
    <th
      scope="col"
      aria-sort={direction === undefined ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
    >
      <Link to={to(direction === 'desc' ? 'asc' : 'desc')}>
        {label}
        <span aria-hidden="true">{arrow}</span>
      </Link>
    </th>
  );
}

function Pages(props: {
  meta: Answer['meta'];
  shown: number;
  to: (page: number) => string;
}): React.ReactElement | null {
  const { meta, shown, to } = props;
  const { page, perPage } = meta;
  const last = Math.ceil(meta.total / perPage);
  const hasNext = meta.totalIsMinimum === true ? shown === perPage : page < last;
  if (page === 1 && !hasNext) return null;
  const first = (page - 1) * perPage + 1;
  return (
    <nav aria-label="Pages" className="duet-pages">
      {page > 2 ? <Link to={to(1)}>First</Link> : null}
      {page > 1 ? <Link to={to(page - 1)}>Previous</Link> : null}
      <span>
        {number.format(first)}–{number.format(first + shown - 1)} of {countOf(meta)}
      </span>
      {hasNext ? <Link to={to(page + 1)}>Next</Link> : null}
      {meta.totalIsMinimum !== true && page < last - 1 ? <Link to={to(last)}>Last</Link> : null}
    </nav>
  );
}
