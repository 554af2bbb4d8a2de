import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { WorkersMetrics } from './workers-metrics.js';

// Names are those of docs/monitoring.md.

/**
 * What one service does, and how its process fares, as Prometheus reads it; in a worker, what all of them do.
 * Holds nothing about users.
 */
export class PrometheusMetrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  readonly #registry = new Registry();
  readonly #process = processRegistry();
  readonly #requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the beginning of a request to the end of its answer, by the pattern of its route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.#registry],
  });
  readonly #groups = new Histogram({
    name: 'duet_write_group_size',
    help: 'How many units of work shared a commit.',
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers: [this.#registry],
  });
  readonly #sent = new Counter({
    name: 'duet_messages_sent_total',
    help: 'Messages sent, without the repeats that an idempotency key told.',
    registers: [this.#registry],
  });
  readonly #uploads = new Counter({
    name: 'duet_attachments_uploaded_total',
    help: 'Attachments uploaded.',
    registers: [this.#registry],
  });
  readonly #uploadedBytes = new Counter({
    name: 'duet_attachments_uploaded_bytes_total',
    help: 'Bytes of attachments uploaded, as they are kept.',
    registers: [this.#registry],
  });
  readonly #services = new Counter({
    name: 'duet_service_requests_total',
    help: 'Requests with a service key, by its name.',
    labelNames: ['service', 'status'] as const,
    registers: [this.#registry],
  });
  readonly #delivered = new Counter({
    name: 'duet_events_delivered_total',
    help: 'Events written to streams.',
    registers: [this.#registry],
  });
  readonly #slow = new Counter({
    name: 'duet_event_streams_cut_total',
    help: 'Streams cut off because their reader was too slow.',
    registers: [this.#registry],
  });

  readonly #webhooks = new Counter({
    name: 'duet_webhook_attempts_total',
    help: 'Attempts to deliver an event to a webhook, by what came of them.',
    labelNames: ['outcome'] as const,
    registers: [this.#registry],
  });

  readonly #waiting = new Gauge({
    name: 'duet_webhook_oldest_waiting_seconds',
    help: 'For how long the oldest event that a webhook should have been told has waited.',
    aggregator: 'max',
    registers: [this.#registry],
  });

  readonly #workers: WorkersMetrics | undefined;

  /**
   * The first three are asked when the metrics are read.
   * @param isWorker whether this process is one of several, which answer for all of them.
   */
  constructor(
    writeQueueDepth: () => number,
    openStreams: () => number,
    droppedLines: () => number,
    isWorker: boolean,
  ) {
    this.#workers = isWorker ? new WorkersMetrics([this.#registry, this.#process]) : undefined;
    new Gauge({
      name: 'duet_write_queue_depth',
      help: 'How many units of work wait for their commit.',
      registers: [this.#registry],
      collect() {
        this.set(writeQueueDepth());
      },
    });
    new Gauge({
      name: 'duet_event_streams',
      help: 'Streams of events that are open.',
      registers: [this.#registry],
      collect() {
        this.set(openStreams());
      },
    });
    new Counter({
      name: 'duet_log_lines_dropped_total',
      help: 'Lines of the log that were dropped because nothing took them.',
      registers: [this.#registry],
      collect() {
        this.reset();
        this.inc(droppedLines());
      },
    });
  }

  requestDone(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status }, seconds);
  }

  serviceRequestDone(service: string, status: number): void {
    this.#services.inc({ service, status });
  }

  groupCommitted(size: number): void {
    this.#groups.observe(size);
  }

  messageSent(): void {
    this.#sent.inc();
  }

  attachmentUploaded(size: number): void {
    this.#uploads.inc();
    this.#uploadedBytes.inc(size);
  }

  eventDelivered(): void {
    this.#delivered.inc();
  }

  slowStreamCut(): void {
    this.#slow.inc();
  }

  webhookAttempted(delivered: boolean): void {
    this.#webhooks.inc({ outcome: delivered ? 'delivered' : 'failed' });
  }

  /** @param waiting in milliseconds. */
  webhooksWait(waiting: number): void {
    this.#waiting.set(waiting / 1000);
  }

  async exposition(): Promise<string | undefined> {
    if (this.#workers !== undefined) return this.#workers.exposition();
    return (await this.#registry.metrics()) + (await this.#process.metrics());
  }
}

let shared: Registry | undefined;

/** The figures of the process: one set, as there is one process, however many services a test starts in it. */
function processRegistry(): Registry {
  if (shared === undefined) {
    shared = new Registry();
    collectDefaultMetrics({ register: shared });
  }
  return shared;
}
