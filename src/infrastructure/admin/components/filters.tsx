import { SelectAsync } from '@adminjs/design-system';
import { ApiClient, useFilterDrawer, useQueryParams, useTranslation } from 'adminjs';
import type { BasePropertyJSON, ResourceJSON } from 'adminjs';
import React, { useEffect, useState } from 'react';
import { dayOf, edgeOfDay } from './format.js';
import { valueOf } from './value-of.js';

type Values = Record<string, string>;

/**
 * The filters of a list. The admin chooses days in their own time zone; the address holds the moments at which
 * these begin and end.
 */
export default function Filters({ resource }: { resource: ResourceJSON }): React.ReactElement | null {
  const { isVisible, close } = useFilterDrawer();
  const { filters, storeParams, clearParams } = useQueryParams<Record<string, unknown>, Values>();
  const { translateProperty } = useTranslation();
  const [values, setValues] = useState<Values>({});
  useEffect(() => setValues(mapValues(filters, (value) => dayOf(value))), [filters, resource.id]);
  if (!isVisible) return null;

  const set = (name: string, value: string) => {
    setValues((now) => ({ ...now, [name]: value }));
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const moments = mapValues(values, (day, end) => (day === '' ? '' : edgeOfDay(day, end)));
    const given = Object.entries(moments).filter(([, value]) => value !== '');
    storeParams({ filters: Object.fromEntries(given), page: '1' });
  };
  const reset = () => {
    setValues({});
    clearParams('filters', 'page');
  };
  return (
    <aside className="duet-filters" aria-label="Filter">
      <form onSubmit={submit}>
        <h2>Filter</h2>
        {resource.filterProperties.map((property) => (
          <Field
            key={property.propertyPath}
            property={property}
            label={translateProperty(property.label, resource.id)}
            values={values}
            set={set}
          />
        ))}
        <div className="duet-actions">
          <button type="submit" className="duet-button duet-primary">
            Apply
          </button>
          <button type="button" className="duet-button" onClick={reset}>
            Reset
          </button>
          <button type="button" className="duet-button" onClick={close}>
            Close
          </button>
        </div>
      </form>
    </aside>
  );
}

/** Changes the values that are the first or last day of a range, and keeps the others. */
function mapValues(values: Values = {}, change: (value: string, end: 'from' | 'to') => string): Values {
  const changed = Object.entries(values).map(([name, value]) => {
    const end = /~~(from|to)$/.exec(name)?.[1] as 'from' | 'to' | undefined;
    return [name, end === undefined ? value : change(value, end)] as const;
  });
  return Object.fromEntries(changed);
}

interface FieldProps {
  property: BasePropertyJSON;
  label: string;
  values: Values;
  set: (name: string, value: string) => void;
}

function Field({ property, label, values, set }: FieldProps): React.ReactElement {
  const name = property.propertyPath;
  const id = `filter-${name}`;
  const value = values[name] ?? '';
  if (property.type === 'datetime') return <Days {...{ name, label, values, set }} />;
  const choices =
    property.type === 'boolean'
      ? [
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ]
      : property.availableValues;
  return (
    <p>
      <label htmlFor={id}>{label}</label>
      {property.reference !== null && property.reference !== '' ? (
        <Reference id={id} resourceId={property.reference} value={value} set={(one) => set(name, one)} />
      ) : choices !== null ? (
        <select id={id} value={value} onChange={(event) => set(name, valueOf(event))}>
          <option value="">Any</option>
          {choices.map((one) => (
            <option key={String(one.value)} value={String(one.value)}>
              {one.label}
            </option>
          ))}
        </select>
      ) : (
        <input id={id} value={value} autoComplete="off" onChange={(event) => set(name, valueOf(event))} />
      )}
    </p>
  );
}

/** A range of days, with both of them included. The browser refuses an incomplete date. */
function Days({
  name,
  label,
  values,
  set,
}: Omit<FieldProps, 'property'> & { name: string }): React.ReactElement {
  return (
    <fieldset>
      <legend>{label}</legend>
      {(['from', 'to'] as const).map((end) => {
        const key = `${name}~~${end}`;
        const id = `filter-${name}-${end}`;
        return (
          <p key={key}>
            <label htmlFor={id}>{end === 'from' ? 'First day' : 'Last day'}</label>
            <input
              id={id}
              type="date"
              max="9999-12-31"
              value={values[key] ?? ''}
              onChange={(event) => set(key, valueOf(event))}
            />
          </p>
        );
      })}
    </fieldset>
  );
}

interface Option {
  value: string;
  label: string;
}

/** Chooses a record of another resource by its name. */
function Reference(props: {
  id: string;
  resourceId: string;
  value: string;
  set: (id: string) => void;
}): React.ReactElement {
  const { id, resourceId, value, set } = props;
  const [chosen, setChosen] = useState<Option | null>(null);
  useEffect(() => {
    if (value === '') setChosen(null);
    if (value === '' || value === chosen?.value) return;
    new ApiClient()
      .recordAction({ resourceId, recordId: value, actionName: 'show' })
      .then(({ data: { record } }) => setChosen({ value, label: record.title || value }))
      .catch(() => setChosen({ value, label: value }));
  }, [resourceId, value]);
  const search = async (query: string): Promise<Option[]> => {
    const records = await new ApiClient().searchRecords({ resourceId, query });
    return records.map((record) => ({ value: record.id, label: record.title }));
  };
  return (
    <SelectAsync
      inputId={id}
      value={chosen}
      defaultOptions
      loadOptions={search}
      placeholder="Type a name"
      isClearable
      onChange={(option: Option | null) => {
        setChosen(option);
        set(option?.value ?? '');
      }}
    />
  );
}
