import { Box, Button, H4, Link } from '@adminjs/design-system';
import { ApiClient, useNotice, type ActionProps } from 'adminjs';
import React, { useEffect, useState } from 'react';
import { clockTime as time, longDay as date, countOf, moment, number } from './format.js';
import type { ShownMessage } from '../shown-conversation.js';
import { Bubble } from './bubble.js';
import { useSearch } from './marked.js';
import { Muted } from './muted.js';
import { panelPath } from './panel-path.js';
import { Picture } from './picture.js';

type Message = ShownMessage;

interface Page {
  /** By rising id. */
  messages: Message[];
  /** The oldest message that is there, from which on it goes on; null if there is no more. */
  before: number | null;
  /** Where pictures of users may be. */
  pictureOrigins: readonly string[];
}

/**
 * A thread as a conversation: one participant on the left, the other on the right, the newest message at the
 * bottom.
 */
export default function Conversation({ record, resource }: ActionProps): React.ReactElement | null {
  const [messages, setMessages] = useState<Message[]>([]);
  const [older, setOlder] = useState<number | null>(null);
  const [origins, setOrigins] = useState<readonly string[]>([]);
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
        setMessages((shown) => (before === undefined ? page.messages : [...page.messages, ...shown]));
        setOlder(page.before);
        setOrigins(page.pictureOrigins);
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
  const nameOf = (id: number | null) => {
    if (id === null) return 'Notice';
    const { person } = sides[0].id === id ? sides[0] : sides[1];
    if (person === undefined || person === null) return `user ${id}`;
    const name = (person.params as Record<string, string | null>)['name'];
    return name ? `${name} (${person.title})` : person.title;
  };

  return (
    <Box bg="white" boxShadow="card" style={{ borderRadius: 8, maxWidth: 900 }} data-testid="conversation">
      <Box p="xl" style={{ borderBottom: '1px solid #eceef6' }}>
        <Box flex flexDirection="row" justifyContent="space-between" style={{ gap: 16 }}>
          {sides.map(({ id, unread, person }, index) => (
            <Box key={id} style={{ textAlign: index === 0 ? 'left' : 'right' }}>
              <H4 as="h2" style={{ margin: 0, lineHeight: 1.4 }}>
                <Picture url={String(person?.params['avatarUrl'] ?? '')} origins={origins} size={32} />
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
          {countOf(Number(params['messageCount']) - removed.length, 'message')} · last activity{' '}
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
        {older !== null ? (
          <Box style={{ textAlign: 'center' }} mb="lg">
            <Button size="sm" disabled={state === 'loading'} onClick={() => load(older)}>
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
              side={
                message.senderId === null ? 'center' : message.senderId === sides[0].id ? 'left' : 'right'
              }
            >
              {message.deleted === null ? (
                <Remove
                  message={message}
                  onRemoved={() => {
                    const deleted = new Date().toISOString();
                    setMessages((shown) =>
                      shown.map((one) => (one.id === message.id ? { ...one, deleted } : one)),
                    );
                    setRemoved((gone) => [...gone, message]);
                  }}
                />
              ) : null}
            </Bubble>
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
      For both?
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
