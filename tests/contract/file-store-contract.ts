import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { FileStore } from '../../src/application/ports/file-store.js';
import { collect } from '../support/collect.js';
import { rejectionOf } from '../support/rejection-of.js';

const name = '0123456789abcdef0123456789abcdef';

/**
 * What every store of files promises.
 * @param open is given a folder for temporary files that is removed afterwards.
 */
export function describeFileStore(what: string, open: (folder: string) => Promise<FileStore>): void {
  describe(`Files: ${what}`, () => {
    let folder: string;
    let files: FileStore;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'duet-files-'));
      files = await open(folder);
    });

    after(() => rmSync(folder, { recursive: true, force: true }));

    const put = async (content: string | Buffer, to = name) => {
      const path = join(folder, 'given');
      writeFileSync(path, content);
      await files.put(to, path);
    };
    const read = async (range?: { start: number; end: number }) => {
      const stream = await files.read(name, range);
      return stream && Buffer.concat(await collect(stream)).toString();
    };

    it('can be used', () => files.check());

    it('has nothing under a name before it is put there', async () => {
      expect(await read()).to.equal(undefined);
      expect(await files.sizeOf(name)).to.equal(undefined);
      await files.remove(name);
    });

    it('keeps a file, gives it back whole and in parts, and lets go of it', async () => {
      await put('0123456789');
      expect(await read()).to.equal('0123456789');
      expect(await files.sizeOf(name)).to.equal(10);
      expect(await read({ start: 2, end: 4 })).to.equal('234');
      expect(await read({ start: 9, end: 9 })).to.equal('9');
      await put('other');
      expect(await read()).to.equal('other');
      await files.remove(name);
      await files.remove(name);
      expect(await read()).to.equal(undefined);
    });

    it('keeps many large files at the same time, byte by byte', async () => {
      const size = 6_000_000; // more than S3 takes in one part of many
      const names = Array.from({ length: 4 }, (_, index) => `${index + 1}${name.slice(1)}`);
      await Promise.all(
        names.map(async (one, index) => {
          const path = join(folder, `large ${index}`);
          writeFileSync(path, Buffer.alloc(size, index));
          await files.put(one, path);
        }),
      );
      for (const [index, one] of names.entries()) {
        let seen = 0;
        for await (const chunk of (await files.read(one))!) {
          expect((chunk as Buffer).every((byte) => byte === index)).to.equal(true);
          seen += (chunk as Buffer).length;
        }
        expect(seen).to.equal(size);
      }
    });

    it('keeps nothing of what is not there', async () => {
      await rejectionOf(files.put(name, join(folder, 'nothing')));
      expect(await files.sizeOf(name)).to.equal(undefined);
    });
  });
}
