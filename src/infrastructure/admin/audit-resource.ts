import type { ResourceOptions } from 'adminjs';
import { between, equalsId, equalsOneOf } from './query.js';
import { tableRecords, type Database } from './records.js';
import { UseCaseResource } from './use-case-resource.js';

const resources = ['User', 'Thread', 'Message'];

const records = tableRecords({
  select: `SELECT a.id, a.created, a.admin_id AS "adminId", a.admin_name AS "adminName", a.action, a.resource,
             a.record_id AS "recordId", a.details FROM audit_entries a`,
  from: 'audit_entries a',
  id: 'a.id',
  filters: {
    adminId: equalsId('a.admin_id = ?'),
    resource: equalsOneOf('a.resource', resources),
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
      { name: 'AuditEntry', columns, extra: [], title: 'id', records, writes: { fieldOf: () => 'id' } },
      database,
    ),
    options: {
      navigation: { name: null, icon: 'Shield' },
      sort: { sortBy: 'created', direction: 'desc' },
      listProperties: ['created', 'adminName', 'action', 'resource', 'recordId', 'details'],
      filterProperties: ['adminId', 'resource', 'recordId', 'created'],
      showProperties: columns,
      properties: {
        created: { type: 'datetime' },
        adminId: { reference: 'User' },
        resource: { availableValues: resources.map((value) => ({ value, label: value })) },
      },
      actions: { new: nobody, edit: nobody, delete: nobody, bulkDelete: nobody },
    },
  };
}
