import { AppError, ValidationError } from 'adminjs';
import type { ActionContext, ActionRequest, BulkActionResponse } from 'adminjs';

/**
 * Deletes the records one after the other, because AdminJS's own handler would start all at once. An error does not
 * bring back the ones before it.
 */
export async function bulkDelete(
  request: ActionRequest,
  _: unknown,
  context: ActionContext,
): Promise<BulkActionResponse> {
  const { records = [], resource, h, currentAdmin } = context;
  const shown = records.map((record) => record.toJSON(currentAdmin));
  if (request.method !== 'post') return { records: shown };
  for (const [index, record] of records.entries()) {
    try {
      await resource.delete(record.id(), context);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      throw new AppError(
        `${index} of ${records.length} were deleted, then: ${error.baseError?.message ?? ''}`,
      );
    }
  }
  return {
    records: shown,
    notice: {
      message: records.length > 1 ? 'successfullyBulkDeleted_plural' : 'successfullyBulkDeleted',
      options: { count: records.length },
      type: 'success',
    },
    redirectUrl: h.resourceUrl({ resourceId: resource.id() }),
  };
}
