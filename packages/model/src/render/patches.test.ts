import { loaded } from '../__fixtures__/loaded';
import { WEB } from '../__fixtures__/smallFleet';
import { renderCluster } from './cluster';

const beforePatches = (text: string) =>
  text.slice(0, text.indexOf('  patches:'));
const MANIFEST = 'components/web/1.0.0/manifests/web.yaml';

/** What patches, each a merge of the pod's specification, make of the small fleet's web Deployment. */
function patched(...specs: string[]): unknown {
  const fleet = loaded({
    [WEB]: text =>
      `${beforePatches(text)}  patches:\n${specs
        .map(
          spec =>
            `    - {target: {kind: Deployment, name: web}, merge: {spec: {template: {spec: ${spec}}}}}\n`,
        )
        .join('')}`,
    [MANIFEST]: text =>
      text.replace(
        'args: ["${HOME}"]',
        'args: ["a"], env: [{name: A, value: "1"}], volumeMounts: [{name: data, mountPath: /a}, {name: data, mountPath: /b}]',
      ),
  });
  const { parts, problems } = renderCluster(fleet, 'prod');
  expect(problems).toEqual([]);
  const web = parts
    .flatMap(part => part.objects)
    .find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'web',
    )?.spec;
  return Object(web).template.spec;
}

const app = (spec: unknown) => Object(spec).containers[0];

describe('a patch', () => {
  it('merges lists of named things by name, and adds what is new', () => {
    const spec = patched(
      '{containers: [{name: app, env: [{name: A, value: "2"}, {name: B, value: "3"}]}, {name: extra, image: quay.io/a/b}]}',
    );
    expect(app(spec).env).toEqual([
      { name: 'A', value: '2' },
      { name: 'B', value: '3' },
    ]);
    expect(
      Object(spec).containers.map((c: { name: string }) => c.name),
    ).toEqual(['app', 'side', 'extra']);
  });

  it('replaces any other list', () => {
    expect(
      app(patched('{containers: [{name: app, args: [b, c]}]}')).args,
    ).toEqual(['b', 'c']);
  });

  it('replaces a list in which a name stands twice, and loses neither', () => {
    const two = '[{name: data, mountPath: /c}, {name: data, mountPath: /d}]';
    expect(
      app(patched(`{containers: [{name: app, volumeMounts: ${two}}]}`))
        .volumeMounts,
    ).toEqual([
      { name: 'data', mountPath: '/c' },
      { name: 'data', mountPath: '/d' },
    ]);
  });

  it('removes a field by null', () => {
    expect(
      app(patched('{containers: [{name: app, args: null}]}')),
    ).not.toHaveProperty('args');
  });

  it('comes after the one before it', () => {
    expect(
      app(
        patched(
          '{priorityClassName: low, containers: [{name: app, args: [b]}]}',
          '{containers: [{name: app, args: [c]}]}',
        ),
      ).args,
    ).toEqual(['c']);
  });
});
