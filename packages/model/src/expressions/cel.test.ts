import { evaluate } from './cel';

describe('an expression', () => {
  const scope = {
    values: { replicas: 3, ratio: 0.5, tags: { team: 'shop' }, none: null },
    variables: {},
  };

  it.each([
    ['values.replicas + 1', 4],
    ['values.replicas * 1.0', undefined],
    ['double(values.replicas) * values.ratio', 1.5],
    ['values', scope.values],
    ['has(values.missing) ? 1 : 2', 2],
    ["has(values.tags.team) && values.tags['team'] == 'shop'", true],
    ['values.none', null],
    ["'team' in values.tags", true],
  ])('%s keeps the type of its value', (expression, value) => {
    const outcome = evaluate(expression, scope);
    expect('value' in outcome ? outcome.value : undefined).toEqual(value);
  });

  it.each([
    ['values.replcias', 7, 'there is no replcias here'],
    ['value.replicas', 0, 'unknown name value'],
    ['1 + ', 2, 'not an expression'],
    ["1 + 'a'", 2, "+ doesn't take int and string"],
    ["'a'.sise()", 4, 'there is no function sise'],
    ["values.replicas.startsWith('a')", 16, "startsWith() doesn't take string"],
  ])('%s tells at %i what is wrong', (expression, offset, message) => {
    const outcome = evaluate(expression, scope);
    expect(outcome).toMatchObject({ offset });
    expect('error' in outcome && outcome.error).toContain(message);
  });

  it('names what somebody may have meant', () => {
    expect(evaluate("'a'.replcae('a', 'b')", {})).toMatchObject({
      remedy: 'Did you mean replace?',
    });
    expect(evaluate('1 + value.replicas', scope)).toMatchObject({
      remedy: 'Did you mean values?',
    });
    expect(evaluate('env.HOME', scope)).toMatchObject({
      remedy: 'Known here: values, variables.',
    });
    expect(evaluate('1 + values.replcias', scope)).toMatchObject({
      remedy: 'Did you mean replicas?',
    });
  });

  it('advises has() for a field that nothing is near to', () => {
    expect(evaluate('values.tls', scope)).toMatchObject({
      remedy: 'Where it may be missing, ask with has() first.',
    });
    expect(
      evaluate('[values].filter(v, v.replcias == 1)', scope),
    ).toMatchObject({
      remedy: 'Where it may be missing, ask with has() first.',
    });
  });
});

describe('what other users of CEL know', () => {
  const scope = { values: { tags: { team: 'shop' } } };

  it.each([
    ["values.?tls.orValue('')", 6, 'optionals', 'has(values.tls) ?'],
    ["values.tags[?'a']", 11, 'optionals', 'has(values.tls) ?'],
    ['optional.of(values.tags)', 9, 'optionals', 'has(values.tls) ?'],
    ["{?'a': values.tags}", 0, 'optional entries', 'Put a condition'],
    ['cel.bind(t, values.tags, t.team)', 4, 'cel.bind()', 'Write the value'],
    [
      "values.tags.all(k, v, v != '')",
      12,
      'two variables',
      'Loop over the keys',
    ],
    ['values.tags.transformMap(k, v, v)', 12, 'two variables', 'Loop over'],
    ['values.tags and true', 12, "aren't CEL", 'Write &&'],
    ["values.tags.team = 'a'", 17, "= isn't CEL", 'Write =='],
    ['values.tags | lower', 12, "pipes aren't CEL", 'Call the function'],
  ])('is told where it is not here: %s', (text, offset, error, remedy) => {
    expect(evaluate(text, scope)).toEqual({
      error: expect.stringContaining(error),
      offset,
      remedy: expect.stringContaining(remedy),
    });
  });

  it('is no matter of what is quoted', () => {
    expect(evaluate("'a ?? b.?c = d | e'", scope)).toEqual({
      value: 'a ?? b.?c = d | e',
    });
    expect(evaluate("'a ?? b' +", scope)).toMatchObject({
      error: expect.stringMatching(/^not an expression: found .{1,60}$/),
    });
  });
});

describe('a hostile expression', () => {
  const many = Array.from({ length: 3000 }, (_, i) => i);
  const scope = { list: many, text: 'a'.repeat(900_000) };
  const tenfold = '[x,x,x,x,x,x,x,x,x,x]';
  const HOSTILE: [what: string, expression: string, error: string][] = [
    ['long', `'${'a'.repeat(2000)}'`, 'at most 2000 characters'],
    ['deep', `${'('.repeat(17)}1${')'.repeat(17)}`, 'nests at most 16'],
    ['a chain of operators', `1${'+1'.repeat(400)}`, 'at most 300 operators'],
    ['a chain of fields', `a${'.a'.repeat(900)}`, 'at most 300 operators'],
    ['signs', `${'-'.repeat(1900)}1`, 'at most 300 operators'],
    [
      'texts that multiply',
      `'aaaaaaaaaa'${".replace('a','aaaaaaaaaa')".repeat(12)}`,
      'more steps',
    ],
    [
      'texts that double',
      `['${'a'.repeat(50)}']${'.map(x,x+x+x+x+x+x)'.repeat(15)}`,
      'a text of more than',
    ],
    [
      'lists that multiply',
      `[1]${`.map(x,${tenfold})`.repeat(20)} == [1]`,
      'more steps',
    ],
    [
      'a result that multiplies',
      `[1]${`.map(x,${tenfold})`.repeat(20)}`,
      'at most 10000 values',
    ],
    [
      'loops within loops',
      'list.all(x, list.all(y, list.all(z, true)))',
      'more steps',
    ],
    [
      'big literals in a loop',
      `lists.range(100000).all(x, [${'1,'.repeat(500)}1][0] == 1)`,
      'more steps',
    ],
    ['a list of all numbers', 'lists.range(4000000000)', 'more steps'],
    [
      'a pattern of many states',
      "'a'.matches('((a{90}){90}){90}')",
      'more steps',
    ],
    ['a long pattern', `'a'.matches('${'a?'.repeat(300)}')`, 'at most 500'],
    [
      'a pattern on a long text',
      "text.matches('((a|b)*(c|d)*)*e')",
      'more steps',
    ],
    [
      'long texts again and again',
      "list.exists(x, text.contains('b'))",
      'more steps',
    ],
    [
      'an error that CEL forgives',
      'list.all(x, list.all(y, y >= 0)) || true',
      'more steps',
    ],
    ['a number without end', "'%.999999999f'.format([1.5])", 'out of range'],
  ];

  it.each(HOSTILE)(
    'with %s ends soon, always the same',
    (_what, text, error) => {
      const outcome = evaluate(text, scope);
      expect('error' in outcome && outcome.error).toContain(error);
      expect(evaluate(text, scope)).toEqual(outcome);
    },
  );

  it('alone ends within a second, and is paid for once where it reads the same', () => {
    const seven = [1, 2, 3, 4, 5, 6, 7].reduce(
      inner => `[1,2,3,4,5,6,7,8,9,10].map(x, ${inner})`,
      'variables.workers',
    );
    const on = (name: string, workers: number) => {
      // Of the processor: other work on the machine doesn't count.
      const began = process.cpuUsage();
      const outcome = evaluate(seven, {
        cluster: { name },
        variables: { workers },
      });
      const { user, system } = process.cpuUsage(began);
      return { outcome, took: (user + system) / 1000 };
    };
    const first = on('a', 3);
    expect(first.outcome).toMatchObject({
      error: 'the expression takes more steps than it may',
    });
    expect(first.took).toBeLessThan(1000);
    const others = Array.from({ length: 200 }, (_, i) => on(`b${i}`, 3));
    expect(others.map(({ outcome }) => outcome)).toEqual(
      others.map(() => first.outcome),
    );
    const all = others.reduce((sum, { took }) => sum + took, 0);
    expect(all).toBeLessThan(first.took);
  });

  it('costs two hundred clusters far less than each of them would pay alone, though it reads their names', () => {
    const seven = (innermost: string) =>
      [1, 2, 3, 4, 5, 6, 7].reduce(
        inner => `[1,2,3,4,5,6,7,8,9,10].map(x, ${inner})`,
        innermost,
      );
    const took = (text: string, name: string) => {
      const began = process.cpuUsage();
      expect(evaluate(text, { cluster: { name } })).toMatchObject({
        error: 'the expression takes more steps than it may',
      });
      const { user, system } = process.cpuUsage(began);
      return user + system;
    };
    const once = took(seven('8'), 'a');
    const named = seven('cluster.name');
    const all = Array.from({ length: 200 }, (_, i) => took(named, `b${i}`));
    expect(all.reduce((sum, one) => sum + one, 0)).toBeLessThan(once * 50);
  });

  it('is none that only joins the name to a list of hundreds', () => {
    const list = Array.from({ length: 200 }, (_, i) => `zone-${i}`);
    const text = "list.map(x, cluster.name + '-' + x).join(',')";
    expect(evaluate(text, { list, cluster: { name: 'prod-eu-1' } })).toEqual({
      value: list.map(zone => `prod-eu-1-${zone}`).join(','),
    });
  });

  it('is no longer hostile where it reads something harmless', () => {
    const nested = 'l.map(x, l.map(y, l.map(z, z))).size()';
    const of = (size: number) =>
      evaluate(nested, { l: Array.from({ length: size }, () => 1) });
    expect(of(200)).toMatchObject({ error: expect.stringContaining('steps') });
    expect(of(2)).toEqual({ value: 2 });
    expect(of(200)).toMatchObject({ error: expect.stringContaining('steps') });
  });

  it('leaves the next one its own budget', () => {
    evaluate('list.all(x, list.all(y, true))', scope);
    expect(
      evaluate('list.filter(x, x > 2998)', { list: many.slice(-900) }),
    ).toEqual({ value: [2999] });
  });
});
