import type { BlockRepository } from '../../../application/ports/block-repository.js';
import type { Page, Slice } from '../../../application/ports/page.js';
import type { Block } from '../../../domain/conversation/block.js';
import type { User } from '../../../domain/accounts/user.js';
import { blockKey, byKey, present, type Draft } from './state.js';

export class InMemoryBlockRepository implements BlockRepository {
  constructor(private readonly draft: Draft) {}

  async pageOf(blocker: number, { limit, offset }: Slice): Promise<Page<User>> {
    const rows = [...this.draft.state.blocks.values()]
      .filter(({ blockerId }) => blockerId === blocker)
      .map(({ blockedId }) => present(this.draft.state.users.get(blockedId)))
      .sort(byKey);
    return { total: rows.length, items: rows.slice(offset, offset + limit).map(({ user }) => user) };
  }

  async add(block: Block): Promise<boolean> {
    const { blockerId, blockedId } = block;
    const { blocks, users } = this.draft.state;
    for (const id of [blockerId, blockedId]) {
      if (!users.has(id)) throw new Error(`There is no user ${id}.`);
    }
    if (blockerId === blockedId) throw new Error('Nobody blocks themselves.');
    const key = blockKey(blockerId, blockedId);
    if (blocks.has(key)) return false;
    this.draft.table('blocks').set(key, block);
    return true;
  }

  async remove(blocker: number, blocked: number): Promise<boolean> {
    return this.draft.table('blocks').delete(blockKey(blocker, blocked));
  }

  async pageAfter(blocker: number, after: number, limit: number): Promise<readonly Block[]> {
    return [...this.draft.state.blocks.values()]
      .filter(({ blockerId, blockedId }) => blockerId === blocker && blockedId > after)
      .sort((one, other) => one.blockedId - other.blockedId)
      .slice(0, limit);
  }

  async removeAllOf(userId: number): Promise<void> {
    for (const [key, { blockerId, blockedId }] of this.draft.state.blocks) {
      if (blockerId === userId || blockedId === userId) this.draft.table('blocks').delete(key);
    }
  }
}
