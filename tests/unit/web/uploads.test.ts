import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { ProblemError, type Attachment } from '../../../client/index.js';
import { Uploads } from '../../../web/uploads.js';

interface Going {
  readonly file: File;
  readonly signal: AbortSignal;
  readonly onProgress: (part: number) => void;
  readonly arrive: () => Promise<void>;
  readonly fail: (error: Error) => Promise<void>;
}

describe('uploads of the chat page', () => {
  let going: Going[];
  let uploads: Uploads;

  const file = (name: string) => new File(['content'], name);
  const names = () => going.map((one) => one.file.name);
  const find = (name: string) => uploads.items.find((item) => item.file.name === name);

  beforeEach(() => {
    going = [];
    uploads = new Uploads(
      (one, options) =>
        new Promise((resolve, reject) => {
          const settle = async (work: () => void) => {
            work();
            await turn();
          };
          const attachment = { id: going.length + 1, name: one.name } as Attachment;
          going.push({
            file: one,
            ...options,
            arrive: () => settle(() => resolve(attachment)),
            fail: (error) => settle(() => reject(error)),
          });
        }),
      3,
      (error) => (error as Error).message,
    );
  });

  it('go two at a time, and no more than a message takes', async () => {
    expect(uploads.add(['a', 'b', 'c', 'd'].map(file))).to.equal(1);
    expect(names()).to.deep.equal(['a', 'b']);
    going[0]?.onProgress(0.5);
    expect(find('a')?.progress).to.equal(0.5);
    await going[1]?.arrive();
    expect(names()).to.deep.equal(['a', 'b', 'c']);
    await going[0]?.arrive();
    await going[2]?.arrive();
    expect(uploads.take().map(({ name }) => name)).to.deep.equal(['a', 'b', 'c']);
    expect(uploads.items).to.deep.equal([]);
  });

  it('are taken back on their way, and the next one goes', () => {
    uploads.add(['a', 'b', 'c'].map(file));
    uploads.remove(find('a')?.id ?? 0);
    expect(going[0]?.signal.aborted).to.equal(true);
    expect(names()).to.deep.equal(['a', 'b', 'c']);
    expect(uploads.items.map((item) => item.file.name)).to.deep.equal(['b', 'c']);
  });

  it('are tried again when the connection is back, unless they were refused', async () => {
    uploads.add(['a', 'b'].map(file));
    await going[0]?.fail(new TypeError('no connection'));
    const problem = { code: 'image_refused', detail: 'The picture is broken.' };
    await going[1]?.fail(new ProblemError(new Response(null, { status: 400 }), problem));
    expect([find('a')?.problem, find('b')?.problem]).to.deep.equal([
      'The connection broke.',
      'The picture is broken.',
    ]);
    uploads.connected();
    expect(names()).to.deep.equal(['a', 'b', 'a']);
    await going[2]?.arrive();
    expect(find('a')?.attachment).not.to.equal(undefined);
    uploads.retry(find('b')?.id ?? 0);
    expect(names()).to.deep.equal(['a', 'b', 'a', 'b']);
  });
});
