import { join } from 'node:path';
import { ComponentLoader } from 'adminjs';

const names = [
  'Dashboard',
  'Conversation',
  'ConfirmAction',
  'ExportData',
  'Participants',
  'ThreadsLink',
  'Excerpt',
  'Password',
  'Username',
  'IfExisting',
] as const;

/** The panel's own React components. They are bundled at build time from what is listed here. */
export const componentLoader = new ComponentLoader();

export const components = Object.fromEntries(
  names.map((name) => {
    const file = name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    return [name, componentLoader.add(name, join(import.meta.dirname, 'components', file))];
  }),
) as Record<(typeof names)[number], string>;
