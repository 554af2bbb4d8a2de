import { Box, Button, H4, Link } from '@adminjs/design-system';
import { ApiClient, useNotice, type ActionProps } from 'adminjs';
import React, { useEffect, useState } from 'react';
import { clockTime as time, longDay as date, messagesOf, moment, number } from './format.js';
import { Marked, searchQuery, useSearch } from './marked.js';
import { Muted } from './muted.js';
import { panelPath } from './panel-path.js';

interface Message {
  id: number;
  senderId: number;
  text: string;
  created: string;
  isRead: boolean;
}

interface Page {
  messages: Message[];
  more: boolean;
}

/**
 * A thread as a conversation: one participant on the left, the other on the right, the newest message at the
 * bottom.
 */
export default function Conversation({ record, resource }: ActionProps): React.ReactElement | null {
  const [messages, setMessages] = useState<Message[]>([]);
  const [more, setMore] = useState(false);
  const [state, setState] = useState<'loading' | 'failed' | 'there'>('loading');
  const [removed, setRemoved] = useState<readonly Message[]>([]);
  const search = useSearch('text');

  const load = (before?: number) => {
    if (record === undefined) return;
    setState('loading');
    new ApiClient()
      .recordAction({
        resourceId: resource.id,
        recordId: record.id,
        actionName: 'messages',
        params: before === undefined ? {} : { before },
      })
      .then((response) => {
        const page = response.data as unknown as Page;
        const older = [...page.messages].reverse();
        setMessages((shown) => (before === undefined ? older : [...older, ...shown]));
        setMore(page.more);
        setState('there');
      })
      .catch(() => setState('failed'));
  };
  useEffect(() => load(), [record?.id]);

  if (record === undefined) return null;
  const params = record.params as Record<string, string | number>;
  const unreadOf = (id: number) =>
    removed.filter((message) => !message.isRead && message.senderId !== id).length;
  const sides = [
    {
      id: Number(params['lowId']),
      unread: Number(params['lowUnread']) - unreadOf(Number(params['lowId'])),
      person: record.populated['lowId'],
    },
    {
      id: Number(params['highId']),
      unread: Number(params['highUnread']) - unreadOf(Number(params['highId'])),
      person: record.populated['highId'],
    },
  ] as const;
  const nameOf = (id: number) => (sides[0].id === id ? sides[0] : sides[1]).person?.title ?? `user ${id}`;

  return (
    <Box bg="white" boxShadow="card" style={{ borderRadius: 8, maxWidth: 900 }} data-testid="conversation">
      <Box p="xl" style={{ borderBottom: '1px solid #eceef6' }}>
        <Box flex flexDirection="row" justifyContent="space-between" style={{ gap: 16 }}>
          {sides.map(({ id, unread, person }, index) => (
            <Box key={id} style={{ textAlign: index === 0 ? 'left' : 'right' }}>
              <H4 as="h2" style={{ margin: 0, lineHeight: 1.4 }}>
                <Link href={panelPath(`/resources/User/records/${id}/show`)} style={{ fontSize: 'inherit' }}>
                  {nameOf(id)}
                </Link>
              </H4>
              <Muted>
                {unread === 0 ? 'has read everything' : `has ${number.format(unread)} unread`}
                {person?.params['isActive'] === false ? ' · deactivated' : ''}
              </Muted>
            </Box>
          ))}
        </Box>
        <Muted style={{ textAlign: 'center', marginTop: 8 }}>
          {messagesOf(Number(params['messageCount']) - removed.length)} · last activity{' '}
          {moment.format(new Date(params['updated'] ?? 0))} · opened{' '}
          {moment.format(new Date(params['created'] ?? 0))} ·{' '}
          <Link
            href={panelPath(`/resources/Message?filters.threadId=${record.id}`)}
            style={{ display: 'inline', fontSize: 'inherit', textDecoration: 'underline' }}
          >
            as a list
          </Link>
        </Muted>
      </Box>
      <Box p="xl" bg="#f7f8fd" style={{ borderRadius: '0 0 8px 8px' }}>
        {more ? (
          <Box style={{ textAlign: 'center' }} mb="lg">
            <Button size="sm" disabled={state === 'loading'} onClick={() => load(messages[0]?.id)}>
              Show older messages
            </Button>
          </Box>
        ) : null}
        {messages.map((message, index) => (
          <React.Fragment key={message.id}>
            <Day of={message} after={messages[index - 1]} />
            <Bubble
              message={message}
              search={search}
              name={nameOf(message.senderId)}
              left={message.senderId === sides[0].id}
              onRemoved={() => {
                setMessages((shown) => shown.filter(({ id }) => id !== message.id));
                setRemoved((gone) => [...gone, message]);
              }}
            />
          </React.Fragment>
        ))}
        {state === 'loading' && messages.length === 0 ? <Muted>Loading…</Muted> : null}
        {state === 'failed' ? <Muted>The messages could not be loaded: reload the page.</Muted> : null}
        {state === 'there' && messages.length === 0 ? <Muted>Nobody has written yet.</Muted> : null}
      </Box>
    </Box>
  );
}

function Day(props: { of: Message; after: Message | undefined }): React.ReactElement | null {
  const label = date.format(new Date(props.of.created));
  if (props.after !== undefined && date.format(new Date(props.after.created)) === label) return null;
  return <Muted style={{ textAlign: 'center', margin: '8px 0 16px' }}>{label}</Muted>;
}

/** Deletes a message within the conversation, which keeps its scroll position. */
function Remove({ message, onRemoved }: { message: Message; onRemoved: () => void }): React.ReactElement {
  const [state, setState] = useState<'offered' | 'asked' | 'busy'>('offered');
  const addNotice = useNotice();
  const remove = () => {
    setState('busy');
    new ApiClient()
      .recordAction({ resourceId: 'Message', recordId: String(message.id), actionName: 'delete', data: {} })
      .then(({ data }) => {
        if (data.notice !== undefined) addNotice(data.notice);
        if (data.notice?.type === 'success') onRemoved();
        else setState('offered');
      })
      .catch(() => {
        addNotice({ message: 'The message could not be deleted: try again.', type: 'error' });
        setState('offered');
      });
  };
  if (state === 'offered') {
    return (
      <button
        type="button"
        className="duet-button duet-danger duet-small"
        style={{ marginLeft: 8 }}
        aria-label={`Delete the message from ${time.format(new Date(message.created))}`}
        onClick={() => setState('asked')}
      >
        Delete
      </button>
    );
  }
  return (
    <span className="duet-confirm" role="group" aria-label="Delete this message?">
      For both, for good?
      <button
        type="button"
        className="duet-button duet-primary duet-danger duet-small"
        autoFocus
        disabled={state === 'busy'}
        onClick={remove}
      >
        Delete
      </button>
      <button type="button" className="duet-button duet-small" onClick={() => setState('offered')}>
        Keep
      </button>
    </span>
  );
}

function Bubble(props: {
  message: Message;
  search: string;
  name: string;
  left: boolean;
  onRemoved: () => void;
}): React.ReactElement {
  const { message, search, name, left } = props;
  return (
    <Box
      flex
      flexDirection="column"
      style={{ alignItems: left ? 'flex-start' : 'flex-end', marginBottom: 14 }}
      data-testid="message"
    >
      <Box
        style={{
          maxWidth: '72%',
          padding: '10px 14px',
          borderRadius: left ? '14px 14px 14px 4px' : '14px 14px 4px 14px',
          background: left ? '#ffffff' : '#3040d6',
          color: left ? '#1c1b3a' : '#ffffff',
          border: left ? '1px solid #e2e5f3' : '1px solid #3040d6',
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
          lineHeight: 1.45,
        }}
        dir="auto"
      >
        <Marked text={message.text} search={search} />
      </Box>
      <Muted style={{ marginTop: 4, fontSize: 12 }}>
        <Link
          href={panelPath(`/resources/Message/records/${message.id}/show`) + searchQuery('text', search)}
          title="Open this message, to mark it as read"
          style={{ display: 'inline', color: 'inherit', fontSize: 'inherit' }}
        >
          {name}, {time.format(new Date(message.created))}
        </Link>
        {message.isRead ? ' · read' : ' · unread'}
        <Remove message={message} onRemoved={props.onRemoved} />
      </Muted>
    </Box>
  );
}
