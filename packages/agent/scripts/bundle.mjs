// Writes image/flotilla-agent.cjs and image/healthcheck.cjs: all that the agent's image holds besides Node.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

await build({
  absWorkingDir: root,
  entryPoints: {
    'flotilla-agent': 'src/image/agent.ts',
    healthcheck: 'src/image/healthcheck.ts',
  },
  outdir: process.argv[2] ?? 'image',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  minify: true,
  // Names of classes stand in messages.
  keepNames: true,
  legalComments: 'linked',
  logLevel: 'warning',
});
