import { join } from 'node:path';
import { packageFolder } from '@flotilla/testbed';
import { imageRecipe } from './imageRecipe';

const RECIPE = join(packageFolder('@flotilla/agent'), 'Dockerfile');

it('starts the agent as its image does', () => {
  const { flags, env } = imageRecipe(RECIPE);
  expect(flags).toEqual(
    expect.arrayContaining([expect.stringMatching(/^--max-old-space-size=/)]),
  );
  expect(flags.every(flag => flag.startsWith('--'))).toBe(true);
  expect(env).toMatchObject({ NODE_ENV: 'production' });
});
