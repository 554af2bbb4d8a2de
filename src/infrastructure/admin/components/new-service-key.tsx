import { Box, Button, FormGroup, FormMessage, Input, Label } from '@adminjs/design-system';
import { ApiClient, type ActionProps } from 'adminjs';
import React, { useState } from 'react';
import { Link } from 'react-router-dom';
import { Muted } from './muted.js';
import { panelPath } from './panel-path.js';
import { valueOf } from './value-of.js';

interface Made {
  key?: string;
  notice?: { message: string; type: string };
}

/** Makes a service key, and shows it. It is in this answer alone: the page cannot be read again. */
export default function NewServiceKey({ resource }: ActionProps): React.ReactElement {
  const [name, setName] = useState('');
  const [key, setKey] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const make = async () => {
    setBusy(true);
    try {
      const { data } = await new ApiClient().resourceAction({
        resourceId: resource.id,
        actionName: 'new',
        method: 'post',
        data: { name },
      });
      const made = data as Made;
      setKey(made.key);
      setProblem(made.notice?.type === 'error' ? made.notice.message : undefined);
    } catch {
      setProblem('That did not work: look in the list whether there is a key of this name, and try again.');
    }
    setBusy(false);
  };

  if (key !== undefined) {
    return (
      <Box
        bg="white"
        boxShadow="card"
        p="xl"
        style={{ borderRadius: 8, maxWidth: 640 }}
        data-testid="new-key"
      >
        <Label htmlFor="key">The key of {name}</Label>
        <Input id="key" readOnly value={key} style={{ width: '100%', fontFamily: 'monospace' }} />
        <Muted style={{ margin: '8px 0 16px' }}>
          Copy it now, and keep it where secrets are kept: it is shown this once. Duet keeps a hash of it
          alone.
        </Muted>
        <Link className="duet-button" to={panelPath(`/resources/${resource.id}`)}>
          I have copied it
        </Link>
      </Box>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Box
        bg="white"
        boxShadow="card"
        p="xl"
        style={{ borderRadius: 8, maxWidth: 640 }}
        data-testid="new-key"
      >
        <FormGroup error={problem !== undefined}>
          <Label htmlFor="name">Name of the service</Label>
          <Input
            id="name"
            autoComplete="off"
            value={name}
            onChange={(event: React.FormEvent) => setName(valueOf(event))}
          />
          <Muted style={{ marginTop: 4 }}>
            The program that will have the key. The log, the metrics and the audit trail call it so.
          </Muted>
          <FormMessage>{problem}</FormMessage>
        </FormGroup>
        <Button variant="contained" type="submit" disabled={busy}>
          Make the key
        </Button>
      </Box>
    </form>
  );
}
