import { mirrorImage, sortMirrors } from './mirror';

const mirrors = sortMirrors([
  { from: 'docker.io', to: 'hub.example/hub' },
  { from: 'quay.io/acme/', to: 'hub.example/acme/' },
  { from: 'docker.io/library', to: 'hub.example/official' },
  { from: 'registry:5000', to: 'hub.example' },
]);

describe('a mirror', () => {
  it.each([
    ['grafana/grafana:12', 'hub.example/hub/grafana/grafana:12'],
    ['the longest prefix', 'the longest prefix'],
    ['nginx:1.27', 'hub.example/official/nginx:1.27'],
    ['docker.io/nginx', 'hub.example/official/nginx'],
    ['quay.io/acme/web@sha256:1', 'quay.io/acme/web@sha256:1'],
    [
      `quay.io/acme/web@sha256:${'a'.repeat(64)}`,
      `hub.example/acme/web@sha256:${'a'.repeat(64)}`,
    ],
    ['quay.io/acme-more/web', 'quay.io/acme-more/web'],
    ['quay.io/other/web', 'quay.io/other/web'],
    ['registry:5000/web:2', 'hub.example/web:2'],
    ['auto', 'auto'],
  ])('of %s is %s, also the second time', (image, expected) => {
    const once = mirrorImage(image, mirrors);
    expect(once).toBe(expected);
    expect(mirrorImage(once, mirrors)).toBe(once);
  });

  it('is taken once, also where its own registry has one', () => {
    const chain = sortMirrors([
      { from: 'docker.io', to: 'quay.io/hub' },
      { from: 'quay.io', to: 'hub.example' },
    ]);
    expect(mirrorImage('nginx', chain)).toBe('quay.io/hub/library/nginx');
    expect(mirrorImage('quay.io/hub/library/nginx', chain)).toBe(
      'quay.io/hub/library/nginx',
    );
    expect(mirrorImage('quay.io/a/b', chain)).toBe('hub.example/a/b');
  });
});
