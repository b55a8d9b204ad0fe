import {
  Counter,
  Gauge,
  Histogram,
  Registry,
  collectDefaultMetrics,
} from 'prom-client';
import type { AgentCensus, AgentState } from '../AgentOptions';
import { AGENT_VERSION } from '../version';
import { Telemetry } from '../timing/Telemetry';

/** What is read from the agent whenever somebody asks. */
export interface Measured {
  readonly state: AgentState;
  readonly census: AgentCensus | undefined;
}

const PHASES: readonly AgentState['phase'][] = [
  'Stopped',
  'Standby',
  'Enrolling',
  'Pending',
  'Rejected',
  'Conflict',
  'Connecting',
  'Reporting',
];
const MILLISECONDS = 1000;

/** Counts what the agent does, for Prometheus. No label names an object or a person. */
export class Metrics implements Telemetry {
  readonly #registry = new Registry();
  readonly #kubeRequests = this.#counter(
    'flotilla_agent_kubernetes_requests_total',
    'Requests to the API server, by status; 0: no answer',
    ['method', 'status'],
  );
  readonly #hubRequests = this.#counter(
    'flotilla_agent_hub_requests_total',
    'Requests to the hub, by status; 0: no answer',
    ['route', 'status'],
  );
  readonly #watches = this.#counter(
    'flotilla_agent_watches_ended_total',
    'Watches that ended and were begun again',
    ['kind', 'reason'],
  );
  readonly #reports = this.#histogram(
    'flotilla_agent_report_seconds',
    'From sending a report to its being taken',
    ['type'],
  );
  readonly #assessments = this.#histogram(
    'flotilla_agent_assessment_seconds',
    'Comparing what is desired with what is seen',
    [],
  );

  readonly #comparisons = this.#counter(
    'flotilla_agent_comparisons_total',
    'Objects compared; what is as it was when it was last compared is not compared anew',
    [],
  );

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  kubeAnswered(method: string, status: number): void {
    this.#kubeRequests.inc({ method, status });
  }

  hubAnswered(route: string, status: number): void {
    this.#hubRequests.inc({ route, status });
  }

  watchEnded(kind: string, reason: string): void {
    this.#watches.inc({ kind, reason });
  }

  reported(type: string, milliseconds: number): void {
    this.#reports.observe({ type }, milliseconds / MILLISECONDS);
  }

  assessed(milliseconds: number): void {
    this.#assessments.observe(milliseconds / MILLISECONDS);
  }

  compared(): void {
    this.#comparisons.inc();
  }

  /** Reads an agent whenever somebody asks. */
  follow(agent: Measured): void {
    this.#gauge('flotilla_agent_info', 'Version', ['version'], gauge =>
      gauge.set({ version: AGENT_VERSION }, 1),
    );
    this.#gauge('flotilla_agent_phase', '1: in it', ['phase'], gauge => {
      for (const phase of PHASES) {
        gauge.set({ phase }, agent.state.phase === phase ? 1 : 0);
      }
    });
    this.#gauge(
      'flotilla_agent_last_report_timestamp_seconds',
      'When the hub last took a report',
      [],
      gauge => {
        const { lastReportAt } = agent.state;
        if (lastReportAt) gauge.set(Date.parse(lastReportAt) / MILLISECONDS);
      },
    );
    this.#gauge(
      'flotilla_agent_kinds',
      'Kinds that are watched, by what can be seen of them',
      ['sight'],
      gauge => {
        for (const [sight, kinds] of Object.entries(agent.census?.kinds ?? {}))
          gauge.set({ sight }, kinds);
      },
    );
    this.#gauge('flotilla_agent_objects', 'Objects kept', [], gauge =>
      gauge.set(agent.census?.objects ?? 0),
    );
  }

  #counter(name: string, help: string, labelNames: string[]) {
    const registers = [this.#registry];
    return new Counter({ name, help, labelNames, registers });
  }

  #histogram(name: string, help: string, labelNames: string[]) {
    const registers = [this.#registry];
    return new Histogram({ name, help, labelNames, registers });
  }

  #gauge(
    name: string,
    help: string,
    labelNames: string[],
    read: (gauge: Gauge) => void,
  ): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      collect: () => read(gauge),
    });
  }
}
