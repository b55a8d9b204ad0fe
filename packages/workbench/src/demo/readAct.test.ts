import { readAct } from './readAct';

describe('readAct', () => {
  it('reads an act and its cluster', () => {
    expect(readAct(['suspend', 'prod-eu-1']).act).toEqual({
      act: 'suspend',
      cluster: 'prod-eu-1',
    });
    expect(readAct(['edit', 'prod-eu-1', '--as', 'k9s']).act).toEqual({
      act: 'edit',
      cluster: 'prod-eu-1',
      as: 'k9s',
      image: undefined,
    });
  });

  it.each([[['edit']], [['burn', 'prod-eu-1']], [['heal', 'a', 'b']]])(
    'refuses %j and says what there is',
    args => {
      expect(() => readAct(args)).toThrow('npm run demo');
    },
  );
});
