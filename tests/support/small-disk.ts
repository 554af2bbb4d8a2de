import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

/** A disk of 4 MB for a suite, whose tests are skipped where none can be mounted, but not in CI. */
export function smallDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'duet-disk-'));
  const filler = join(folder, 'filler');
  let mounted = false;

  before(function () {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'pipe' });
      mounted = true;
    } catch (error) {
      if (process.env['CI']) throw error;
      process.stderr.write(`A full disk is not tried: ${(error as Error).message.trim()}\n`);
      this.skip();
    }
  });

  after(() => {
    if (mounted) execFileSync('umount', ['--lazy', folder]); // the service may still have it open
    rmSync(folder, { recursive: true });
  });

  return {
    folder,
    /** Uses up all that is left, until there is no more: the service may write meanwhile. */
    fill(): void {
      const block = Buffer.alloc(statfsSync(folder).bsize);
      expect(() => {
        for (;;) appendFileSync(filler, block);
      }).to.throw('ENOSPC');
      expect(statfsSync(folder).bavail).to.equal(0);
    },
    /** Gives back what `fill` took. */
    empty: () => rmSync(filler),
  };
}
