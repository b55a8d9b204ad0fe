import { boundedPatterns } from './boundedPattern';
import { schemaFault, valueFaults } from './variableSchema';

const pattern = (text: string) => boundedPatterns(text, 'u');

it.each([
  ['^[0-9]+(Mi|Gi)$', '20Gi', '20G'],
  ['^10\\.30\\.[0-9]{1,3}\\.[0-9]{1,3}$', '10.30.1.7', '10.30.1'],
  ['^[0-9a-f]{8}(-[0-9a-f]{4}){3}$', '0123abcd-0000-1111-2222', '0123abcd'],
  ['^#[a-z0-9-]{2,40}$', '#shop', '#s'],
])('takes for %s what JavaScript does', (text, right, wrong) => {
  expect(pattern(text).test(right)).toBe(true);
  expect(pattern(text).test(wrong)).toBe(false);
  expect(new RegExp(text, 'u').test(right)).toBe(true);
});

it.each(['^(a+)+$', '^(a|a)*$', '^a*a*a*a*a*a*a*$', '(.*)*x'])(
  'answers at once to %s, whatever the text',
  text => {
    const started = Date.now();
    const schema = { type: 'string', pattern: text };
    expect(valueFaults(schema, `${'a'.repeat(60)}!`)).toHaveLength(1);
    expect(valueFaults(schema, 'a'.repeat(50_000)).length).toBeLessThan(2);
    expect(Date.now() - started).toBeLessThan(2000);
  },
);

it('says which pattern nobody can match in bounded time', () => {
  expect(schemaFault({ type: 'string', pattern: '^(?!-)a' })).toContain(
    "the pattern ^(?!-)a can't be matched in bounded time",
  );
});

it('keeps the patterns of a schema apart', () => {
  const properties = {
    a: { type: 'string', pattern: '^a+$' },
    b: { type: 'string', pattern: '^b+$' },
  };
  const faults = valueFaults(
    { type: 'object', properties },
    { a: 'b', b: 'b' },
  );
  expect(faults.map(({ pointer }) => pointer)).toEqual(['/a']);
});
