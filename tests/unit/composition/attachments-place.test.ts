import { expect } from 'chai';
import { parseAttachmentsPlace } from '../../../src/composition/config/attachments-place.js';

describe('ATTACHMENTS', () => {
  const folder = (path: string) => ({ kind: 'file', folder: path });
  const s3 = (bucket: string, prefix: string, region?: string, endpoint?: string) => ({
    kind: 's3',
    ...{ bucket, prefix, region, endpoint },
  });
  for (const [text, place] of [
    ['off', { kind: 'off' }],
    ['file:database/attachments', folder('database/attachments')],
    ['file:/data/attachments', folder('/data/attachments')],
    ['file:///data/attachments', folder('/data/attachments')],
    ['s3://bucket', s3('bucket', '')],
    ['s3://bucket/', s3('bucket', '')],
    ['s3://bucket/a/b/?region=eu-central-1', s3('bucket', 'a/b/', 'eu-central-1')],
    [
      's3://bucket/a?region=x&endpoint=http%3A%2F%2Flocalhost%3A9000',
      s3('bucket', 'a/', 'x', 'http://localhost:9000'),
    ],
    ['s3://bucket/a?endpoint=https://minio.example', s3('bucket', 'a/', undefined, 'https://minio.example')],
    ['on', undefined],
    ['file:', undefined],
    ['database/attachments', undefined],
    ['s3://', undefined],
    ['s3://key:secret@bucket/a', undefined],
    ['s3://bucket/a?zone=1', undefined],
    ['s3://bucket/a?endpoint=minio', undefined],
    ['http://bucket', undefined],
  ] as const) {
    it(`${text} is ${place === undefined ? 'refused' : 'understood'}`, () => {
      expect(parseAttachmentsPlace(text)).to.deep.equal(place);
    });
  }
});
