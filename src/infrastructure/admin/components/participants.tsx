import { Box, FormGroup, FormMessage, Label, SelectAsync } from '@adminjs/design-system';
import { ApiClient, type EditPropertyProps } from 'adminjs';
import React, { useState } from 'react';
import { Muted } from './muted.js';

interface Option {
  value: string;
  label: string;
}

async function search(query: string): Promise<Option[]> {
  const users = await new ApiClient().searchRecords({ resourceId: 'User', query });
  return users.map(({ id, title, params }) => ({
    value: id,
    label: params['isActive'] === false ? `${title} (deactivated)` : title,
  }));
}

/** Chooses two people. The server checks the rules, and its errors are shown here. */
export default function Participants({ property, record, onChange }: EditPropertyProps): React.ReactElement {
  const [chosen, setChosen] = useState<(Option | null)[]>([null, null]);
  const error = record.errors[property.path];
  const choose = (index: number, option: Option | null) => {
    setChosen(chosen.map((one, place) => (place === index ? option : one)));
    onChange(`${property.path}.${index}`, option?.value ?? '');
  };
  return (
    <FormGroup error={error !== undefined} data-testid="participants">
      <Muted style={{ marginBottom: 16 }}>
        A thread is between two different people. If these two already have one, it is shown.
      </Muted>
      {['First participant', 'Second participant'].map((label, index) => (
        <Box key={label} mb="lg" data-testid={`participant-${index}`}>
          <Label htmlFor={`participant-input-${index}`}>{label}</Label>
          <SelectAsync
            inputId={`participant-input-${index}`}
            value={chosen[index]}
            defaultOptions
            loadOptions={search}
            placeholder="Type the beginning of a username"
            isClearable
            onChange={(option: Option | null) => choose(index, option)}
          />
        </Box>
      ))}
      <FormMessage>{error?.message}</FormMessage>
    </FormGroup>
  );
}
