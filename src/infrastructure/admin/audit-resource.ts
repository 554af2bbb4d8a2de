import type { ResourceOptions } from 'adminjs';
import {
  auditOrders,
  type AdminDirectory,
  type AuditFilters,
  type AuditOrder,
} from '../../application/ports/admin-directory.js';
import { auditedActions, auditedResources } from '../../application/ports/audit-trail.js';
import { components } from './components.js';
import type { Entities } from './entity-model.js';
import { anId, aPeriod, aText, oneOf } from './query.js';
import { asKind, asSentence } from './translations.js';
import { sortable, UseCaseResource, type ResourceDefinition } from './use-case-resource.js';

const columns = [
  'id',
  'created',
  'adminName',
  'adminId',
  'service',
  'action',
  'resource',
  'recordId',
  'details',
];
const nobody = { isAccessible: false };

/** Who did what. The panel can only read it; the database itself refuses changes. */
export function auditResource(
  entities: Entities,
  directory: AdminDirectory,
): { resource: UseCaseResource; options: ResourceOptions } {
  const definition: ResourceDefinition<AuditFilters, AuditOrder> = {
    name: 'AuditEntry',
    columns,
    title: 'action',
    list: directory.auditEntries,
    filters: {
      adminId: anId,
      service: aText,
      resource: oneOf(auditedResources),
      action: oneOf(auditedActions),
      recordId: anId,
      created: aPeriod,
    },
    orders: auditOrders,
    writes: { fieldOf: () => 'id' },
  };
  return {
    resource: new UseCaseResource(definition, entities),
    options: {
      navigation: { name: null, icon: 'Shield' },
      sort: { sortBy: 'created', direction: 'desc' },
      listProperties: ['created', 'adminName', 'action', 'resource', 'recordId', 'details'],
      filterProperties: ['adminId', 'service', 'action', 'resource', 'recordId', 'created'],
      showProperties: columns,
      properties: sortable(columns, auditOrders, {
        created: { type: 'datetime' },
        action: { availableValues: auditedActions.map((value) => ({ value, label: asSentence(value) })) },
        recordId: { components: { list: components.RecordLink, show: components.RecordLink } },
        adminId: { reference: 'User' },
        resource: { availableValues: auditedResources.map((value) => ({ value, label: asKind(value) })) },
      }),
      actions: { new: nobody, edit: nobody, delete: nobody, bulkDelete: nobody },
    },
  };
}
