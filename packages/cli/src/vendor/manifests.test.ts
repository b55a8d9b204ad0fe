import { parseManifests } from '@flotilla/model';
import { corpus } from '@flotilla/testbed';
import { manifestsIn } from './manifests';

const SAFE =
  /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\.ya?ml$/;

const config = (source: string) =>
  `---\n# Source: ${source}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n`;

describe('what a tool printed', () => {
  it.each(corpus(['grafana', 'ingress-nginx', 'loki', 'nats', 'kured']))(
    'is cut without losing an object: $name',
    ({ text }) => {
      const manifests = manifestsIn(text);
      expect(manifests.flatMap(({ objects }) => objects)).toEqual(
        parseManifests(text),
      );
      expect(manifests.filter(({ file }) => !SAFE.test(file))).toEqual([]);
    },
  );

  it.each([
    ['web/templates/service.yaml', 'service.yaml'],
    [
      'web/charts/redis/templates/master/service.yaml',
      'redis/master/service.yaml',
    ],
    ['web/crds/tills.yaml', 'crds/tills.yaml'],
    ['web/templates/all.tpl', 'all.tpl.yaml'],
    ['web/templates/../../../../etc/passwd.yaml', 'etc/passwd.yaml'],
    ['web/templates/.hidden/a:b.yaml', 'hidden/a-b.yaml'],
  ])('of %s goes to %s', (source, file) => {
    expect(manifestsIn(config(source)).map(m => m.file)).toEqual([file]);
  });

  it('leaves out documents without an object, and keeps comments of the others', () => {
    const [manifest, ...others] = manifestsIn(
      `---\n# Source: web/templates/empty.yaml\n---\n${config(
        'web/templates/a.yaml',
      )}# said after\n`,
    );
    expect(others).toEqual([]);
    expect(manifest.text).toMatch(/^# Source: .*\n[\s\S]*# said after\n$/);
  });

  it('is refused where it isn’t manifests, with the template', () => {
    expect(() =>
      manifestsIn('---\n# Source: web/templates/a.yaml\nhello: world\n'),
    ).toThrow(/^web\/templates\/a\.yaml isn't a manifest\n/);
  });
});
