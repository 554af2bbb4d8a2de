import Joi from 'joi';
import type { ChangeReport } from '../../../application/evidence/change-report.js';
import type { ListHistory } from '../../../application/evidence/list-history.js';
import type { ReportMessage } from '../../../application/evidence/report-message.js';
import type { GetReport, ListReports } from '../../../application/evidence/see-reports.js';
import type { Slice } from '../../../application/ports/page.js';
import {
  reportReasons,
  reportStatuses,
  type Report,
  type ReportReason,
  type ReportStatus,
} from '../../../domain/evidence/report.js';
import type { Version } from '../../../domain/evidence/version.js';
import { endpoint, userEndpoint, type Endpoint } from '../endpoint.js';
import type { AttachmentLinks } from './attachment-links.js';
import { presentOwnReport, presentReport, presentVersion } from './evidence-presenters.js';
import * as field from './fields.js';
import { presentPage } from './pages.js';
import { messagePath, reportPath } from './paths.js';

const slice = { limit: field.limit(), offset: field.offset().default(0) };

/** What messages said before, and reports of them. */
export function evidenceEndpoints(
  listHistory: ListHistory,
  reportMessage: ReportMessage,
  listReports: ListReports,
  getReport: GetReport,
  changeReport: ChangeReport,
  attachmentLinks: AttachmentLinks,
): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/messages/:message/history',
      schemas: { path: messagePath, query: Joi.object<Slice>(slice) },
      operationId: 'listHistory',
      tag: 'Evidence',
      summary: 'See what a message said before',
      description:
        'For admins and services; also of a message that was deleted. As long as it is kept: `EVIDENCE_DAYS` after it ' +
        'was edited or deleted, or while a report of the message is open. With the attachments that a deleted message had.',
      replies: { 200: { description: 'Earlier texts, the latest first.', body: 'VersionPage' } },
      errors: ['admins_only', 'message_not_found'],
      handle: async ({ caller, path, query, request }) => {
        const page = await listHistory.execute({ caller, message: path.message, slice: query });
        const links = attachmentLinks.for(request);
        const present = (version: Version) => presentVersion(version, links);
        return { status: 200, body: presentPage(request, query, page, present) };
      },
    }),
    userEndpoint({
      method: 'post',
      path: '/messages/:message/reports',
      schemas: {
        path: messagePath,
        body: Joi.object<{ reason: ReportReason; comment?: string | null }>({
          reason: Joi.valid(...reportReasons)
            .required()
            .description('What is wrong with it.'),
          comment: field
            .comment()
            .allow(null)
            .description('For those who look after reports; null for none.'),
        })
          .required()
          .example({ reason: 'fraud', comment: 'Wants me to pay outside of the shop.' }),
      },
      operationId: 'reportMessage',
      tag: 'Evidence',
      summary: 'Report a message',
      description:
        'Only by its recipient, and once: reporting it again returns the first report, unchanged. The report keeps what ' +
        'the message says now, and its attachments. Admins and services see it; the sender is not told.',
      replies: {
        201: { description: 'The report.', body: 'Report' },
        200: { description: 'The report that the caller has made of this message before.', body: 'Report' },
      },
      errors: ['not_the_recipient', 'message_not_found'],
      handle: async ({ caller, path, body }) => {
        const comment = body.comment ?? undefined;
        const input = { caller, message: path.message, reason: body.reason, comment };
        const { report, added } = await reportMessage.execute(input);
        return { status: added ? 201 : 200, body: presentOwnReport(report) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/reports',
      schemas: {
        query: Joi.object<Slice & { status?: ReportStatus }>({
          ...slice,
          status: Joi.valid(...reportStatuses).description('Only these; without it, all.'),
        }),
      },
      operationId: 'listReports',
      tag: 'Evidence',
      summary: 'List reports',
      description: 'For admins and services. The latest first.',
      replies: { 200: { description: 'A page of reports.', body: 'ReportPage' } },
      errors: ['admins_only'],
      handle: async ({ caller, query, request }) => {
        const { status, ...slice } = query;
        const page = await listReports.execute({ caller, status, slice });
        const links = attachmentLinks.for(request);
        const present = (report: Report) => presentReport(report, links);
        const parameters: Record<string, string> = status === undefined ? {} : { status };
        return { status: 200, body: presentPage(request, slice, page, present, parameters) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/reports/:report',
      schemas: { path: reportPath },
      operationId: 'getReport',
      tag: 'Evidence',
      summary: 'Get a report',
      description: 'For admins and services. With what the message said and had when it was reported.',
      replies: { 200: { description: 'The report.', body: 'Report' } },
      errors: ['admins_only', 'report_not_found'],
      handle: async ({ caller, path, request }) => {
        const report = await getReport.execute({ caller, report: path.report });
        return { status: 200, body: presentReport(report, attachmentLinks.for(request)) };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/reports/:report',
      schemas: {
        path: reportPath,
        body: Joi.object<{ status: ReportStatus; note?: string | null }>({
          status: Joi.valid(...reportStatuses).required(),
          note: field
            .comment()
            .allow(null)
            .description('For those who look after reports; null takes it away.'),
        })
          .required()
          .example({ status: 'closed', note: 'Warned.' }),
      },
      operationId: 'changeReport',
      tag: 'Evidence',
      summary: 'Close a report, or open it again',
      description:
        'For admins and services; written in the audit trail. A note that is left out stays. `EVIDENCE_DAYS` after it was ' +
        'closed, a report is forgotten.',
      replies: { 200: { description: 'The report, changed.', body: 'Report' } },
      errors: ['admins_only', 'report_not_found'],
      handle: async ({ caller, path, body, request }) => {
        const report = await changeReport.execute({ caller, report: path.report, wish: body });
        return { status: 200, body: presentReport(report, attachmentLinks.for(request)) };
      },
    }),
  ];
}
