import type { AgentState } from '../AgentOptions';
import { Metrics } from './Metrics';
import { HealthServer, serveHealth } from './serveHealth';

describe('health and metrics', () => {
  const agent = {
    state: { phase: 'Reporting' } as AgentState,
    census: { kinds: { Starting: 0, Seeing: 7, Blind: 1 }, objects: 42 },
  };
  const metrics = new Metrics();
  metrics.follow(agent);
  let server: HealthServer;
  beforeAll(async () => {
    server = await serveHealth(agent, metrics, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.close());

  const ask = (path: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${server.port}${path}`, { method });

  it.each<[AgentState['phase'], number]>([
    ['Reporting', 200],
    ['Standby', 200],
    ['Pending', 503],
    ['Connecting', 503],
  ])(
    'say that one who is %s lives, and is ready with %s',
    async (phase, ready) => {
      agent.state = { phase };
      expect((await ask('/healthz')).status).toBe(200);
      const answer = await ask('/readyz');
      expect(answer.status).toBe(ready);
      expect(await answer.json()).toEqual({ phase });
    },
  );

  it('count what the agent does and sees', async () => {
    agent.state = {
      phase: 'Reporting',
      lastReportAt: '2026-05-01T12:00:00Z',
    };
    metrics.kubeAnswered('GET', 200);
    metrics.hubAnswered('reports', 0);
    metrics.watchEnded('Deployment', 'Lost');
    metrics.reported('Delta', 250);
    metrics.assessed(5);
    const text = await (await ask('/metrics')).text();
    const lines = [
      'flotilla_agent_phase{phase="Reporting"} 1',
      'flotilla_agent_phase{phase="Pending"} 0',
      'flotilla_agent_last_report_timestamp_seconds 1777636800',
      'flotilla_agent_kinds{sight="Blind"} 1',
      'flotilla_agent_objects 42',
      'flotilla_agent_kubernetes_requests_total{method="GET",status="200"} 1',
      'flotilla_agent_hub_requests_total{route="reports",status="0"} 1',
      'flotilla_agent_watches_ended_total{kind="Deployment",reason="Lost"} 1',
      'flotilla_agent_report_seconds_sum{type="Delta"} 0.25',
      'flotilla_agent_assessment_seconds_count 1',
    ];
    for (const line of lines) expect(text).toContain(`${line}\n`);
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('are only read, and there is nothing else', async () => {
    expect((await ask('/healthz', 'POST')).status).toBe(405);
    expect((await ask('/debug')).status).toBe(404);
  });
});
