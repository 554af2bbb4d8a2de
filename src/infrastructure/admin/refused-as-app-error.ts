import { AppError } from 'adminjs';
import { Outage } from '../../application/ports/outage.js';
import { DomainError } from '../../domain/errors.js';

/** AdminJS shows the message of an AppError to the admin. */
export async function refusedAsAppError<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof DomainError || error instanceof Outage ? new AppError(error.message) : error;
  }
}
