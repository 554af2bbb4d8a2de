import { readFileSync } from 'node:fs';

// A process of its own that uploads a file, so many times at once and again and again, from the first message of its
// parent to the next: so that what it costs is not taken from who measures.

const [url = '', token = '', file = '', atOnce = '1'] = process.argv.slice(2);
const bytes = readFileSync(file);

async function upload(): Promise<void> {
  const response = await fetch(`${url}/api/v1/attachments?name=bench`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body: bytes,
  });
  if (response.status !== 201) throw new Error(await response.text());
  await response.arrayBuffer();
}

async function uploadUntilTold(): Promise<number> {
  let isOver = false;
  process.once('message', () => (isOver = true));
  let count = 0;
  const one = async () => {
    while (!isOver) {
      await upload();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: Number(atOnce) }, one));
  return count;
}

process.once('message', () => {
  void uploadUntilTold().then((count) => {
    process.send?.(count, () => process.disconnect());
  });
});
process.send?.('ready');
