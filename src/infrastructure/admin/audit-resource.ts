import type { ResourceOptions } from 'adminjs';
import { components } from './components.js';
import { between, equalsId, equalsOneOf } from './query.js';
import { tableRecords, type Database } from './records.js';
import { UseCaseResource } from './use-case-resource.js';

const resources = ['User', 'Thread', 'Message'];
const actions = ['open', 'create', 'change', 'mark as read', 'export', 'erase', 'delete'];

const records = tableRecords({
  select: `SELECT a.id, a.created, a.admin_id AS "adminId", a.admin_name AS "adminName", a.action, a.resource,
             a.record_id AS "recordId", a.details FROM audit_entries a`,
  from: 'audit_entries a',
  id: 'a.id',
  filters: {
    adminId: equalsId('a.admin_id = ?'),
    resource: equalsOneOf('a.resource', resources),
    action: equalsOneOf('a.action', actions),
    recordId: equalsId('a.record_id = ?'),
    created: between('a.created'),
  },
  sorts: { created: 'a.created', id: 'a.id' },
  flags: [],
  dates: ['created'],
});

const columns = ['id', 'created', 'adminName', 'adminId', 'action', 'resource', 'recordId', 'details'];
const nobody = { isAccessible: false };

/** Who did what. It can be read here, and nothing else; the database itself refuses changes. */
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
        action: { availableValues: actions.map((value) => ({ value, label: value })) },
        recordId: { components: { list: components.RecordLink, show: components.RecordLink } },
        adminId: { reference: 'User' },
        resource: { availableValues: resources.map((value) => ({ value, label: value })) },
      },
      actions: { new: nobody, edit: nobody, delete: nobody, bulkDelete: nobody },
    },
  };
}
