import { resolve } from 'node:path';
import { imageRecipe } from './imageRecipe';

// Tests run from sources, so the checkout is around them.
// eslint-disable-next-line no-restricted-syntax
const AGENT = resolve(__dirname, '../../../../../agent/Dockerfile');

it('starts the agent as its image does', () => {
  const { flags, env } = imageRecipe(AGENT);
  expect(flags).toEqual(
    expect.arrayContaining([expect.stringMatching(/^--max-old-space-size=/)]),
  );
  expect(flags.every(flag => flag.startsWith('--'))).toBe(true);
  expect(env).toMatchObject({ NODE_ENV: 'production' });
});
