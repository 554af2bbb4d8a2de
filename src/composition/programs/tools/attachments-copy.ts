import { FilesCopy } from '../../../infrastructure/attachments/files-copy.js';
import { intakeFolder, openFiles } from '../../attachments.js';
import { commandFor } from '../../command.js';
import { parseAttachmentsPlace } from '../../config/attachments-place.js';
import { credentialsInFiles } from '../../config/s3-credentials.js';
import { UsageError } from '../run-tool.js';
import { existingDatabase, readArguments, withStore } from '../tool.js';

/** How many attachments are copied at once: a store that is far away answers late. */
const atOnce = 8;

async function open(given: string) {
  const place = parseAttachmentsPlace(given);
  if (place === undefined || place.kind === 'off') {
    throw new UsageError(`${given} is no place for files: write file:FOLDER or s3://BUCKET/PREFIX?region=…`);
  }
  const files = await openFiles(place, credentialsInFiles(process.env));
  if (files === undefined) throw new Error(`There are no files in ${given}.`);
  return { files, folder: intakeFolder(place) };
}

export async function run(): Promise<void> {
  const [from = '', to = ''] = readArguments(commandFor('attachments:copy', 'FROM TO'), 2, 2);
  if (from === to) throw new UsageError('the two places are the same.');
  const [source, target] = [await open(from), await open(to)];
  const database = existingDatabase();
  await target.files.check();
  const copy = new FilesCopy(source.files, target.files, target.folder);
  const missing: number[] = [];
  await withStore(database, async (store) => {
    const find = (id: number) => store.read(({ attachments }) => attachments.find(id));
    for (let after = 0, told = 0; ;) {
      const uploads = await store.read(({ attachments }) => attachments.allAfter(after, atOnce));
      await Promise.all(
        uploads.map(async (upload) => {
          const whole = await copy.copy(upload);
          // Whoever removes it does so in the old place, and not in the new one.
          if ((await find(upload.id)) === undefined) await copy.takeBack(upload);
          else if (!whole) missing.push(upload.id);
        }),
      );
      after = uploads.at(-1)?.id ?? after;
      if (copy.copied - told >= 1000) {
        told = copy.copied;
        process.stderr.write(`${told.toLocaleString('en')} files copied\n`);
      }
      if (uploads.length < atOnce) break;
    }
  });
  process.stdout.write(
    `Copied ${copy.copied} files from ${source.files.name} to ${target.files.name}; ` +
      `${copy.kept} were there already, ${missing.length} attachments lack a file.\n`,
  );
  if (missing.length === 0) return;
  missing.sort((one, other) => one - other);
  const some = `${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ', …' : ''}`;
  throw new Error(
    `${missing.length} attachments have a file that is whole in neither place. Their ids: ${some}.`,
  );
}
