import { markdown } from './markdown';

/** Markup without the white space between elements. */
function rendered(text: string): string {
  return markdown(text).text.replace(/\s*\n\s*/g, '');
}

describe('Markdown', () => {
  it.each([
    ['# Title', '<h3>Title</h3>'],
    ['#### Deep', '<h3>Deep</h3>'],
    ['one\n\ntwo', '<p>one</p><p>two</p>'],
    ['- a\n- `b`', '<ul><li>a</li><li><code>b</code></li></ul>'],
    ['1. a\n2. **b**', '<ol><li>a</li><li><strong>b</strong></li></ol>'],
    ['a\n> b\n> c', '<p>a</p><blockquote><p>bc</p></blockquote>'],
    ['_a_ snake_case_name', '<p><em>a</em> snake_case_name</p>'],
    ['[a](https://x.example/y)', '<p><a href="https://x.example/y">a</a></p>'],
    ['```yaml\na: <b>\n```', '<pre><code>a: &lt;b&gt;</code></pre>'],
    ['<!-- flotilla:request=1 -->shown', '<p>shown</p>'],
    [
      '<details><summary>3 objects</summary>\n\n- a\n\n</details>',
      '<details><summary>3 objects</summary><ul><li>a</li></ul></details>',
    ],
  ])('shows %j', (text, markup) => {
    expect(rendered(text)).toBe(markup);
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,x)',
    '**<b onclick=x>**',
    '<details><summary><img src=x></summary>\n</details>',
    '[a](https://x.example/"onmouseover="alert(1))',
  ])('makes no markup of %j', text => {
    expect(rendered(text)).not.toMatch(
      /<script|<img|<b |href="(javascript|data)|" ?onmouseover="/,
    );
  });

  it('ends on text that opens what it does not close', () => {
    expect(rendered('```\nopen')).toBe('<pre><code>open</code></pre>');
    expect(rendered('<details>\nopen')).toContain('<p>open</p>');
  });

  it('is quick on hostile text', () => {
    const started = performance.now();
    for (const piece of ['*', '_a', '[', '`', '<!--', '|', '<details>\n']) {
      markdown(piece.repeat(5_000));
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
