import { Box, Button, H4 } from '@adminjs/design-system';
import type { ActionProps } from 'adminjs';
import React from 'react';
import { panelPath } from './panel-path.js';

/** Offers a file with everything that Duet stores about a user. */
export default function ExportData({ record }: ActionProps): React.ReactElement | null {
  if (record === undefined) return null;
  return (
    <Box bg="white" boxShadow="card" p="xl" style={{ borderRadius: 8, maxWidth: 640 }} data-testid="export">
      <H4 as="h2" mt="0">
        Export everything about this user?
      </H4>
      <Box mb="lg" style={{ lineHeight: 1.5 }}>
        <strong>{record.title}</strong>. One JSON file with the account, its logins and blocks, and its
        threads with the messages of both sides: it is for this user alone. The audit trail tells that you
        took it.
      </Box>
      <Button as="a" variant="contained" href={panelPath(`/api/exports/${record.id}`)}>
        Download
      </Button>
    </Box>
  );
}
