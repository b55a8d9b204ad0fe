import { parseImage, printImage } from './reference';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('the name of an image', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['grafana/grafana:12.0.2', 'docker.io/grafana/grafana:12.0.2'],
    ['docker.io/nginx', 'docker.io/library/nginx'],
    ['index.docker.io/acme/web', 'docker.io/acme/web'],
    ['quay.io/acme/web', 'quay.io/acme/web'],
    ['localhost/web', 'localhost/web'],
    ['registry:5000/web:2', 'registry:5000/web:2'],
    ['[2001:db8::1]:5000/web', '[2001:db8::1]:5000/web'],
    [`ghcr.io/a/b/c@${DIGEST}`, `ghcr.io/a/b/c@${DIGEST}`],
    [`nginx:1.27@${DIGEST}`, `docker.io/library/nginx:1.27@${DIGEST}`],
    ['acme__web/a.b-c--d', 'docker.io/acme__web/a.b-c--d'],
  ])('%s is %s', (text, full) => {
    const image = parseImage(text);
    expect(image && printImage(image)).toBe(full);
  });

  it.each([
    '',
    '$(IMAGE)',
    '${image}',
    'nginx:',
    'nginx@sha256:12',
    'Nginx',
    'https://quay.io/acme/web',
    'acme//web',
    'a b',
    `nginx:${'x'.repeat(129)}`,
    `quay.io/${'x'.repeat(250)}`,
    'a'.repeat(100_000),
  ])('is not %p', text => {
    expect(parseImage(text)).toBeUndefined();
  });
});
