import { parseManifests } from '../source/manifests';
import { diffObjects } from './diffObjects';

const diff = (before: string, after: string) =>
  diffObjects(parseManifests(before), parseManifests(after));

const deployment = (spec: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          ${spec}\n`;

const field = (before: string, after: string) =>
  diff(deployment(before), deployment(after))[0]?.fields.map(
    ({ fieldPath, path, before: was, after: is }) => [fieldPath, path, was, is],
  );

describe('the fields of a change', () => {
  const containers = '.spec.template.spec.containers[name="app"]';
  const at = '/spec/template/spec/containers/0';

  it('go by the port of a port, not by its place', () => {
    expect(
      field(
        'ports: [{containerPort: 80, name: a}, {containerPort: 443, name: b}]',
        'ports: [{containerPort: 80, name: a}, {containerPort: 443, name: c}]',
      ),
    ).toEqual([
      [
        `${containers}.ports[containerPort=443].name`,
        `${at}/ports/1/name`,
        'b',
        'c',
      ],
    ]);
  });

  it('tell a port of TCP from the same one of UDP', () => {
    expect(
      field(
        'ports: [{containerPort: 53}]',
        'ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}]',
      ),
    ).toEqual([
      [
        `${containers}.ports[containerPort=53,protocol="UDP"]`,
        `${at}/ports/1`,
        undefined,
        { containerPort: 53, protocol: 'UDP' },
      ],
    ]);
  });

  it('go by where a volume is mounted', () => {
    expect(
      field(
        'volumeMounts: [{name: a, mountPath: /a}, {name: a, mountPath: /b}]',
        'volumeMounts: [{name: a, mountPath: /a, readOnly: true}, {name: a, mountPath: /b}]',
      ),
    ).toEqual([
      [
        `${containers}.volumeMounts[mountPath="/a"].readOnly`,
        `${at}/volumeMounts/0/readOnly`,
        undefined,
        true,
      ],
    ]);
  });

  it('name a new environment variable by its name, wherever it stands', () => {
    expect(
      field(
        'env: [{name: B, value: b}]',
        'env: [{name: A, value: a}, {name: B, value: b}]',
      ),
    ).toEqual([
      [
        `${containers}.env[name="A"]`,
        `${at}/env/0`,
        undefined,
        { name: 'A', value: 'a' },
      ],
    ]);
  });

  it('tell another order of the same items: one may build on the other', () => {
    expect(
      field(
        'env: [{name: A, value: a}, {name: B, value: $(A)}]',
        'env: [{name: B, value: $(A)}, {name: A, value: a}]',
      ),
    ).toEqual([[`${containers}.env`, `${at}/env`, ['A', 'B'], ['B', 'A']]]);
  });

  it('take plain lists as one value', () => {
    expect(field('args: [a, b]', 'args: [b, a]')).toEqual([
      [`${containers}.args`, `${at}/args`, ['a', 'b'], ['b', 'a']],
    ]);
  });

  it('leave out another order where it means nothing', () => {
    const claim = (modes: string) =>
      `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: ${modes}}\n`;
    expect(
      diff(
        claim('[ReadOnlyMany, ReadWriteOnce]'),
        claim('[ReadWriteOnce, ReadOnlyMany]'),
      ),
    ).toEqual([]);
  });
});

it('lists what is new and what is gone, by reference, without fields', () => {
  const map = (name: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
  expect(
    diff(`${map('a')}---\n${map('b')}`, `${map('b')}---\n${map('c')}`).map(
      ({ op, ref, fields }) => [op, ref.name, fields],
    ),
  ).toEqual([
    ['remove', 'a', []],
    ['add', 'c', []],
  ]);
});
