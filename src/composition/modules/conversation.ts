import { ContainerModule } from 'inversify';
import { BlockUser } from '../../application/conversation/block-user.js';
import { ChangeThread } from '../../application/conversation/change-thread.js';
import { CountUnread } from '../../application/conversation/count-unread.js';
import { DeleteMessage } from '../../application/conversation/delete-message.js';
import { DeleteThread } from '../../application/conversation/delete-thread.js';
import { EditMessage } from '../../application/conversation/edit-message.js';
import { GetMessage } from '../../application/conversation/get-message.js';
import { GetThread } from '../../application/conversation/get-thread.js';
import { IndexMessages } from '../../application/conversation/index-messages.js';
import { ListBlocks } from '../../application/conversation/list-blocks.js';
import { ListMessages } from '../../application/conversation/list-messages.js';
import { ListThreads } from '../../application/conversation/list-threads.js';
import { MarkMessageRead } from '../../application/conversation/mark-message-read.js';
import { MarkThreadRead } from '../../application/conversation/mark-thread-read.js';
import { OpenThread } from '../../application/conversation/open-thread.js';
import { PostNotice } from '../../application/conversation/post-notice.js';
import { SearchMessages } from '../../application/conversation/search-messages.js';
import { SendMessage } from '../../application/conversation/send-message.js';
import { UnblockUser } from '../../application/conversation/unblock-user.js';
import { tokens } from '../tokens.js';

const { unitOfWork, clock } = tokens;

export const conversation = new ContainerModule(({ bind }) => {
  bind(OpenThread).toResolvedValue(
    (...needs) => new OpenThread(...needs),
    [unitOfWork, clock, tokens.openingLimit, tokens.threadsOpenedBy],
  );
  bind(ListThreads).toResolvedValue((...needs) => new ListThreads(...needs), [unitOfWork]);
  bind(GetThread).toResolvedValue((...needs) => new GetThread(...needs), [unitOfWork]);
  bind(ChangeThread).toResolvedValue((...needs) => new ChangeThread(...needs), [unitOfWork, clock]);
  bind(DeleteThread).toResolvedValue(
    (...needs) => new DeleteThread(...needs),
    [unitOfWork, clock, tokens.threadsDeletedBy],
  );
  bind(CountUnread).toResolvedValue((...needs) => new CountUnread(...needs), [unitOfWork]);
  bind(SendMessage).toResolvedValue((...needs) => new SendMessage(...needs), [unitOfWork, clock]);
  bind(PostNotice).toResolvedValue((...needs) => new PostNotice(...needs), [unitOfWork, clock]);
  bind(ListMessages).toResolvedValue((...needs) => new ListMessages(...needs), [unitOfWork]);
  bind(SearchMessages).toResolvedValue(
    (...needs) => new SearchMessages(...needs),
    [unitOfWork, tokens.messageSearch],
  );
  bind(tokens.indexInterval).toConstantValue(1000);
  bind(IndexMessages).toResolvedValue((unitOfWork) => new IndexMessages(unitOfWork), [unitOfWork]);
  bind(GetMessage).toResolvedValue((...needs) => new GetMessage(...needs), [unitOfWork]);
  bind(EditMessage).toResolvedValue(
    (...needs) => new EditMessage(...needs),
    [unitOfWork, clock, tokens.editPeriod],
  );
  bind(DeleteMessage).toResolvedValue(
    (...needs) => new DeleteMessage(...needs),
    [unitOfWork, clock, tokens.editPeriod],
  );
  bind(MarkMessageRead).toResolvedValue((...needs) => new MarkMessageRead(...needs), [unitOfWork, clock]);
  bind(MarkThreadRead).toResolvedValue((...needs) => new MarkThreadRead(...needs), [unitOfWork, clock]);
  bind(BlockUser).toResolvedValue((...needs) => new BlockUser(...needs), [unitOfWork, clock]);
  bind(UnblockUser).toResolvedValue((...needs) => new UnblockUser(...needs), [unitOfWork, clock]);
  bind(ListBlocks).toResolvedValue((...needs) => new ListBlocks(...needs), [unitOfWork]);
});
