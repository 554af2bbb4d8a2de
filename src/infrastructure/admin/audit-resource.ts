import type { ResourceOptions } from 'adminjs';
import { auditedActions, auditedResources } from '../../application/ports/audit-trail.js';
import { components } from './components.js';
import { between, equalsId, equalsOneOf } from './query.js';
import { tableRecords, type Database } from './records.js';
import { UseCaseResource } from './use-case-resource.js';

const records = tableRecords({
  select: `SELECT a.id, a.created, a.admin_id AS "adminId", a.admin_name AS "adminName", a.action, a.resource,
             a.record_id AS "recordId", a.details,
             CASE a.resource
               WHEN 'User' THEN (SELECT count(*) FROM users u WHERE u.id = a.record_id)
               WHEN 'Thread' THEN (SELECT count(*) FROM threads t WHERE t.id = a.record_id)
               WHEN 'Message' THEN (SELECT count(*) FROM messages m WHERE m.id = a.record_id)
             END AS "recordExists" FROM audit_entries a`,
  from: 'audit_entries a',
  id: 'a.id',
  filters: {
    adminId: equalsId('a.admin_id = ?'),
    resource: equalsOneOf('a.resource', auditedResources),
    action: equalsOneOf('a.action', auditedActions),
    recordId: equalsId('a.record_id = ?'),
    created: between('a.created'),
  },
  sorts: { created: 'a.created', id: 'a.id' },
  flags: ['recordExists'],
  dates: ['created'],
});

const columns = ['id', 'created', 'adminName', 'adminId', 'action', 'resource', 'recordId', 'details'];
const nobody = { isAccessible: false };

/** Who did what. The panel can only read it; the database itself refuses changes. */
export function auditResource(database: Database): { resource: UseCaseResource; options: ResourceOptions } {
  return {
    resource: new UseCaseResource(
      { name: 'AuditEntry', columns, extra: [], title: 'action', records, writes: { fieldOf: () => 'id' } },
      database,
    ),
    options: {
      navigation: { name: null, icon: 'Shield' },
      sort: { sortBy: 'created', direction: 'desc' },
      listProperties: ['created', 'adminName', 'action', 'resource', 'recordId', 'details'],
      filterProperties: ['adminId', 'action', 'resource', 'recordId', 'created'],
      showProperties: columns,
      properties: {
        created: { type: 'datetime' },
        action: { availableValues: auditedActions.map((value) => ({ value, label: value })) },
        recordId: { components: { list: components.RecordLink, show: components.RecordLink } },
        adminId: { reference: 'User' },
        resource: { availableValues: auditedResources.map((value) => ({ value, label: value })) },
      },
      actions: { new: nobody, edit: nobody, delete: nobody, bulkDelete: nobody },
    },
  };
}
