import { createHmac } from 'node:crypto';
import { createServer, Server } from 'node:http';
import { readBody } from '../http/requestBody';
import { proposeChange } from '../__testUtils__/proposeChange';
import { SampleForge } from '../__testUtils__/sampleForge';

jest.setTimeout(60_000);

const FLEET = { owner: 'acme', repo: 'fleet' };

interface Received {
  event: string;
  signature: string;
  body: string;
}

describe('Webhooks', () => {
  let sample: SampleForge;
  let server: Server;
  let refusals = 1;
  const received: Received[] = [];

  const arrived = async (event: string, text: string) => {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = received.find(
        delivery => delivery.event === event && delivery.body.includes(text),
      );
      if (found) return found;
      await new Promise(resolve => {
        setTimeout(resolve, 50);
      });
    }
    throw new Error(`No ${event} with ${text} arrived.`);
  };

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const body = (await readBody(request, 1e7)).toString();
      refusals -= 1;
      response.statusCode = refusals >= 0 ? 503 : 204;
      if (refusals < 0) {
        received.push({
          event: String(request.headers['x-github-event']),
          signature: String(request.headers['x-hub-signature-256']),
          body,
        });
      }
      response.end();
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    sample = await SampleForge.start({
      webhooks: [
        {
          url: `http://127.0.0.1:${port}/hook`,
          secret: 'shared',
          events: ['push', 'pull_request', 'pull_request_review', 'status'],
        },
      ],
    });
  });
  afterAll(async () => {
    await sample.stop();
    server.close();
  });

  it('hear of everything, signed, even when the first try failed', async () => {
    const ada = sample.octokit('ada').rest;
    const { pull, headSha } = await proposeChange(
      sample.octokit('ada'),
      'told',
      { 'x.yaml': 'x\n' },
    );
    const number = { ...FLEET, pull_number: pull.number };
    await ada.repos.createCommitStatus({
      ...FLEET,
      sha: headSha,
      state: 'success',
      context: 'flotilla/policy',
    });
    await sample
      .octokit('grace')
      .rest.pulls.createReview({ ...number, event: 'APPROVE' });
    await ada.pulls.merge(number);

    const first = await arrived('push', 'Start the repository');
    const hmac = createHmac('sha256', 'shared').update(first.body);
    expect(first.signature).toBe(`sha256=${hmac.digest('hex')}`);
    await arrived('pull_request', '"action":"opened"');
    await arrived('status', '"context":"flotilla/policy"');
    await arrived('pull_request_review', '"state":"APPROVED"');
    const closed = await arrived('pull_request', '"action":"closed"');
    expect(JSON.parse(closed.body).pull_request.merged).toBe(true);
    await arrived('push', '"ref":"refs/heads/main","before":"');
  });
});
