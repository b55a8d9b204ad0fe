import request from 'supertest';
import type { TestHub } from './startHub';
import { TestAgent } from './TestAgent';

/** An agent that a person has let in, and that has opened a session. */
export async function joinHub(
  hub: TestHub,
  cluster: string,
): Promise<TestAgent> {
  const agent = await TestAgent.create(hub.server, cluster);
  const { body } = await agent.enrol();
  await request(hub.server)
    .post(`/api/flotilla/v1/clusters/tiny/${cluster}/agent/approve`)
    .send({ fingerprint: body.fingerprint })
    .expect(200);
  await agent.openSession();
  return agent;
}
