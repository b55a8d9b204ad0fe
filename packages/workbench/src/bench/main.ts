import { benchDrift } from './drift/benchDrift';
import { benchRender } from './render/benchRender';

const BENCHES: Readonly<Record<string, () => Promise<number>>> = {
  drift: benchDrift,
  render: benchRender,
};

async function main(): Promise<number> {
  const bench = BENCHES[process.argv[2] ?? ''];
  if (bench) return bench();
  const known = Object.keys(BENCHES).join(' | ');
  process.stderr.write(`Which bench? yarn bench ${known}\n`);
  return 2;
}

main().then(
  code => process.exit(code),
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(2);
  },
);
