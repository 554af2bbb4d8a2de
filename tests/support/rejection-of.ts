import { expect } from 'chai';
import { Outage, type OutageCode } from '../../src/application/ports/outage.js';
import { DomainError, type DomainErrorCode } from '../../src/domain/errors.js';

/** What the promise rejects with; it is an error of the test if it does not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return expect.fail('The promise should have been rejected.');
}

export async function expectOutage(promise: Promise<unknown>, code: OutageCode): Promise<void> {
  const error = await rejectionOf(promise);
  expect(error).to.be.instanceOf(Outage);
  expect(error).to.have.property('code', code);
}

export async function expectRefusal(promise: Promise<unknown>, code: DomainErrorCode): Promise<void> {
  const error = await rejectionOf(promise);
  expect(error).to.be.instanceOf(DomainError);
  expect(error).to.have.property('code', code);
}

/** A plain error: one that a mistake in the calling code makes, and nobody's input. */
export async function expectMistake(promise: Promise<unknown>): Promise<void> {
  const error = await rejectionOf(promise);
  expect(error).to.be.instanceOf(Error);
  expect(error).not.to.be.instanceOf(DomainError);
  expect(error).not.to.be.instanceOf(Outage);
}

export function expectRefused(work: () => unknown, code: DomainErrorCode): void {
  expect(work).to.throw(DomainError).with.property('code', code);
}
