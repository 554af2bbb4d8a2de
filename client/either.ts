/**
 * The controller's signal, which the other one ends, too. AbortSignal.any would do the same; browsers have it since 2023
 * and 2024 only.
 */
export function either(controller: AbortController, other: AbortSignal | undefined): AbortSignal {
  const abort = () => {
    controller.abort();
  };
  if (other?.aborted === true) abort();
  other?.addEventListener('abort', abort, { once: true, signal: controller.signal });
  return controller.signal;
}
