/**
 * The controller's signal, which is also aborted by the other one. Like AbortSignal.any, which browsers have only since
 * 2023 and 2024.
 */
export function either(controller: AbortController, other: AbortSignal | undefined): AbortSignal {
  const abort = () => {
    controller.abort();
  };
  if (other?.aborted === true) abort();
  other?.addEventListener('abort', abort, { once: true, signal: controller.signal });
  return controller.signal;
}
