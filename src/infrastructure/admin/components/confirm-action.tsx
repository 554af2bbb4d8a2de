import { Box, Button, FormGroup, H4, Input, Label, MessageBox } from '@adminjs/design-system';
import { ApiClient, useNotice, type ActionProps } from 'adminjs';
import React, { useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { browser } from './browser.js';
import { countOf } from './format.js';
import { valueOf } from './value-of.js';

interface Impact {
  threads: number;
  messages: number;
}

const questions: Record<string, { title: string; text: string; button: string; danger: boolean }> = {
  deactivate: {
    title: 'Deactivate this account?',
    text: 'All logins end at once, and new ones are refused. Threads and messages stay, and the account can be activated again.',
    button: 'Deactivate',
    danger: true,
  },
  activate: {
    title: 'Activate this account?',
    text: 'The user can log in again with the password they had.',
    button: 'Activate',
    danger: false,
  },
  erase: {
    title: 'Erase this account, for good?',
    text: 'Name, password, logins and blocks go, and nobody can bring them back. The threads stay for the others.',
    button: 'Erase',
    danger: true,
  },
  remove: {
    title: 'Delete this account?',
    text: 'It cannot be undone. To only keep somebody out, deactivate the account instead.',
    button: 'Delete',
    danger: true,
  },
  revoke: {
    title: 'Revoke this key, for good?',
    text: 'The program that has it is refused within a second. Another key can be made under the same name.',
    button: 'Revoke',
    danger: true,
  },
  pause: {
    title: 'Pause this webhook?',
    text: 'Nothing is sent to it until it is resumed. It is told then what it missed, as far as events are kept.',
    button: 'Pause',
    danger: false,
  },
  resume: {
    title: 'Resume this webhook?',
    text: 'It goes on where it was.',
    button: 'Resume',
    danger: false,
  },
  delete: {
    title: 'Delete this for both participants?',
    text: 'It cannot be undone.',
    button: 'Delete',
    danger: true,
  },
  markRead: {
    title: 'Mark this message as read?',
    text: 'It no longer counts as unread for its recipient. This cannot be taken back.',
    button: 'Mark as read',
    danger: false,
  },
};

/** The effect of an erasure on the messages that the user sent. */
const fates: Record<string, string> = {
  keep: 'So do the messages, as from a deleted user.',
  remove: 'The messages that this user sent go, too.',
};

/** Explains an action first, and runs it by POST when the admin confirms. */
export default function ConfirmAction({ record, resource, action }: ActionProps): React.ReactElement | null {
  const navigate = useNavigate();
  const addNotice = useNotice();
  const [impact, setImpact] = useState<Impact>();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const guarded = action.name === 'remove';

  useEffect(() => {
    if (record === undefined || !guarded) return;
    void new ApiClient()
      .recordAction({ resourceId: resource.id, recordId: record.id, actionName: action.name })
      .then((response) => setImpact((response.data as unknown as { impact: Impact }).impact));
  }, [record?.id]);

  const question = questions[action.name];
  if (record === undefined || question === undefined) return null;
  const takesThreads = impact !== undefined && impact.threads > 0;
  const needsTyping = takesThreads || action.name === 'erase';
  const ready = !busy && (!guarded || impact !== undefined) && (!needsTyping || typed === record.title);

  const perform = async () => {
    setBusy(true);
    try {
      const { data } = await new ApiClient().recordAction({
        resourceId: resource.id,
        recordId: record.id,
        actionName: action.name,
        data: { confirm: typed },
      });
      if (data.notice !== undefined) addNotice(data.notice);
      if (
        action.name === 'delete' &&
        data.notice?.type === 'success' &&
        (browser.history.state?.idx ?? 0) >= 2
      ) {
        navigate(-2); // back to the list with its filters, or to the conversation
      } else if (data.redirectUrl !== undefined && data.redirectUrl !== '') {
        navigate(`${data.redirectUrl}?refresh=true`);
      }
    } catch {
      addNotice({ message: 'That did not work: reload the page and try again.', type: 'error' });
    }
    setBusy(false);
  };

  return (
    <Box bg="white" boxShadow="card" p="xl" style={{ borderRadius: 8, maxWidth: 640 }} data-testid="confirm">
      <H4 as="h2" mt="0">
        {question.title}
      </H4>
      <Box mb="lg" style={{ lineHeight: 1.5 }}>
        <strong>
          <bdi>{record.title.slice(0, 200)}</bdi>
        </strong>
        <br />
        {question.text} {fates[action.custom['messages'] as string]}
      </Box>
      {takesThreads ? (
        <MessageBox
          variant="danger"
          mb="lg"
          message={`Deletes ${countOf(impact.threads, 'thread')} with ${countOf(impact.messages, 'message')} as well, for the other participants too.`}
        />
      ) : null}
      {needsTyping ? (
        <FormGroup>
          <Label htmlFor="confirm">Type the username, {record.title}, to confirm</Label>
          <Input
            id="confirm"
            autoComplete="off"
            value={typed}
            onChange={(event: React.FormEvent) => setTyped(valueOf(event))}
          />
        </FormGroup>
      ) : null}
      <Box flex flexDirection="row" style={{ gap: 12 }}>
        <Button
          variant="contained"
          color={question.danger ? 'danger' : 'primary'}
          disabled={!ready}
          onClick={() => void perform()}
        >
          {question.button}
        </Button>
        <Button variant="text" onClick={() => navigate(-1)}>
          Cancel
        </Button>
      </Box>
    </Box>
  );
}
