import { recordVendored } from './recordVendored';

const VENDORED = {
  source: { manifests: { path: 'manifests/' } },
  vendoredFrom: { helm: { chart: 'web', version: '1.0' } },
};

const SOURCE = `  source:
    manifests:
      path: "manifests/"`;
const FROM = `  vendoredFrom:
    helm:
      chart: "web"
      version: "1.0"`;

describe('recording where manifests come from', () => {
  it.each([
    [
      'in place of a flow map, keeping a comment after it',
      'spec:\n  source: {helm: {chart: web}}  # ours\n  provides: [a]   # last\n',
      `spec:\n${SOURCE}  # ours\n${FROM}\n  provides: [a]   # last\n`,
    ],
    [
      'in place of a block, keeping what follows',
      'spec:\n  source:\n    helm:\n      chart: web   # gone\n\n  # patches\n  patches: []\n',
      `spec:\n${SOURCE}\n${FROM}\n\n  # patches\n  patches: []\n`,
    ],
    [
      'in place of what was recorded before',
      'spec:\n  vendoredFrom: {helm: {chart: web, version: "0.9"}}\n  version: 1.0.0\n  source: {manifests: {path: x/}}',
      `spec:\n${FROM}\n  version: 1.0.0\n${SOURCE}`,
    ],
  ])('%s', (_, before, after) => {
    expect(recordVendored(before, VENDORED)).toBe(after);
    expect(recordVendored(after, VENDORED)).toBe(after);
  });

  it('refuses a file in which that would change something else', () => {
    expect(() =>
      recordVendored('spec: {source: {helm: {chart: web}}}\n', VENDORED),
    ).toThrow(/Write spec as a block/);
  });
});
