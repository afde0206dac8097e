import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Engines } from '../engines.ts';
import type { Register } from '../register/port.ts';
import type { Load } from './load.ts';

/** One request that was answered. No address, no body, no name: the route is a pattern. */
export interface RequestFacts {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

export interface Metrics {
  request(facts: RequestFacts): void;
  /** The same register, its outcomes counted. */
  counted(register: Register): Register;
  /** What there is to be seen now. */
  watch(engines: Engines, load: Load): void;
  /** Text exposition format, version 0.0.4. */
  text(): Promise<{ readonly type: string; readonly body: string }>;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Figures for Prometheus, in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    ...{ name: 'fojas_request_seconds', help: 'Requests by route and status', registers },
    ...{ labelNames: ['method', 'route', 'status'] as const, buckets: seconds },
  });
  const outcomes = new Counter({
    ...{ name: 'fojas_register_total', help: 'What the register answered', registers },
    labelNames: ['what', 'outcome'] as const,
  });
  const storing = new Histogram({
    ...{ name: 'fojas_register_seconds', help: 'How long the register took for a registration', registers },
    buckets: seconds,
  });
  return {
    request: ({ method, route, status, ms }) => requests.observe({ method, route, status: String(status) }, ms / 1000),
    counted: (register) => ({
      ...register,
      async register(entry, sign) {
        const end = storing.startTimer();
        const outcome = await register.register(entry, sign).finally(end);
        outcomes.inc({ what: 'registration', outcome: outcome.kind });
        return outcome;
      },
      async addRendition(request, sign) {
        const outcome = await register.addRendition(request, sign);
        outcomes.inc({ what: 'rendition', outcome: outcome.kind });
        return outcome;
      },
    }),
    watch(engines, load) {
      const { standing } = engines;
      new Gauge({
        ...{ name: 'fojas_engines', help: 'What the repository stands on: always 1', registers },
        labelNames: ['register', 'blobs', 'immutable'] as const,
      }).set({ ...standing, immutable: String(standing.immutable) }, 1);
      const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
        new Gauge({
          ...{ name, help, registers },
          async collect() {
            this.set(await read());
          },
        });
      };
      gauge('fojas_requests_in_hand', 'Requests in hand, without those that wait for news', () => load.inHand);
      gauge(
        'fojas_late_seconds',
        'By how much the process was late in each of the last seconds, at least',
        () => load.lateMs() / 1000,
      );
      if (engines.connections()) {
        gauge('fojas_database_open', 'Connections to the database', () => engines.connections()?.open ?? 0);
        gauge('fojas_database_idle', 'Connections that nobody uses', () => engines.connections()?.idle ?? 0);
        gauge('fojas_database_waiting', 'Requests without one', () => engines.connections()?.waiting ?? 0);
      }
      const { raising } = engines;
      if (raising) gauge('fojas_raising_open', 'Acts to be raised', async () => (await raising.standing()).open);
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}
