import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { proposeChange } from '../__testUtils__/proposeChange';
import { SampleForge } from '../__testUtils__/sampleForge';

jest.setTimeout(60_000);

const FLEET = { owner: 'acme', repo: 'fleet' };

/** What a reader sees of a page: its text on one line. */
function read(page: string): string {
  return page
    .replace(/<head>[\s\S]*<\/head>|<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&quot;', '"');
}

describe('The page of a pull request', () => {
  let sample: SampleForge;
  let address: string;
  let headSha: string;

  const open = async (url: string) => (await fetch(url)).text();
  const press = async (
    action: string,
    user: string,
    headers: Record<string, string> = { origin: sample.forge.url },
  ) => {
    const response = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ action, user, sha: headSha }),
      headers,
    });
    return { status: response.status, text: read(await response.text()) };
  };

  beforeAll(async () => {
    sample = await SampleForge.start({ protect: true });
    const linus = sample.octokit('linus');
    const change = await proposeChange(linus, 'create', {
      'rendered/dev/gitops/manifests.yaml': 'kind: Kustomization\n',
      'clusters/dev/cluster.yaml':
        'kind: Cluster\n# <script>alert(1)</script>\n',
    });
    headSha = change.headSha;
    address = change.pull.html_url;
    await linus.rest.pulls.update({
      ...FLEET,
      pull_number: change.pull.number,
      body: 'Asked for by **linus**. [click](javascript:alert(1)) <img src=x onerror=alert(1)>',
    });
  });
  afterAll(async () => {
    await sample.stop();
  });

  it('shows the change, and why it can not be merged yet', async () => {
    const page = await open(address);
    expect(page).toMatch(/value="merge"\s+disabled aria-describedby="blocked"/);
    const seen = read(page);
    expect(seen).toContain('Local stand-in for the Git host.');
    expect(seen).toContain('Change create #1');
    expect(seen).toContain(
      'Required status check "flotilla/policy" is expected.',
    );
    const written = seen.indexOf('clusters/dev/cluster.yaml added');
    const folded = seen.indexOf('1 generated file under rendered/');
    expect(written).toBeGreaterThan(0);
    expect(folded).toBeGreaterThan(written);
  });

  it('shows what people wrote as text and never as markup', async () => {
    const page = await open(address);
    expect(page).not.toMatch(/<script|<img|href="javascript:/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('<strong>linus</strong>');
  });

  it('has nothing that axe objects to', async () => {
    const { url } = sample.forge;
    const pages = await Promise.all(
      [
        address,
        url,
        `${url}/acme/fleet`,
        `${url}/acme/fleet/blob/main/fleet.yaml`,
      ].map(open),
    );
    const script = join(__dirname, '..', '__testUtils__', 'axe.mjs');
    const inspection = spawn(process.execPath, [script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    inspection.stdin.end(JSON.stringify(pages));
    const objections = await text(inspection.stdout);
    expect(objections).toBe('[]');
  });

  it('takes its buttons from itself alone', async () => {
    const strangers: Record<string, string>[] = [
      {},
      { origin: 'http://evil.example' },
    ];
    for (const headers of strangers) {
      expect((await press('approve', 'grace', headers)).status).toBe(403);
    }
  });

  it('lets others than the author approve, and then merges', async () => {
    const own = await press('approve', 'linus');
    expect(own.status).toBe(422);
    expect(own.text).toContain('Can not approve your own pull request');
    expect((await press('merge', 'ada')).status).toBe(405);

    const approved = await press('approve', 'grace');
    expect(approved.text).toContain('Grace (grace) approved');
    await sample.octokit('ada').rest.repos.createCommitStatus({
      ...FLEET,
      sha: headSha,
      state: 'success',
      context: 'flotilla/policy',
    });
    const merged = await press('merge', 'ada');
    expect(merged.text).toContain('merged by ada');
    expect(merged.text).not.toContain('Act as');
  });
});

describe('The pages of files', () => {
  let sample: SampleForge;
  beforeAll(async () => {
    sample = await SampleForge.start();
    await sample.forge.commit({
      owner: 'acme',
      name: 'fleet',
      branch: 'flotilla/change/x',
      author: 'ada',
      message: 'A branch with slashes',
      files: new Map([['a/b.yaml', 'first\nsecond\n']]),
    });
  });
  afterAll(async () => {
    await sample.stop();
  });

  it.each([
    ['blob/main/fleet.yaml', 200],
    ['blob/flotilla/change/x/a/b.yaml', 200],
    ['tree/flotilla/change/x/a', 200],
    ['tree/main', 200],
    ['edit/main/fleet.yaml', 200],
    ['raw/main/fleet.yaml', 200],
    ['blob/main/nothing.yaml', 404],
    ['blob/main/..%2F..%2Fforge.sqlite', 404],
    ['raw/main/%2e%2e/%2e%2e/config', 404],
    ['raw/main~1/fleet.yaml', 404],
    ['commit/main', 404],
  ])('answer %s with %d', async (path, status) => {
    const response = await fetch(`${sample.forge.url}/acme/fleet/${path}`);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain(sample.directory);
  });
});
