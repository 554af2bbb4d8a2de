import { AppError } from 'adminjs';
import type { ActionContext, ActionRequest, RecordActionResponse, ResourceOptions } from 'adminjs';
import { BlockForUser } from '../../application/admin/block-for-user.js';
import { ChangeUser } from '../../application/admin/change-user.js';
import { ListMessages } from '../../application/conversation/list-messages.js';
import { ChangeReport } from '../../application/evidence/change-report.js';
import { ListThreadHistory } from '../../application/evidence/list-history.js';
import { GetReport } from '../../application/evidence/see-reports.js';
import {
  reportOrders,
  type AdminDirectory,
  type ReportFilters,
  type ReportOrder,
} from '../../application/ports/admin-directory.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import { DomainError } from '../../domain/errors.js';
import { reportReasons, reportStatuses, type Report } from '../../domain/evidence/report.js';
import type { Admin } from './admin.js';
import { components } from './components.js';
import type { Entities } from './entity-model.js';
import { anId, aPeriod, oneOf } from './query.js';
import { refusedAsAppError } from './refused-as-app-error.js';
import {
  shownAttachments,
  shownConversation,
  type LinksOf,
  type ShownAttachment,
  type ShownMessage,
} from './shown-conversation.js';
import { asSentence } from './translations.js';
import {
  adminOf,
  recordOf,
  sortable,
  UseCaseResource,
  type ResourceDefinition,
} from './use-case-resource.js';
import type { UseCases } from './use-cases.js';

const columns = [
  ...['id', 'status', 'reason', 'text', 'comment', 'senderId', 'reporterId', 'threadId', 'messageId'],
  ...['created', 'closed', 'note'],
];

/** How many messages are shown before the one that was reported, and after it. */
const around = 15;

interface Person {
  readonly id: number;
  readonly name: string;
  readonly isActive: boolean;
}

/** What the page of a report shows. */
export interface ReportCaseData {
  readonly report: {
    readonly reason: string;
    readonly status: string;
    readonly comment: string | null;
    readonly note: string | null;
    readonly text: string;
    /** What the message had when it was reported. */
    readonly attachments: readonly ShownAttachment[];
    readonly thread: number;
    readonly message: number;
    readonly sent: string;
    readonly created: string;
    readonly closed: string | null;
  };
  readonly sender: Person;
  readonly reporter: Person;
  /** Whether the sender is blocked for the reporter, or the other way round. */
  readonly isBlocked: boolean;
  /** Whether the thread is. */
  readonly isThere: boolean;
  readonly messages: readonly ShownMessage[];
}

const nobody = { isAccessible: false };

/** What was reported: a queue to look at, decide about and close. */
export function reportResource(
  entities: Entities,
  directory: AdminDirectory,
  unitOfWork: UnitOfWork,
  useCases: UseCases,
  linksOf: LinksOf,
): { resource: UseCaseResource; options: ResourceOptions } {
  const getReport = useCases(GetReport);
  const changeReport = useCases(ChangeReport);
  const changeUser = useCases(ChangeUser);
  const blockForUser = useCases(BlockForUser);
  const listMessages = useCases(ListMessages);
  const listThreadHistory = useCases(ListThreadHistory);
  const definition: ResourceDefinition<ReportFilters, ReportOrder> = {
    name: 'Report',
    columns,
    title: 'text',
    list: directory.reports,
    filters: {
      status: oneOf(reportStatuses),
      reason: oneOf(reportReasons),
      senderId: anId,
      reporterId: anId,
      created: aPeriod,
    },
    orders: reportOrders,
    writes: { fieldOf: () => 'id' },
  };

  /** The messages around the one that was reported, and up to where they reach; undefined if the thread is gone. */
  const neighbours = async (caller: Admin, { threadId: thread, messageId }: Report) => {
    try {
      const earlier = { limit: around + 1, before: messageId + 1 };
      const before = (await listMessages.execute({ caller, thread, slice: earlier })).items.toReversed();
      const later = { limit: around, after: messageId };
      const after = (await listMessages.execute({ caller, thread, slice: later })).items;
      const [first, last] = [before[0]?.id ?? 0, after.at(-1)?.id ?? 0];
      const range = {
        after: before.length > around ? first - 1 : 0,
        before: after.length === around ? last + 1 : Number.MAX_SAFE_INTEGER,
      };
      return { messages: [...before, ...after], range };
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return undefined;
      throw error;
    }
  };

  const caseOf = async (caller: Admin, id: number): Promise<ReportCaseData> => {
    const report = await getReport.execute({ caller, report: id });
    const { senderId, reporterId, threadId: thread, messageId } = report;
    const found = await neighbours(caller, report);
    const { messages, range } = found ?? {
      messages: [],
      range: { after: 0, before: Number.MAX_SAFE_INTEGER },
    };
    const versions = await listThreadHistory.execute({ caller, thread, range });
    const users = await directory.users.withIds([senderId, reporterId]);
    const personOf = (user: number): Person => {
      const found = users.find((one) => one.id === user);
      const name = found === undefined ? `user ${user}` : (found.name ?? found.username);
      return { id: user, name, isActive: found?.isActive ?? false };
    };
    const blocks = await unitOfWork.read((readers) => readers.blocks.pageAfter(reporterId, senderId - 1, 1));
    return {
      report: {
        ...{ reason: report.reason, status: report.status, comment: report.comment ?? null },
        ...{ note: report.note ?? null, text: report.text, thread, message: messageId },
        attachments: shownAttachments(report.attachments, linksOf, true),
        ...{ sent: report.sent.toISOString(), created: report.created.toISOString() },
        closed: report.closed?.toISOString() ?? null,
      },
      sender: personOf(senderId),
      reporter: personOf(reporterId),
      isBlocked: blocks[0]?.blockedId === senderId,
      isThere: found !== undefined,
      messages: shownConversation(messages, versions, linksOf),
    };
  };

  /** What a POST asks for. @returns the word for it. */
  const act = async (caller: Admin, id: number, payload: Record<string, unknown>): Promise<string> => {
    const { senderId, reporterId } = await getReport.execute({ caller, report: id });
    if (payload['deed'] === 'deactivate') {
      await changeUser.execute({ caller, user: senderId, active: false });
      return 'userDeactivated';
    }
    if (payload['deed'] === 'block') {
      await blockForUser.execute({ caller, blocker: reporterId, blocked: senderId });
      return 'userBlocked';
    }
    const status = reportStatuses.find((one) => one === payload['status']);
    if (status === undefined) throw new AppError('This cannot be done with a report.');
    const note = payload['note'];
    const wish = { status, ...(typeof note === 'string' && { note: note === '' ? null : note }) };
    await changeReport.execute({ caller, report: id, wish });
    return 'reportSaved';
  };

  /** A GET shows all there is about it. A POST does something first. */
  const handle = async (
    request: ActionRequest,
    _: unknown,
    context: ActionContext,
  ): Promise<RecordActionResponse> => {
    const record = recordOf(context);
    const [caller, id] = [adminOf(context), Number(record.id())];
    const done =
      request.method === 'post'
        ? await refusedAsAppError(act(caller, id, (request.payload ?? {}) as Record<string, unknown>))
        : undefined;
    return {
      record: record.toJSON(context.currentAdmin),
      ...(await refusedAsAppError(caseOf(caller, id))),
      ...(done !== undefined && { notice: { message: done, type: 'success' as const } }),
    };
  };

  const values = (words: readonly string[]) => words.map((value) => ({ value, label: asSentence(value) }));
  return {
    resource: new UseCaseResource(definition, entities),
    options: {
      navigation: { name: null, icon: 'Flag' },
      sort: { sortBy: 'created', direction: 'desc' },
      listProperties: ['text', 'reason', 'status', 'senderId', 'reporterId', 'created'],
      filterProperties: ['status', 'reason', 'senderId', 'reporterId', 'created'],
      showProperties: columns,
      properties: sortable(columns, reportOrders, {
        text: { type: 'textarea', components: { list: components.Excerpt } },
        status: { availableValues: values(reportStatuses) },
        reason: { availableValues: values(reportReasons) },
        senderId: { reference: 'User' },
        reporterId: { reference: 'User' },
        created: { type: 'datetime' },
        closed: { type: 'datetime' },
      }),
      actions: {
        new: nobody,
        edit: nobody,
        delete: nobody,
        bulkDelete: nobody,
        show: { component: components.ReportCase, icon: 'Flag' },
        case: { actionType: 'record', isVisible: false, component: false, handler: handle },
      },
    },
  };
}
