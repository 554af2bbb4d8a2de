import type { Container } from 'inversify';
import { CreateServiceKey } from '../../application/accounts/create-service-key.js';
import { ListServiceKeys } from '../../application/accounts/list-service-keys.js';
import { RegisterUser } from '../../application/accounts/register-user.js';
import { RevokeServiceKey } from '../../application/accounts/revoke-service-key.js';
import { SearchMessages } from '../../application/conversation/search-messages.js';
import { SearchUsers } from '../../application/accounts/search-users.js';
import { ChangeUser } from '../../application/admin/change-user.js';
import { CreateUser } from '../../application/admin/create-user.js';
import { DeleteMessage } from '../../application/conversation/delete-message.js';
import { DeleteUser } from '../../application/admin/delete-user.js';
import { GetAccount } from '../../application/admin/get-account.js';
import { HandOutTokens } from '../../application/admin/hand-out-tokens.js';
import { ProvisionUser } from '../../application/admin/provision-user.js';
import { GetAttachment } from '../../application/attachments/get-attachment.js';
import { OpenAttachment } from '../../application/attachments/open-attachment.js';
import { UploadAttachment } from '../../application/attachments/upload-attachment.js';
import { BlockUser } from '../../application/conversation/block-user.js';
import { ChangeThread } from '../../application/conversation/change-thread.js';
import { CountUnread } from '../../application/conversation/count-unread.js';
import { DeleteThread } from '../../application/conversation/delete-thread.js';
import { EditMessage } from '../../application/conversation/edit-message.js';
import { GetMessage } from '../../application/conversation/get-message.js';
import { GetThread } from '../../application/conversation/get-thread.js';
import { ListBlocks } from '../../application/conversation/list-blocks.js';
import { ListMessages } from '../../application/conversation/list-messages.js';
import { ListThreads } from '../../application/conversation/list-threads.js';
import { MarkMessageRead } from '../../application/conversation/mark-message-read.js';
import { MarkThreadRead } from '../../application/conversation/mark-thread-read.js';
import { OpenThread } from '../../application/conversation/open-thread.js';
import { PostNotice } from '../../application/conversation/post-notice.js';
import { SendMessage } from '../../application/conversation/send-message.js';
import { UnblockUser } from '../../application/conversation/unblock-user.js';
import { ChangeReport } from '../../application/evidence/change-report.js';
import { ListHistory } from '../../application/evidence/list-history.js';
import { ReportMessage } from '../../application/evidence/report-message.js';
import { GetReport, ListReports } from '../../application/evidence/see-reports.js';
import { SignalTyping } from '../../application/live/signal-typing.js';
import { EraseUser } from '../../application/privacy/erase-user.js';
import { ExportUser } from '../../application/privacy/export-user.js';
import { ChangeWebhook } from '../../application/webhooks/change-webhook.js';
import { CreateWebhook } from '../../application/webhooks/create-webhook.js';
import { DeleteWebhook } from '../../application/webhooks/delete-webhook.js';
import { RetryDelivery } from '../../application/webhooks/retry-delivery.js';
import { RotateWebhookSecret } from '../../application/webhooks/rotate-webhook-secret.js';
import { GetWebhook, ListDeliveries, ListWebhooks } from '../../application/webhooks/see-webhooks.js';
import { TestWebhook } from '../../application/webhooks/test-webhook.js';

const classes = {
  registerUser: RegisterUser,
  createUser: CreateUser,
  provisionUser: ProvisionUser,
  getAccount: GetAccount,
  changeUser: ChangeUser,
  deleteUser: DeleteUser,
  searchUsers: SearchUsers,
  handOutTokens: HandOutTokens,
  createServiceKey: CreateServiceKey,
  listServiceKeys: ListServiceKeys,
  revokeServiceKey: RevokeServiceKey,
  openThread: OpenThread,
  getThread: GetThread,
  listThreads: ListThreads,
  changeThread: ChangeThread,
  deleteThread: DeleteThread,
  sendMessage: SendMessage,
  postNotice: PostNotice,
  getMessage: GetMessage,
  listMessages: ListMessages,
  searchMessages: SearchMessages,
  editMessage: EditMessage,
  deleteMessage: DeleteMessage,
  uploadAttachment: UploadAttachment,
  getAttachment: GetAttachment,
  openAttachment: OpenAttachment,
  listHistory: ListHistory,
  reportMessage: ReportMessage,
  listReports: ListReports,
  getReport: GetReport,
  changeReport: ChangeReport,
  markMessageRead: MarkMessageRead,
  markThreadRead: MarkThreadRead,
  countUnread: CountUnread,
  signalTyping: SignalTyping,
  blockUser: BlockUser,
  unblockUser: UnblockUser,
  listBlocks: ListBlocks,
  exportUser: ExportUser,
  eraseUser: EraseUser,
  createWebhook: CreateWebhook,
  listWebhooks: ListWebhooks,
  getWebhook: GetWebhook,
  changeWebhook: ChangeWebhook,
  rotateWebhookSecret: RotateWebhookSecret,
  testWebhook: TestWebhook,
  listDeliveries: ListDeliveries,
  retryDelivery: RetryDelivery,
  deleteWebhook: DeleteWebhook,
} as const;

/** What the application that embeds Duet can do without HTTP; by the same rules. */
export type UseCases = { readonly [Name in keyof typeof classes]: InstanceType<(typeof classes)[Name]> };

/** Each is made when it is asked for. */
export function useCasesOf(container: Container): UseCases {
  const found = {};
  for (const [name, type] of Object.entries(classes)) {
    Object.defineProperty(found, name, { enumerable: true, get: () => container.get<unknown>(type) });
  }
  return found as UseCases;
}
