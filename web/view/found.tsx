import type { JSX } from 'preact';
import type { Me } from '../../client/index.js';
import { useChat } from '../use-chat.js';
import { otherOf } from '../words.js';
import { FoundConversations, useFoundThreads } from './found-conversations.js';
import { FoundMessages } from './found-messages.js';
import { FoundPeople } from './found-people.js';

/** What a search finds: one's own conversations first, then other people, then messages. */
export function Found({ text, me, onOpen }: { text: string; me: Me; onOpen: () => void }): JSX.Element {
  const chat = useChat();
  const found = useFoundThreads(text, me);
  const findsPeople = chat.findsPeople(me);
  // Those whose conversation without a subject is above already.
  const listed = new Set(
    found.threads.filter(({ key }) => key === null).map((thread) => otherOf(thread, me.id).id),
  );
  return (
    <div class="list">
      <FoundConversations found={found} text={text} me={me} isAlone={!findsPeople} onOpen={onOpen} />
      {findsPeople && <FoundPeople text={text} me={me} listed={listed} onOpen={onOpen} />}
      {chat.settings.messageSearch && <FoundMessages text={text} me={me} />}
    </div>
  );
}
