import { join } from 'node:path';
import { ComponentLoader, type OverridableComponent } from 'adminjs';

const names = [
  'Dashboard',
  'Conversation',
  'ConfirmAction',
  'ExportData',
  'Participants',
  'ThreadsLink',
  'RecordLink',
  'ThreadReference',
  'Excerpt',
  'MessageText',
  'Password',
  'Username',
  'Name',
  'Avatar',
  'NewServiceKey',
  'WebhookDeliveries',
  'ReportCase',
  'Role',
  'IfExisting',
] as const;

/**
 * Replacements for AdminJS's own components. They add landmarks, headings, labels, and a list that can be read on a
 * phone.
 */
const replaced: Partial<Record<OverridableComponent, string>> = {
  DashboardRoute: 'page',
  ResourceRoute: 'page',
  ResourceActionRoute: 'page',
  BulkActionRoute: 'bulk-page',
  RecordActionRoute: 'record-page',
  ActionHeader: 'header',
  DefaultListAction: 'list',
  FilterDrawer: 'filters',
  Sidebar: 'sidebar',
  TopBar: 'top-bar',
  NoticeBox: 'notices',
  DefaultDatetimeListProperty: 'moment',
  DefaultDatetimeShowProperty: 'moment',
};

const fileOf = (name: string) => join(import.meta.dirname, 'components', name);

/** The panel's own React components. The build bundles those that are listed here. */
export const componentLoader = new ComponentLoader();

for (const [name, file] of Object.entries(replaced)) componentLoader.override(name, fileOf(file));

export const components = Object.fromEntries(
  names.map((name) => {
    const file = name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    return [name, componentLoader.add(name, fileOf(file))];
  }),
) as Record<(typeof names)[number], string>;
