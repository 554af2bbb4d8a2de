import { Box, Link } from '@adminjs/design-system';
import React, { useState } from 'react';
import type { ShownAttachment, ShownMessage } from '../shown-conversation.js';
import { clockTime as time, moment } from './format.js';
import { Marked, searchQuery } from './marked.js';
import { Muted } from './muted.js';
import { panelPath } from './panel-path.js';

/** A message in a conversation, also one that was deleted, with what it said before. */
export function Bubble(props: {
  message: ShownMessage;
  search?: string;
  name: string;
  side: 'left' | 'center' | 'right';
  /** Whether it is the one that the page is about. */
  isMeant?: boolean;
  /** What can be done with it. */
  children?: React.ReactNode;
}): React.ReactElement {
  const { message, search = '', name, side, isMeant = false } = props;
  const { deleted, earlier } = message;
  const left = side !== 'right';
  const place = { left: 'flex-start', center: 'center', right: 'flex-end' }[side];
  const isGone = deleted !== null;
  const when = `${name}, ${time.format(new Date(message.created))}`;
  return (
    <Box flex flexDirection="column" style={{ alignItems: place, marginBottom: 14 }} data-testid="message">
      <Box
        style={{
          maxWidth: '72%',
          padding: '10px 14px',
          borderRadius: left ? '14px 14px 14px 4px' : '14px 14px 4px 14px',
          background: isGone ? '#f1f1f4' : left ? '#ffffff' : '#3040d6',
          color: isGone ? '#454655' : left ? '#1c1b3a' : '#ffffff',
          border: isGone ? '1px dashed #8b8d9e' : left ? '1px solid #e2e5f3' : '1px solid #3040d6',
          outline: isMeant ? '3px solid #b3261e' : 'none',
          outlineOffset: 2,
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
          lineHeight: 1.45,
        }}
        dir="auto"
      >
        <Marked text={message.text} search={search} />
        {message.attachments.map((attachment) => (
          <AttachmentLink key={attachment.id} attachment={attachment} />
        ))}
      </Box>
      <Muted style={{ marginTop: 4, fontSize: 12 }}>
        {isGone ? (
          when
        ) : (
          <Link
            href={panelPath(`/resources/Message/records/${message.id}/show`) + searchQuery('text', search)}
            title="Open this message, to mark it as read"
            style={{ display: 'inline', color: 'inherit', fontSize: 'inherit' }}
          >
            {when}
          </Link>
        )}
        {isGone
          ? ` · deleted ${moment.format(new Date(deleted))}`
          : side === 'center'
            ? ''
            : message.isRead
              ? ' · read'
              : ' · unread'}
        {isMeant ? ' · reported' : ''}
        {props.children}
      </Muted>
      <Earlier texts={earlier} />
    </Box>
  );
}

/** Opens a picture in another tab; downloads what is none. */
export function AttachmentLink({ attachment }: { attachment: ShownAttachment }): React.ReactElement {
  const { name, url, thumbnailUrl } = attachment;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener"
      style={{ display: 'block', marginTop: 6, color: 'inherit', textDecoration: 'underline' }}
    >
      {thumbnailUrl === null ? (
        name
      ) : (
        <img src={thumbnailUrl} alt={name} style={{ display: 'block', maxWidth: 240, maxHeight: 240 }} />
      )}
    </a>
  );
}

/** What a message said before, the latest first: shown when it is asked for. */
function Earlier({ texts }: { texts: ShownMessage['earlier'] }): React.ReactElement | null {
  const [isOpen, setOpen] = useState(false);
  if (texts.length === 0) return null;
  return (
    <Box style={{ maxWidth: '72%', fontSize: 12 }}>
      <button
        type="button"
        className="duet-button duet-small"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Edited: {isOpen ? 'hide' : 'show'} what it said before
      </button>
      {isOpen ? (
        <ol style={{ margin: '8px 0 0', padding: 0, listStyle: 'none' }} data-testid="earlier">
          {texts.map(({ text, created, replaced }) => (
            <li key={replaced} style={{ marginBottom: 6, paddingLeft: 10, borderLeft: '3px solid #c5c7d4' }}>
              <div dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {text}
              </div>
              <Muted style={{ fontSize: 12 }}>
                from {moment.format(new Date(created))} to {moment.format(new Date(replaced))}
              </Muted>
            </li>
          ))}
        </ol>
      ) : null}
    </Box>
  );
}
