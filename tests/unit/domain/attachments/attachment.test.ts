import { expect } from 'chai';
import { parseFileName } from '../../../../src/domain/attachments/attachment.js';
import { expectRefused } from '../../../support/rejection-of.js';

describe('the name of a file', () => {
  it('is the last part of a path, without what turns the direction of writing', () => {
    for (const [given, name] of [
      ['photo.jpg', 'photo.jpg'],
      ['C:\\fakepath\\photo.jpg', 'photo.jpg'],
      ['/etc/../passwd', 'passwd'],
      [' rechnung für März.pdf ', 'rechnung für März.pdf'],
      ['\u202egpj.exe', 'gpj.exe'],
      ['.htaccess', '.htaccess'],
      ['😀'.repeat(255), '😀'.repeat(255)],
    ] as const) {
      expect(parseFileName(given)).to.equal(name);
    }
  });

  it('can be seen, and has no controls', () => {
    for (const name of [
      '',
      ' ',
      '.',
      '..',
      '/',
      'a/',
      'a\0b',
      'a\nb',
      '\u200b',
      'a\ud800',
      'x'.repeat(256),
    ]) {
      expectRefused(() => parseFileName(name), 'invalid_file_name');
    }
  });
});
