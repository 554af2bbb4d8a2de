import { Box, Button, FormGroup, H4, Label, Link, TextArea } from '@adminjs/design-system';
import { ApiClient, useNotice, type ActionProps } from 'adminjs';
import React, { useEffect, useState } from 'react';
import type { ReportCaseData } from '../report-resource.js';
import { AttachmentLink, Bubble } from './bubble.js';
import { moment } from './format.js';
import { Muted } from './muted.js';
import { panelPath } from './panel-path.js';
import { valueOf } from './value-of.js';

/** A report, with the conversation around the message as it was, and what can be done about it. */
export default function ReportCase({ record, resource }: ActionProps): React.ReactElement | null {
  const addNotice = useNotice();
  const [data, setData] = useState<ReportCaseData>();
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState<'deactivate' | 'block'>();
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready');

  const show = (told: ReportCaseData) => {
    setData(told);
    setNote(told.report.note ?? '');
    setState('ready');
  };
  const ask = async (deed?: object) => {
    if (record === undefined) return;
    setState('busy');
    try {
      const { data: told } = await new ApiClient().recordAction({
        resourceId: resource.id,
        recordId: record.id,
        actionName: 'case',
        ...(deed === undefined ? {} : { method: 'post', data: deed }),
      });
      if (told.notice !== undefined) addNotice(told.notice);
      if ('report' in told) show(told as unknown as ReportCaseData);
      else setState('ready');
      setAsked(undefined);
    } catch {
      if (deed === undefined) setState('failed');
      else {
        addNotice({ message: 'That did not work: reload the page and try again.', type: 'error' });
        setState('ready');
      }
    }
  };
  useEffect(() => void ask(), [record?.id]);

  if (record === undefined) return null;
  if (state === 'failed') return <Muted>The report could not be loaded: reload the page.</Muted>;
  if (data === undefined) return <Muted>Loading…</Muted>;
  const { report, sender, reporter, messages, isThere } = data;
  const busy = state === 'busy';
  const isOpen = report.status === 'open';
  const person = ({ id, name }: ReportCaseData['sender']) => (
    <Link
      href={panelPath(`/resources/User/records/${id}/show`)}
      style={{ display: 'inline', fontSize: 'inherit', textDecoration: 'underline' }}
    >
      {name}
    </Link>
  );
  const questions = {
    deactivate: {
      text: `Deactivate ${sender.name}? All logins end at once, and new ones are refused.`,
      button: 'Deactivate',
    },
    block: {
      text: `Block ${sender.name} for ${reporter.name}? Neither of the two can write to the other then.`,
      button: 'Block',
    },
  };
  return (
    <Box
      flex
      flexDirection="row"
      style={{ flexWrap: 'wrap', gap: 16, alignItems: 'flex-start' }}
      data-testid="report"
    >
      <Box bg="white" boxShadow="card" p="xl" style={{ borderRadius: 8, flex: '1 1 320px', minWidth: 0 }}>
        <H4 as="h2" mt="0" style={{ marginBottom: 8 }}>
          {isOpen ? 'Open' : 'Closed'}: {report.reason}
        </H4>
        <p style={{ margin: '0 0 8px', lineHeight: 1.5 }}>
          {person(reporter)} reported a message from {person(sender)} on{' '}
          {moment.format(new Date(report.created))}.
          {report.closed === null ? '' : ` Closed on ${moment.format(new Date(report.closed))}.`}
        </p>
        <Muted>What it said then, sent {moment.format(new Date(report.sent))}:</Muted>
        <blockquote
          dir="auto"
          data-testid="reported-text"
          style={{
            margin: '4px 0 12px',
            padding: '8px 12px',
            borderLeft: '4px solid #b3261e',
            background: '#f7f8fd',
            whiteSpace: 'pre-wrap',
            overflowWrap: 'anywhere',
          }}
        >
          {report.text}
          {report.attachments.map((attachment) => (
            <AttachmentLink key={attachment.id} attachment={attachment} />
          ))}
        </blockquote>
        {report.comment === null ? null : (
          <>
            <Muted>The reporter’s comment:</Muted>
            <p dir="auto" style={{ margin: '4px 0 12px', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {report.comment}
            </p>
          </>
        )}
        <FormGroup>
          <Label htmlFor="note">Note, for admins</Label>
          <TextArea
            id="note"
            rows={3}
            maxLength={1000}
            style={{ width: '100%' }}
            value={note}
            onChange={(event: React.FormEvent) => setNote(valueOf(event))}
          />
        </FormGroup>
        <Box flex flexDirection="row" style={{ flexWrap: 'wrap', gap: 8 }}>
          <Button
            variant="contained"
            disabled={busy}
            onClick={() => void ask({ status: isOpen ? 'closed' : 'open', note })}
          >
            {isOpen ? 'Close the report' : 'Open it again'}
          </Button>
          <Button
            disabled={busy || note === (report.note ?? '')}
            onClick={() => void ask({ status: report.status, note })}
          >
            Save the note
          </Button>
        </Box>
        <Box mt="lg" style={{ borderTop: '1px solid #eceef6', paddingTop: 16 }}>
          {asked === undefined ? (
            <Box flex flexDirection="row" style={{ flexWrap: 'wrap', gap: 8 }}>
              {sender.isActive ? (
                <button
                  type="button"
                  className="duet-button duet-danger"
                  disabled={busy}
                  onClick={() => setAsked('deactivate')}
                >
                  Deactivate the sender
                </button>
              ) : (
                <Muted>The sender is deactivated.</Muted>
              )}
              {data.isBlocked ? (
                <Muted>The sender is blocked for the reporter.</Muted>
              ) : (
                <button
                  type="button"
                  className="duet-button duet-danger"
                  disabled={busy}
                  onClick={() => setAsked('block')}
                >
                  Block for the reporter
                </button>
              )}
            </Box>
          ) : (
            <Box role="group" aria-label={questions[asked].text}>
              <p style={{ margin: '0 0 8px' }}>{questions[asked].text}</p>
              <Box flex flexDirection="row" style={{ gap: 8 }}>
                <Button
                  variant="contained"
                  color="danger"
                  disabled={busy}
                  onClick={() => void ask({ deed: asked })}
                >
                  {questions[asked].button}
                </Button>
                <Button variant="text" onClick={() => setAsked(undefined)}>
                  Cancel
                </Button>
              </Box>
            </Box>
          )}
        </Box>
      </Box>
      <Box bg="#f7f8fd" boxShadow="card" p="xl" style={{ borderRadius: 8, flex: '2 1 420px', minWidth: 0 }}>
        <H4 as="h2" mt="0" style={{ marginBottom: 8 }}>
          Around it
        </H4>
        {isThere ? (
          <p style={{ margin: '0 0 16px' }}>
            <Link
              href={panelPath(`/resources/Thread/records/${report.thread}/show`)}
              style={{ display: 'inline', fontSize: 'inherit', textDecoration: 'underline' }}
            >
              The whole conversation
            </Link>
          </p>
        ) : (
          <Muted style={{ marginBottom: 16 }}>
            The thread was deleted. What the report holds is still here.
          </Muted>
        )}
        {messages.map((message) => (
          <Bubble
            key={message.id}
            message={message}
            isMeant={message.id === report.message}
            name={
              message.senderId === null
                ? 'Notice'
                : message.senderId === sender.id
                  ? sender.name
                  : reporter.name
            }
            side={message.senderId === null ? 'center' : message.senderId === sender.id ? 'left' : 'right'}
          />
        ))}
        {messages.length === 0 ? <Muted>Nothing is left of it.</Muted> : null}
      </Box>
    </Box>
  );
}
