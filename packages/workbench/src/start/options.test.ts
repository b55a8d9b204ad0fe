import { readStartOptions } from './options';

describe('readStartOptions', () => {
  it('asks for nothing by default', () => {
    expect(readStartOptions([])).toEqual({
      reset: false,
      help: false,
      kubernetes: undefined,
      state: undefined,
    });
  });

  it('takes a context for a real cluster only when it is named', () => {
    expect(readStartOptions(['--kubernetes']).kubernetes).toBe('');
    expect(readStartOptions(['--kubernetes', 'kind']).kubernetes).toBe('kind');
  });

  it('refuses what it does not know, and says what there is', () => {
    expect(() => readStartOptions(['prod'])).toThrow('--reset');
    expect(() => readStartOptions(['--rest'])).toThrow('--rest');
  });
});
