import { readStartOptions } from './options';

describe('readStartOptions', () => {
  it('asks for nothing by default', () => {
    expect(readStartOptions([])).toEqual({
      reset: false,
      help: false,
      kubernetes: false,
      state: undefined,
    });
  });

  it('adds a real cluster only when asked to, and never somebody’s own', () => {
    expect(readStartOptions(['--kubernetes']).kubernetes).toBe(true);
    expect(() => readStartOptions(['--kubernetes', 'kind'])).toThrow('kind');
  });

  it('refuses what it does not know, and says what there is', () => {
    expect(() => readStartOptions(['prod'])).toThrow('--reset');
    expect(() => readStartOptions(['--rest'])).toThrow('--rest');
  });
});
