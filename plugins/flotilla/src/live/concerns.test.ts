import { concerns } from './concerns';

describe('concerns', () => {
  const cluster = { fleet: 'acme', cluster: 'prod-eu-1' };
  it.each([
    ['its cluster', cluster, { fleet: 'acme', clusters: ['prod-eu-1'] }, true],
    ['another cluster', cluster, { fleet: 'acme', clusters: ['x'] }, false],
    ['another fleet', cluster, { fleet: 'b', clusters: ['prod-eu-1'] }, false],
    ['a request only', cluster, { fleet: 'acme', requests: ['r'] }, false],
    ['the whole fleet', cluster, { fleet: 'acme' }, true],
    ['its request', { request: 'r' }, { fleet: 'acme', requests: ['r'] }, true],
    ['any cluster, for a list', {}, { fleet: 'b', clusters: ['x'] }, true],
    ['nothing that can be read', {}, 'hello', false],
  ])('of a signal about %s', (_what, concern, message, expected) => {
    expect(concerns(concern, message)).toBe(expected);
  });
});
