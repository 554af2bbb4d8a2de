import type { NewReport, Report, ReportStatus } from '../../domain/evidence/report.js';
import type { Version } from '../../domain/evidence/version.js';
import type { Page, Slice } from './page.js';

/** Of messages, without both ends. */
export interface IdRange {
  readonly after: number;
  readonly before: number;
}

export interface EvidenceReader {
  /** What a message said before, the latest first. */
  versionsOf(message: number, slice: Slice): Promise<Page<Version>>;

  /** What a thread's messages above `after` and below `before` said before, by rising id, `limit` at most. */
  versionsIn(thread: number, range: IdRange, limit: number): Promise<readonly Version[]>;

  /** What a user's messages said before, those above the id `after`, by rising id, `limit` at most. */
  versionsBy(sender: number, after: number, limit: number): Promise<readonly Version[]>;

  findReport(id: number): Promise<Report | undefined>;

  reportOf(message: number, reporter: number): Promise<Report | undefined>;

  /** The latest first. @param status undefined: of either. */
  reportsPage(status: ReportStatus | undefined, slice: Slice): Promise<Page<Report>>;

  /** Those that a user made, above the id `after`, by rising id, `limit` at most. */
  reportsBy(reporter: number, after: number, limit: number): Promise<readonly Report[]>;
}

/**
 * What messages said before, which `Conversations` keeps by itself, and what was reported of them. Both hold the files of
 * messages that are gone (see `holdsFiles` of the domain): whatever removes the last that does lets go of them.
 */
export interface EvidenceRepository extends EvidenceReader {
  /** Adds an open report. A reporter has one for each message. */
  addReport(report: NewReport): Promise<Report>;

  /** As `findReport`; until the unit of work ends, nobody else changes it. */
  holdReport(id: number): Promise<Report | undefined>;

  /** Stores status, note and times of a report that is there. */
  updateReport(report: Report): Promise<void>;

  /**
   * Removes what is kept of a user's messages, and closed reports by or about the user. What an open report holds is
   * overdue from then on, and so is the report.
   */
  releaseAllOf(user: number): Promise<void>;

  /**
   * Removes what was replaced and reports that were closed before this time, or that are overdue; no open report, and
   * nothing of a message that has one. `limit` at most of each kind.
   * @returns how many; fewer than `limit` if nothing is left.
   */
  prune(before: Date, limit: number): Promise<number>;

  /**
   * Puts rows back under their ids, in rising order, after all messages. Holds the files that they tell of whose message
   * is gone.
   */
  restore(rows: {
    readonly versions: readonly Version[];
    readonly reports: readonly Report[];
  }): Promise<void>;

  /** Gives no id up to these to new rows, as if they had been given before. */
  continueAfter(last: { readonly version: number; readonly report: number }): Promise<void>;
}
