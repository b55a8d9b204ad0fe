import { complaints } from '../__fixtures__/loaded';
import { BASE, replace, STANDARD } from '../__fixtures__/smallFleet';

/** The small fleet with networks in its base model. */
const networks = (pods: string, services: string) =>
  complaints({
    [BASE]: replace(
      '    kubernetes: "1.35"\n',
      `    kubernetes: "1.35"\n    network: {pods: ${pods}, services: ${services}}\n`,
    ),
  });

const unique = (told: readonly string[]) => [...new Set(told)];

describe('networks of a cluster', () => {
  it.each([
    ['apart', '[10.128.0.0/14]', '[172.20.0.0/16]'],
    ['side by side', '[10.0.0.0/9]', '[10.128.0.0/9]'],
    [
      'of two versions',
      '[10.0.0.0/9, "fd00:1::/56"]',
      '[172.20.0.0/16, "fd00:2::/112"]',
    ],
    ['that all clusters share', '["${\'10.128.0.0/14\'}"]', '[172.20.0.0/16]'],
  ])('may be %s', (_, pods, services) => {
    expect(networks(pods, services)).toEqual([]);
  });

  it.each([
    ['the same', '[10.0.0.0/16]', '[10.0.0.0/16]', 47],
    ['within another', '[10.0.0.0/8]', '[10.96.0.0/12]', 46],
    ['of version 6', '["fd00:10::/48"]', '["fd00:10:0:1::/112"]', 50],
    ['what an expression gives', '["${\'10.0.0.0/8\'}"]', '[10.96.0.0/12]', 53],
  ])('may not be %s', (_, pods, services, column) => {
    const told = unique(networks(pods, services));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      new RegExp(
        `^${BASE}:14:${column}  \\S+ of the services meets \\S+ of the pods\n  ${BASE}:14 gives pods \\S+\\.\n  Choose ranges that share no address\\.$`,
      ),
    );
  });

  it('may not meet in one list', () => {
    expect(unique(networks('[10.0.0.0/16, 10.0.128.0/17]', '[]'))).toEqual([
      expect.stringContaining(
        '10.0.128.0/17 of the pods meets 10.0.0.0/16 of the pods',
      ),
    ]);
  });

  it('of two layers are told at the later one, with the earlier', () => {
    const told = complaints({
      [BASE]: replace(
        '    kubernetes: "1.35"\n',
        '    kubernetes: "1.35"\n    network: {pods: [10.0.0.0/8]}\n',
      ),
      [STANDARD]: replace(
        '  cluster:\n',
        '  cluster:\n    network: {services: [10.96.0.0/12]}\n',
      ),
    });
    expect(unique(told)).toEqual([
      `${STANDARD}:12:26  10.96.0.0/12 of the services meets 10.0.0.0/8 of the pods\n  ${BASE}:14 gives pods 10.0.0.0/8.\n  Choose ranges that share no address.`,
    ]);
  });

  it.each([
    ['300.0.0.0/8', "isn't a range of addresses"],
    ['10.0.0.0/33', "isn't a range of addresses"],
    ['"1::2::3/64"', "isn't a range of addresses"],
    ['10.0.0.1/8', 'Write 10.0.0.0/8.'],
    ['"fd00::5/64"', 'Write fd00::/64.'],
  ])('are ranges, from their beginning: %s', (range, told) => {
    const [first] = networks(`[${range}]`, '[]').filter(text =>
      text.startsWith(`${BASE}:14:`),
    );
    expect(first).toContain(told);
  });
});
