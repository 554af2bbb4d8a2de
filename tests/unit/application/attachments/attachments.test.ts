import { Readable } from 'node:stream';
import { expect } from 'chai';
import { OpenAttachment } from '../../../../src/application/attachments/open-attachment.js';
import { SendMessage } from '../../../../src/application/conversation/send-message.js';
import { Prune } from '../../../../src/application/upkeep/prune.js';
import { RemoveFiles } from '../../../../src/application/attachments/remove-files.js';
import { UploadAttachment } from '../../../../src/application/attachments/upload-attachment.js';
import type { FileIntake, TakenFile } from '../../../../src/application/ports/file-intake.js';
import type { FileStore } from '../../../../src/application/ports/file-store.js';
import type { Upload } from '../../../../src/domain/attachments/attachment.js';
import { acts } from '../../../support/acts.js';
import { collect } from '../../../support/collect.js';
import { CountingIds } from '../../../support/fakes.js';
import { openThread } from '../../../support/fixtures.js';
import { expectRefusal, rejectionOf } from '../../../support/rejection-of.js';
import { newWorld, type World } from '../../../support/world.js';

/** Keeps names alone. Fails where a test says so. */
class NamesOfFiles implements FileStore {
  readonly name = 'names';
  readonly names = new Set<string>();
  fails: (deed: 'put' | 'remove', name: string) => boolean = () => false;

  async check(): Promise<void> {}

  async put(name: string): Promise<void> {
    if (this.fails('put', name)) throw new Error('The disk is full.');
    this.names.add(name);
  }

  async read(name: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    return this.names.has(name) ? Readable.from([Buffer.from(name)]) : undefined;
  }

  async sizeOf(name: string): Promise<number | undefined> {
    return this.names.has(name) ? name.length : undefined;
  }

  async remove(name: string): Promise<void> {
    if (this.fails('remove', name)) throw new Error('The disk does not answer.');
    this.names.delete(name);
  }
}

/** Takes everything for a picture. */
class Pictures implements FileIntake {
  discarded = 0;

  async take(): Promise<TakenFile> {
    const about = { type: 'image/png', size: 3, image: { width: 1, height: 1 } };
    return { ...about, path: 'a', thumbnailPath: 'b', discard: async () => void (this.discarded += 1) };
  }
}

const hour = 3_600_000;

describe('Attachments', () => {
  let world: World;
  let files: NamesOfFiles;
  let intake: Pictures;
  let sweep: () => Promise<number>;
  let upload: () => Promise<Upload>;
  let pass: (time: number) => void;

  beforeEach(async () => {
    world = await newWorld();
    const { unitOfWork, clock, alice } = world;
    files = new NamesOfFiles();
    intake = new Pictures();
    const use = new UploadAttachment(unitOfWork, files, intake, new CountingIds(), clock);
    const caller = { id: alice.id, role: 'user' } as const;
    upload = () => use.execute({ caller, name: 'a.png', bytes: Readable.from(['png']) });
    sweep = () => new RemoveFiles(unitOfWork, files, clock).execute();
    pass = (time) => (clock.time = new Date(clock.time.getTime() + time));
  });

  it('are kept with their thumbnail, until they were not sent for 24 hours', async () => {
    await upload();
    expect([...files.names]).to.deep.equal(['id 1.thumbnail', 'id 1']);
    expect(intake.discarded).to.equal(1);
    pass(24 * hour);
    expect(await sweep()).to.equal(0);
    pass(1);
    expect(await sweep()).to.equal(1);
    expect([...files.names]).to.deep.equal([]);
    expect(await sweep()).to.equal(0);
  });

  it('that evidence held go when it has, also if the process died in between', async () => {
    const { unitOfWork, clock, alice, bob } = world;
    const thread = await openThread(unitOfWork, alice, bob);
    const { id } = await upload();
    const { message } = await new SendMessage(unitOfWork, clock).execute({
      caller: { id: alice.id, role: 'user' },
      thread: thread.id,
      content: { text: '', attachments: [id] },
    });
    await unitOfWork.run((all) => acts(all).remove(message, clock.now()));
    const prune = () => new Prune(unitOfWork, clock, hour, hour, hour).execute();
    await prune();
    pass(25 * hour);
    expect(await sweep()).to.equal(0);
    expect((await prune()).evidence).to.equal(1);
    files.fails = (deed, name) => deed === 'remove' && name === 'id 1';
    await rejectionOf(sweep());
    expect([...files.names]).to.deep.equal(['id 1']);
    files.fails = () => false;
    expect([await sweep(), [...files.names]]).to.deep.equal([1, []]);
  });

  it('that could not be kept whole leave nothing', async () => {
    files.fails = (deed, name) => deed === 'put' && name === 'id 1';
    await rejectionOf(upload());
    expect([intake.discarded, [...files.names]]).to.deep.equal([1, ['id 1.thumbnail']]);
    pass(hour);
    expect(await sweep()).to.equal(1);
    expect([...files.names]).to.deep.equal([]);
  });

  it('of a process that died before they were added are found', async () => {
    const { unitOfWork } = world;
    const run = unitOfWork.run.bind(unitOfWork);
    let units = 0;
    unitOfWork.run = (work) => {
      units += 1;
      return units === 2 ? Promise.reject(new Error('The process died.')) : run(work);
    };
    await rejectionOf(upload());
    expect(files.names.size).to.equal(2);
    expect(await sweep(), 'too early').to.equal(0);
    pass(hour);
    expect(await sweep()).to.equal(1);
    expect(files.names.size).to.equal(0);
  });

  it('are removed by the next sweep if one fails in the middle', async () => {
    for (let count = 0; count < 250; count += 1) await upload();
    pass(24 * hour + 1);
    files.fails = (deed, name) => deed === 'remove' && name === 'id 120';
    const error = await rejectionOf(sweep());
    expect((error as Error).message).to.equal('The disk does not answer.');
    expect([...files.names], 'all others went').to.deep.equal(['id 120']);
    files.fails = () => false;
    expect(await sweep()).to.equal(1);
    expect(files.names.size).to.equal(0);
  });

  it('whose process dies after the file went and before that was noted, are removed again', async () => {
    await upload();
    pass(24 * hour + 1);
    const { unitOfWork } = world;
    const run = unitOfWork.run.bind(unitOfWork);
    unitOfWork.run = (work) =>
      files.names.size === 0 ? Promise.reject(new Error('The process died.')) : run(work);
    await rejectionOf(sweep());
    unitOfWork.run = run;
    expect(await sweep()).to.equal(1);
    expect(await sweep()).to.equal(0);
  });

  it('are opened as long as their file is there', async () => {
    const { id } = await upload();
    const open = new OpenAttachment(world.unitOfWork, files);
    const opened = await open.execute({ attachment: id, thumbnail: true });
    expect(await collect(await opened.read())).to.deep.equal([Buffer.from('id 1.thumbnail')]);
    files.names.clear();
    await expectRefusal(opened.read(), 'attachment_not_found');
    await expectRefusal(open.execute({ attachment: id, thumbnail: true }), 'attachment_not_found');
    const none = new OpenAttachment(world.unitOfWork, undefined);
    await expectRefusal(none.execute({ attachment: id, thumbnail: false }), 'attachments_off');
  });
});
