import fc from 'fast-check';
import { evaluate } from '../cel';

/** What Kubernetes' documentation, or that of cel-go, says an expression gives. */
type Told = [expression: string, value: unknown];

function gives(cases: readonly Told[]) {
  it.each(cases)('%s gives %j', (expression, value) => {
    expect(evaluate(expression, {})).toEqual({ value });
  });
}

function fails(cases: readonly [expression: string, error: string][]) {
  it.each(cases)('%s fails: %s', (expression, error) => {
    const outcome = evaluate(expression, {});
    expect('error' in outcome && outcome.error).toContain(error);
  });
}

describe('numbers', () => {
  gives([
    ['7 / 2', 3],
    ['-7 / 2', -3],
    ['-7 % 3', -1],
    ['7.0 / 2.0', 3.5],
    ['2u + 3u', 5],
    ['int(7.9)', 7],
    ['double(7) / 2.0', 3.5],
    ['1 < 1.5 && 2u > 1', true],
    ['string(9223372036854775807)', '9223372036854775807'],
    ['9007199254740993 - 9007199254740992', 1],
    ['type(1) == int && type(1.0) == double', true],
    ['math.greatest(1, 5, 3)', 5],
    ['math.least([4, 2, 3])', 2],
    ['math.ceil(1.2)', 2],
    ['math.round(-2.5)', -3],
    ['math.abs(-3)', 3],
  ]);
  fails([
    ['1 + 1.0', "+ doesn't take int and double"],
    ['1 / 0', 'divide by zero'],
    ['9223372036854775807 + 1', 'overflow'],
    ['9007199254740993', 'too large a number'],
    ['1.0 / 0.0', 'not a finite number'],
  ]);
});

describe('texts', () => {
  gives([
    ["'tacocat'.charAt(3)", 'o'],
    ["'😀x'.charAt(1)", 'x'],
    ["'hello mellow'.indexOf('ello')", 1],
    ["'hello mellow'.indexOf('ello', 2)", 7],
    ["'hello mellow'.indexOf('')", 0],
    ["'😀😀x'.indexOf('x')", 2],
    ["'hello mellow'.lastIndexOf('ello')", 7],
    ["'hello mellow'.lastIndexOf('ello', 6)", 1],
    ["['x', 'y'].join()", 'xy'],
    ["['x', 'y'].join(', ')", 'x, y'],
    ["'TacoCÆt'.lowerAscii()", 'tacocÆt'],
    ["'TacoCÆt'.upperAscii()", 'TACOCÆT'],
    ["'hello hello'.replace('he', 'we')", 'wello wello'],
    ["'hello hello'.replace('he', 'we', 1)", 'wello hello'],
    ["'hello hello'.replace('he', 'we', 0)", 'hello hello'],
    ["'hello hello'.replace('', '_')", '_h_e_l_l_o_ _h_e_l_l_o_'],
    ["'hello hello'.replace('h', '')", 'ello ello'],
    ["'hello hello hello'.split(' ')", ['hello', 'hello', 'hello']],
    ["'hello hello hello'.split(' ', 0)", []],
    ["'hello hello hello'.split(' ', 2)", ['hello', 'hello hello']],
    ["'hello hello'.split(' ', -1)", ['hello', 'hello']],
    ["'a😀'.split('')", ['a', '😀']],
    ["'tacocat'.substring(4)", 'cat'],
    ["'tacocat'.substring(0, 4)", 'taco'],
    ["'  \\ttrim\\n '.trim()", 'trim'],
    ["'gums'.reverse()", 'smug'],
    ["'%s is %d'.format(['x', 3])", 'x is 3'],
    ["'%.2f'.format([2.345])", '2.34'],
    ["'%s'.format([{'b': 1, 'a': [1.5]}])", '{a: [1.5], b: 1}'],
    ["'%x'.format([255])", 'ff'],
    ["'v1.35'.matches('^v[0-9]+')", true],
    ["'x'.matches('^(a|b)*$')", false],
    ["'a' + 'b'", 'ab'],
    ["'yes'.startsWith('y') && 'yes'.contains('e')", true],
  ]);
  fails([
    ["'abc'.charAt(4)", 'index 4 is out of range'],
    ["'abc'.substring(2, 1)", 'substring from 2 to 1'],
    ['[1].join()', 'use map(x, string(x))'],
    ["'x'.matches('(')", 'missing closing )'],
    ["'%d'.format(['x'])", 'invalid integer value'],
  ]);
});

describe('patterns', () => {
  gives([
    ["'abc 123'.find('[0-9]+')", '123'],
    ["'abc 123'.find('[0-9]*')", ''],
    ["'abc 123'.find('xyz')", ''],
    ["'123 abc 456'.findAll('[0-9]+')", ['123', '456']],
    ["'123 abc 456'.findAll('[0-9]+', 1)", ['123']],
    ["'123 abc 456'.findAll('[0-9]+', 0)", []],
    ["'123 abc 456'.findAll('xyz')", []],
    ["'a1b'.findAll('[0-9]*')", ['', '1', '']],
    ["'v1.35.4-eks'.find('[0-9]+\\\\.[0-9]+')", '1.35'],
    ["'nginx:1.27@sha256:ab'.find('[^:@]+$')", 'ab'],
    ["'aaa'.find('a+?')", 'a'],
    ["'abab'.find('(?:ab){2}')", 'abab'],
    ["'abcd'.find('ab|abcd')", 'ab'],
    ["'abcd'.find('abcd|ab')", 'abcd'],
    ["'a😀b'.find('😀.')", '😀b'],
    ["'one two'.findAll('\\\\b\\\\w')", ['o', 't']],
    ["'a-b'.find('[\\\\d\\\\w-]+')", 'a-b'],
  ]);
  fails([
    ["'a'.find('(')", 'missing closing )'],
    ["'a'.find('(?i)A')", 'flags are not known to find'],
  ]);

  it('find what JavaScript finds, where both mean the same', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\w',
      '\\b',
      '(a|b)',
      '(ab|a)',
      '^',
      '$',
    );
    const count = fc.constantFrom(
      '',
      '',
      '*',
      '+',
      '?',
      '*?',
      '+?',
      '??',
      '{1,2}',
    );
    const pattern = fc
      .array(fc.tuple(piece, count), { minLength: 1, maxLength: 4 })
      .map(parts =>
        parts.map(([p, c]) => (/^(\^|\$|\\b)$/.test(p) ? p : p + c)).join(''),
      );
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'c'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(pattern, text, (given, subject) => {
        const expected = new RegExp(given).exec(subject)?.[0] ?? '';
        const scope = { given, subject };
        expect(evaluate('subject.find(given)', scope)).toEqual({
          value: expected,
        });
      }),
      { numRuns: 1500 },
    );
  });
});

describe('lists and sets', () => {
  gives([
    ['[1, 2, 3].isSorted()', true],
    ["['a', 'c', 'b'].isSorted()", false],
    ['[].isSorted()', true],
    ['[1, 3].sum()', 4],
    ['[1.5, 2.5].sum()', 4],
    ['[].sum()', 0],
    ["string([duration('1m'), duration('1s')].sum())", '61s'],
    ["['b', 'a'].min()", 'a'],
    ['[1, 3, 2].max()', 3],
    ['[1, 2, 2, 3].indexOf(2)', 1],
    ["['a', 'b', 'b'].lastIndexOf('b')", 2],
    ['[1].indexOf(2)', -1],
    ['[3, 1, 2].sort()', [1, 2, 3]],
    ['[1, 2].reverse()', [2, 1]],
    ['[1, 2, 1].distinct()', [1, 2]],
    ['[1, 2, 3, 4].slice(1, 3)', [2, 3]],
    ['[1, [2, [3]]].flatten()', [1, 2, [3]]],
    ['[1, [2, [3]]].flatten(2)', [1, 2, 3]],
    ['lists.range(3)', [0, 1, 2]],
    ['[1, 2, 3].map(x, x * 2).filter(x, x > 2).map(x, x + 1)', [5, 7]],
    ["{'b': 1, 'a': 2}.map(k, k).sort()", ['a', 'b']],
    ['[1] + [2, 3]', [1, 2, 3]],
    ['sets.contains([1, 2], [2])', true],
    ['sets.equivalent([1, 2, 2], [2, 1])', true],
    ['sets.intersects([1], [2])', false],
  ]);
  fails([
    ['[].min()', 'an empty list'],
    ["[1, 'a'].sort()", "don't go together"],
    ["['a', 'b'].sum()", 'use join()'],
    ['[1].slice(0, 2)', 'there are 1 items'],
  ]);
});

describe('quantities', () => {
  gives([
    ["isQuantity('1.3Gi')", true],
    ["isQuantity('1.3GiB')", false],
    ["isQuantity('1,3G')", false],
    ["isQuantity('10000k')", true],
    ["isQuantity('200K')", false],
    ["isQuantity('Three')", false],
    ["quantity('500000G').isInteger()", true],
    ["quantity('500m').isInteger()", false],
    ["quantity('50k').asInteger()", 50000],
    ["quantity('50.703k').asApproximateFloat()", 50703],
    ["quantity('-1').sign()", -1],
    ["quantity('50M').add(quantity('20')) == quantity('50000020')", true],
    ["quantity('50k').add(20) == quantity('50020')", true],
    ["quantity('1Gi').sub(quantity('512Mi'))", '512Mi'],
    ["quantity('200M').compareTo(quantity('0.2G'))", 0],
    ["quantity('50M').isGreaterThan(quantity('50Mi'))", false],
    ["quantity('50M').isLessThan(quantity('100M'))", true],
    ["quantity('1024') == quantity('1Ki')", true],
    ["quantity('1.5Gi')", '1536Mi'],
    ["quantity('1024Ki')", '1Mi'],
    ["quantity('1.5Ki')", '1536'],
    ["quantity('1000m')", '1'],
    ["quantity('0.1')", '100m'],
    ["quantity('12e6')", '12e6'],
    ["quantity('0.1n')", '1n'],
    ["string(quantity('2000')) + 'B'", '2kB'],
  ]);
  fails([
    ["quantity('1 Gi')", "isn't a quantity"],
    ["quantity('9999999999999999999G').asInteger()", "isn't whole"],
  ]);
});

describe('versions', () => {
  gives([
    ["isSemver('1.0.0')", true],
    ["isSemver('v1.0.0')", false],
    ["isSemver('v1.0', true)", true],
    ["semver('1.2.3').major()", 1],
    ["semver('v01.35', true)", '1.35.0'],
    ["semver('1.2.3').isLessThan(semver('1.2.10'))", true],
    ["semver('1.0.0').compareTo(semver('1.0.0-rc.1'))", 1],
  ]);
  fails([["semver('1.0')", "isn't a version"]]);
});

describe('addresses', () => {
  gives([
    ["isIP('127.0.0.1')", true],
    ["isIP('127.0.0.256')", false],
    ["isIP('::1')", true],
    ["isIP('1::2::3')", false],
    ["ip.isCanonical('2001:db8::abcd')", true],
    ["ip.isCanonical('2001:DB8::ABCD')", false],
    ["ip('2001:0:0:1:0:0:2:3')", '2001::1:0:0:2:3'],
    ["ip('0:0:0:0:0:0:0:0')", '::'],
    ["ip('127.0.0.1').family()", 4],
    ["ip('::1').family()", 6],
    ["ip('127.0.0.1').isLoopback()", true],
    ["ip('192.168.0.1').isGlobalUnicast()", true],
    ["ip('255.255.255.255').isGlobalUnicast()", false],
    ["ip('fe80::1').isLinkLocalUnicast()", true],
    ["isCIDR('192.168.0.0/24')", true],
    ["isCIDR('192.168.0.0/33')", false],
    ["cidr('192.168.0.0/24').containsIP('192.168.0.9')", true],
    ["cidr('192.168.0.0/24').containsIP(ip('192.168.1.9'))", false],
    ["cidr('192.168.0.0/16').containsCIDR('192.168.10.0/24')", true],
    ["cidr('192.168.0.0/24').containsCIDR(cidr('192.168.0.0/16'))", false],
    ["cidr('192.168.1.5/24').masked()", '192.168.1.0/24'],
    ["cidr('192.168.1.5/24').ip()", '192.168.1.5'],
    ["cidr('::/0').prefixLength()", 0],
  ]);
  fails([
    ["ip('1.2.3')", "isn't an IP address"],
    ["cidr('1.2.3.4')", "isn't a range of addresses"],
  ]);
});
