import { Box, Button, Table, TableBody, TableCell, TableHead, TableRow } from '@adminjs/design-system';
import { ApiClient, useNotice, type ActionProps } from 'adminjs';
import React, { useEffect, useState } from 'react';
import { moment } from './format.js';
import { Muted } from './muted.js';

interface Delivery {
  id: number;
  type: string;
  attempts: number;
  attempted: string;
  delivered: boolean;
  status: number | null;
  duration: number;
  error: string | null;
  response: string | null;
  isTest: boolean;
}

/** What a webhook was sent, the latest first, and what came of it. */
export default function WebhookDeliveries({
  record,
  resource,
  action,
}: ActionProps): React.ReactElement | null {
  const addNotice = useNotice();
  const [deliveries, setDeliveries] = useState<Delivery[]>();
  const [busy, setBusy] = useState(false);

  const ask = async (data?: object) => {
    if (record === undefined) return;
    setBusy(true);
    try {
      const response = await new ApiClient().recordAction({
        resourceId: resource.id,
        recordId: record.id,
        actionName: action.name,
        ...(data === undefined ? {} : { method: 'post', data }),
      });
      const told = response.data as unknown as { deliveries?: Delivery[]; notice?: { message: string } };
      if (told.deliveries === undefined) addNotice({ message: told.notice?.message ?? '', type: 'error' });
      else setDeliveries(told.deliveries);
    } catch {
      addNotice({ message: 'That did not work: reload the page and try again.', type: 'error' });
    }
    setBusy(false);
  };

  useEffect(() => void ask(), [record?.id]);

  if (record === undefined) return null;
  return (
    <Box bg="white" boxShadow="card" p="xl" style={{ borderRadius: 8 }} data-testid="deliveries">
      <Button variant="contained" disabled={busy} onClick={() => void ask({})}>
        Send a test
      </Button>
      {deliveries?.length === 0 ? (
        <Muted style={{ marginTop: 16 }}>Nothing was sent in the last three days.</Muted>
      ) : null}
      {deliveries !== undefined && deliveries.length > 0 ? (
        <div style={{ overflowX: 'auto', marginTop: 16 }} tabIndex={0} role="region" aria-label="Deliveries">
          <Table>
            <TableHead>
              <TableRow>
                {['Last attempt', 'Event', 'Attempts', 'Result', 'Took', 'Action'].map((head) => (
                  <TableCell key={head}>{head}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {deliveries.map((delivery) => (
                <TableRow key={delivery.id}>
                  <TableCell>
                    <time dateTime={delivery.attempted}>{moment.format(new Date(delivery.attempted))}</time>
                  </TableCell>
                  <TableCell>{delivery.type}</TableCell>
                  <TableCell>{delivery.attempts}</TableCell>
                  <TableCell>
                    {delivery.delivered ? 'Taken' : 'Not taken'}
                    {delivery.status === null ? '' : ` (${delivery.status})`}
                    {delivery.error === null ? null : <Muted>{delivery.error}</Muted>}
                    {delivery.delivered || !delivery.response ? null : (
                      <Muted>
                        <bdi>{delivery.response}</bdi>
                      </Muted>
                    )}
                  </TableCell>
                  <TableCell>{delivery.duration} ms</TableCell>
                  <TableCell>
                    {delivery.isTest ? null : (
                      <Button
                        size="sm"
                        disabled={busy}
                        aria-label={`Send again: delivery ${delivery.id}`}
                        onClick={() => void ask({ delivery: delivery.id })}
                      >
                        Send again
                      </Button>
                    )}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      ) : null}
    </Box>
  );
}
