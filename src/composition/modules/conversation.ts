import { ContainerModule } from 'inversify';
import { BlockUser } from '../../application/conversation/block-user.js';
import { CountUnread } from '../../application/conversation/count-unread.js';
import { DeleteThread } from '../../application/conversation/delete-thread.js';
import { GetMessage } from '../../application/conversation/get-message.js';
import { GetThread } from '../../application/conversation/get-thread.js';
import { ListBlocks } from '../../application/conversation/list-blocks.js';
import { ListMessages } from '../../application/conversation/list-messages.js';
import { ListThreads } from '../../application/conversation/list-threads.js';
import { MarkMessageRead } from '../../application/conversation/mark-message-read.js';
import { MarkThreadRead } from '../../application/conversation/mark-thread-read.js';
import { OpenThread } from '../../application/conversation/open-thread.js';
import { SendMessage } from '../../application/conversation/send-message.js';
import { UnblockUser } from '../../application/conversation/unblock-user.js';
import { tokens } from '../tokens.js';

const { unitOfWork, clock } = tokens;

export const conversation = new ContainerModule(({ bind }) => {
  bind(OpenThread).toResolvedValue(
    (...needs) => new OpenThread(...needs),
    [unitOfWork, clock, tokens.openingLimit],
  );
  bind(ListThreads).toResolvedValue((...needs) => new ListThreads(...needs), [unitOfWork]);
  bind(GetThread).toResolvedValue((...needs) => new GetThread(...needs), [unitOfWork]);
  bind(DeleteThread).toResolvedValue((...needs) => new DeleteThread(...needs), [unitOfWork]);
  bind(CountUnread).toResolvedValue((...needs) => new CountUnread(...needs), [unitOfWork]);
  bind(SendMessage).toResolvedValue((...needs) => new SendMessage(...needs), [unitOfWork, clock]);
  bind(ListMessages).toResolvedValue((...needs) => new ListMessages(...needs), [unitOfWork]);
  bind(GetMessage).toResolvedValue((...needs) => new GetMessage(...needs), [unitOfWork]);
  bind(MarkMessageRead).toResolvedValue((...needs) => new MarkMessageRead(...needs), [unitOfWork]);
  bind(MarkThreadRead).toResolvedValue((...needs) => new MarkThreadRead(...needs), [unitOfWork]);
  bind(BlockUser).toResolvedValue((...needs) => new BlockUser(...needs), [unitOfWork, clock]);
  bind(UnblockUser).toResolvedValue((...needs) => new UnblockUser(...needs), [unitOfWork]);
  bind(ListBlocks).toResolvedValue((...needs) => new ListBlocks(...needs), [unitOfWork]);
});
