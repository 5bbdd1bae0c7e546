import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What is counted for Prometheus. No label names a person or holds an id. */
export interface Metrics {
  readonly registry: Registry
  readonly requestSeconds: Histogram<'route' | 'status'>
  readonly failures: Counter<'route'>
  readonly refusals: Counter<'problem'>
  readonly lateness: Gauge
  readonly connections: Gauge<'state'>
  readonly distantEntries: Counter
  readonly log: Gauge<'what'>
  readonly logFaults: Counter<'what'>
  readonly appealsOverdue: Counter<'of'>
  readonly appealFlags: Counter<'against'>
  readonly upkeepDone: Gauge<'what'>
  readonly upkeepPause: Gauge<'what'>
}

/** Made once a program. */
export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'suishenma_request_seconds',
      help: 'Time from the request to its answer, by route and status class',
      labelNames: ['route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    failures: new Counter({
      name: 'suishenma_problems_total',
      help: 'Answers that were a failure on our side, by route',
      labelNames: ['route'],
      registers,
    }),
    refusals: new Counter({
      name: 'suishenma_refusals_total',
      help: 'Problems that were answered, by name: many gate-code-void are somebody who guesses',
      labelNames: ['problem'],
      registers,
    }),
    lateness: new Gauge({
      name: 'suishenma_lateness_seconds',
      help: 'By how much timers have come too late lately: so long whoever comes waits before anything is done for him',
      registers,
    }),
    connections: new Gauge({
      name: 'suishenma_database_connections',
      help: 'Connections of the pool by state',
      labelNames: ['state'],
      registers,
    }),
    distantEntries: new Counter({
      name: 'suishenma_distant_entries_total',
      help: 'Pairs of entries of one person within minutes in different districts',
      registers,
    }),
    log: new Gauge({
      name: 'suishenma_log',
      help: 'The log of what was done: leaves under the signed head, and 1 where it has stopped for it would contradict itself',
      labelNames: ['what'],
      registers,
    }),
    logFaults: new Counter({
      name: 'suishenma_log_faults_total',
      help: 'What the log and the database say otherwise: each is somebody who wrote there, or a defect',
      labelNames: ['what'],
      registers,
    }),
    appealsOverdue: new Counter({
      name: 'suishenma_appeals_overdue_total',
      help: 'Appeals whose 24 hours, and parts of departments whose 8 hours, passed without an answer',
      labelNames: ['of'],
      registers,
    }),
    appealFlags: new Counter({
      name: 'suishenma_appeal_flags_total',
      help: 'Batches and rules with more appeals against them within a day than single errors explain',
      labelNames: ['against'],
      registers,
    }),
    upkeepDone: new Gauge({
      name: 'suishenma_upkeep_done_timestamp_seconds',
      help: 'When each kind of upkeep was done last without a failure',
      labelNames: ['what'],
      registers,
    }),
    upkeepPause: new Gauge({
      name: 'suishenma_upkeep_pause_seconds',
      help: 'How long each kind of upkeep rests before its next turn',
      labelNames: ['what'],
      registers,
    }),
  }
}
