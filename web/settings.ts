/** What the operator has decided for this page. The service writes it into the page. */
export interface Settings {
  /** Whether one can sign in with a password of this service, and make an account. */
  readonly signIn: boolean;
  readonly register: boolean;
  /** Whether everybody can look for people, and not only admins. */
  readonly directory: boolean;
  /** Whether everybody can open a conversation, and not only admins. */
  readonly opening: boolean;
  /** Whether one can search one's messages. */
  readonly messageSearch: boolean;
  /** Origins of the application whose users these are: its pages may hand over a token. */
  readonly hostOrigins: readonly string[];
  /** Where that application signs its users in. */
  readonly signInUrl?: string;
  /** Where pictures may be loaded from. */
  readonly avatarOrigins: readonly string[];
}

export function settingsOf(element: HTMLElement): Settings {
  return JSON.parse(element.dataset['settings'] ?? '') as Settings;
}
