/** Knows who follows events at the moment, at any process of the service as far as they reach each other. */
export interface Presence {
  onlineAmong(users: readonly number[]): Promise<ReadonlySet<number>>;
}
