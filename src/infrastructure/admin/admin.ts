/** Who is logged in, as AdminJS passes it to everything it calls. */
export interface Admin {
  readonly id: number;
  readonly role: 'admin';
  readonly username: string;
}
