import { evaluate } from './evaluate';

const object = { spec: { workers: 5, ratio: 0.5, list: [{ name: 'a' }] } };

describe('evaluate', () => {
  it.each([
    ['object.spec.workers <= 5', true],
    ['object.spec.workers > 5', false],
    ['object.spec.ratio < 1.0', true],
    ['has(object.spec.missing)', false],
    ["object.spec.list.all(entry, entry.name.startsWith('a'))", true],
    ['oldObject == null', true],
    ["'workers' in object.spec", true],
  ])('%s is %s', (expression, holds) => {
    expect(evaluate(expression, { object, oldObject: undefined })).toEqual({
      holds,
    });
  });

  it.each([
    ['a missing field', 'object.spec.missing > 1'],
    ['a syntax error', 'object.spec.('],
    ['something that is no boolean', 'object.spec.workers'],
    ['a name that it does not know', 'request.user == "ada"'],
    ['a long expression', `true${' || true'.repeat(400)}`],
    ['loops within loops', 'l.all(a, l.all(b, l.all(c, a + b + c >= 0)))'],
  ])('cannot tell on %s', (_, expression) => {
    const l = Array.from({ length: 200 }, () => 1);
    expect(evaluate(expression, { object, oldObject: null, l })).toEqual({
      unknown: expect.stringMatching(/./),
    });
  });
});
