import { parse } from 'yaml';
import { recordVendored } from './recordVendored';

const VENDORED = {
  source: { manifests: { path: 'manifests/' } },
  vendoredFrom: { helm: { chart: 'web', version: '1.0' } },
};

const record = (text: string) =>
  recordVendored('components/web/1.0.0/component.yaml', text, VENDORED);

describe('recording where manifests come from', () => {
  it.each([
    'spec:\n  source: {helm: {chart: web}}  # ours\n  provides: [a]   # last\n',
    'spec:\n  source:\n    helm:\n      chart: web\n\n  # patches\n  patches: []\n',
    'spec:\n  vendoredFrom: {helm: {chart: web, version: "0.9"}}\n  version: 1.0.0\n  source: {manifests: {path: x/}}',
    'spec: {source: {helm: {chart: web}}, version: 1.0.0}\n',
  ])('changes nothing else: %j', before => {
    const after = record(before);
    expect(parse(after)).toEqual({
      spec: { ...parse(before).spec, ...VENDORED },
    });
    const other = before
      .split('\n')
      .filter(line => !/source|helm|chart|vendoredFrom/.test(line));
    expect(after.split('\n')).toEqual(expect.arrayContaining(other));
    expect(record(after)).toBe(after);
  });

  it('says where a file can’t be read', () => {
    expect(() => record('spec: {source: [\n')).toThrow();
  });
});
