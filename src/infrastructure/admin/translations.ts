import type { Locale } from 'adminjs';

export const translations: NonNullable<Locale['translations']> = {
  en: {
    actions: {
      new: 'New',
      show: 'Open',
      remove: 'Delete',
      bulkDelete: 'Delete selected',
      markRead: 'Mark as read',
      deactivate: 'Deactivate',
      activate: 'Activate',
    },
    labels: {
      User: 'Users',
      Thread: 'Threads',
      Message: 'Messages',
      AuditEntry: 'Audit trail',
    },
    messages: {
      userActivated: 'The account is active again.',
      userDeactivated: 'The account is deactivated: its logins have ended.',
      userDeleted: 'The account is deleted.',
      threadOpened: 'The thread is open.',
      threadExists: 'These two already have a thread: here it is.',
      messageMarkedRead: 'The message counts as read.',
      thereWereValidationErrors: 'Something in the form is not right: see below.',
      successfullyCreated: 'Created.',
      successfullyUpdated: 'Saved.',
      successfullyDeleted: 'Deleted.',
      successfullyBulkDeleted: 'Deleted 1 record.',
      successfullyBulkDeleted_plural: 'Deleted {{count}} records.',
      confirmDelete: 'Delete this for both participants? It cannot be undone.',
      noRecordsInResource: 'There is nothing here yet.',
      noRecords: 'Nothing found.',
    },
    resources: {
      User: {
        actions: { list: 'Users', new: 'New user', show: 'User', edit: 'Edit user' },
        properties: {
          username: 'Username',
          role: 'Role',
          isActive: 'Active',
          created: 'Joined',
          threadCount: 'Threads',
          unreadCount: 'Unread',
          password: 'Password',
        },
      },
      Thread: {
        actions: { list: 'Threads', new: 'New thread', show: 'Conversation' },
        buttons: { save: 'Open thread' },
        properties: {
          lowId: '1st participant',
          highId: '2nd participant',
          messageCount: 'Messages',
          lowUnread: 'Unread by 1st',
          highUnread: 'Unread by 2nd',
          updated: 'Last activity',
          created: 'Opened',
          participant: 'Participant',
          participants: 'Participants',
        },
      },
      Message: {
        actions: { list: 'Messages', show: 'Message' },
        properties: {
          text: 'Text',
          senderId: 'Sender',
          threadId: 'Thread',
          isRead: 'Read',
          created: 'Sent',
        },
      },
      AuditEntry: {
        actions: { list: 'Audit trail', show: 'Entry' },
        properties: {
          created: 'When',
          adminName: 'Admin',
          adminId: 'Admin account',
          action: 'Did',
          resource: 'To',
          recordId: 'Record',
          details: 'Details',
        },
      },
    },
  },
};
