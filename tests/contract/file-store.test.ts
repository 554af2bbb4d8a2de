import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import S3rver from '@20minutes/s3rver';
import { FolderFileStore } from '../../src/infrastructure/attachments/folder-file-store.js';
import { S3FileStore } from '../../src/infrastructure/attachments/s3-file-store.js';
import { rejectionOf } from '../support/rejection-of.js';
import { describeFileStore } from './file-store-contract.js';

const name = '0123456789abcdef0123456789abcdef';

describeFileStore('a folder', async (folder) => new FolderFileStore(join(folder, 'kept')));

describe('A folder of files', () => {
  it('is for the owner alone, and says what is wrong with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'duet-files-'));
    try {
      const kept = join(folder, 'a', 'b');
      await new FolderFileStore(kept).check();
      expect(statSync(kept).mode & 0o777).to.equal(0o700);
      expect(readdirSync(kept)).to.deep.equal([]);
      writeFileSync(join(folder, 'file'), '');
      expect(String(await rejectionOf(new FolderFileStore(join(folder, 'file')).check()))).to.match(
        /EEXIST|ENOTDIR/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('takes files from another file system', async function () {
    const [here, there] = ['/dev/shm', tmpdir()].map((place) => {
      try {
        return mkdtempSync(join(place, 'duet-files-'));
      } catch {
        return '';
      }
    }) as [string, string];
    if (here === '' || statSync(here).dev === statSync(there).dev) return this.skip();
    try {
      const path = join(here, 'given');
      writeFileSync(path, 'content');
      await new FolderFileStore(there).put(name, path);
      expect(readFileSync(join(there, name.slice(0, 2), name), 'utf8')).to.equal('content');
      expect(readdirSync(join(there, name.slice(0, 2)))).to.deep.equal([name]);
    } finally {
      for (const folder of [here, there]) rmSync(folder, { recursive: true, force: true });
    }
  });
});

// As the service does: the lockfile keeps the SDK for this Node.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

describe('Files', () => {
  let server: S3rver;
  let endpoint: string;
  let folder: string;

  const place = (secretAccessKey = 'S3RVER') => ({
    bucket: 'duet',
    prefix: 'attachments/',
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey },
  });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duet-s3-'));
    server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'duet', configs: [] }],
    });
    const { port } = await server.run();
    endpoint = `http://127.0.0.1:${port}`;
  });

  after(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describeFileStore('S3', async () => new S3FileStore(place()));

  describe('S3', () => {
    it('says what is wrong: with the key, and with the bucket', async () => {
      expect(String(await rejectionOf(new S3FileStore(place('other')).check()))).to.match(/signature/i);
      const elsewhere = new S3FileStore({ ...place(), bucket: 'nowhere' });
      expect(String(await rejectionOf(elsewhere.check()))).to.match(/bucket/i);
      await rejectionOf(elsewhere.read(name));
    });
  });
});
