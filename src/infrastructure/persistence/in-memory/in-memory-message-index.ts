import type { MessageIndex, MessageSearch } from '../../../application/ports/message-index.js';
import type { Page, Slice } from '../../../application/ports/page.js';
import type { Message } from '../../../domain/conversation/message.js';
import { isFound, mostFound } from '../../../domain/conversation/search.js';
import { present, type Draft } from './state.js';

/** Reads all that the reader has: so there is nothing to keep up. */
export class InMemoryMessageIndex implements MessageIndex {
  constructor(private readonly draft: Draft) {}

  async search({ reader, thread, words }: MessageSearch, { limit, offset }: Slice): Promise<Page<Message>> {
    const { threads, messages } = this.draft.state;
    const found = [...threads.values()]
      .filter(({ id, participants }) => participants.includes(reader) && (thread ?? id) === id)
      .flatMap(({ messageIds }) => messageIds.map((id) => present(messages.get(id)).message))
      .filter(({ text }) => isFound(text, words))
      .sort((one, other) => other.id - one.id)
      .slice(0, mostFound);
    return { total: found.length, items: found.slice(offset, offset + limit) };
  }

  async isBehind(): Promise<boolean> {
    return false;
  }

  async update(): Promise<number> {
    return 0;
  }

  async forget(): Promise<number> {
    return 0;
  }
}
