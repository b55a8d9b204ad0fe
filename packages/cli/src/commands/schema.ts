import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { jsonSchemaOf, KIND_NAMES, schemaFileOf } from '@flotilla/model';
import type { KindName } from '@flotilla/model';
import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { ExitCode } from '../exitCodes';
import { serialise } from '../output/format';
import { count } from '../output/problems';
import type { Terminal } from '../terminal';
import type { CommandContext } from './CommandContext';

interface SchemaOptions {
  write?: string;
  check?: boolean;
  output: 'json' | 'yaml';
}

/** `flotilla schema`: the JSON Schemas of the kinds that people write, for their editors. */
export function addSchemaCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  program
    .command('schema')
    .description('print the JSON Schema of a kind, or write those of all kinds')
    .addArgument(new Argument('[kind]', 'kind').choices([...KIND_NAMES]))
    .option('--write <folder>', 'write <kind>.schema.json of every kind here')
    .option('--check', 'with --write: write nothing; exit 1 when one differs')
    .addOption(
      new Option('-o, --output <format>', 'how to print the schema')
        .choices(['json', 'yaml'])
        .default('json'),
    )
    .action((kind: KindName | undefined, options: SchemaOptions) =>
      run(() => schemaCommand(terminal, kind, options)),
    );
}

async function schemaCommand(
  terminal: Terminal,
  kind: KindName | undefined,
  { write, check = false, output }: SchemaOptions,
): Promise<ExitCode> {
  if (write !== undefined) {
    return writeSchemas(terminal, path.resolve(terminal.cwd, write), check);
  }
  if (kind !== undefined) {
    terminal.out(serialise(jsonSchemaOf(kind), output));
    return ExitCode.Fine;
  }
  const files = KIND_NAMES.map(name => `${name}  ${schemaFileOf(name)}\n`);
  terminal.out(files.join(''));
  return ExitCode.Fine;
}

async function writeSchemas(
  terminal: Terminal,
  folder: string,
  check: boolean,
): Promise<ExitCode> {
  const stale: string[] = [];
  for (const kind of KIND_NAMES) {
    const file = path.join(folder, schemaFileOf(kind));
    const text = serialise(jsonSchemaOf(kind), 'json');
    if ((await textOf(file)) === text) continue;
    stale.push(file);
    if (check) {
      terminal.out(`${file} isn't the schema of ${kind}\n`);
    } else {
      await mkdir(folder, { recursive: true });
      await writeFile(file, text);
    }
  }
  const total = count(KIND_NAMES.length, 'schema');
  const verb = check ? 'stale' : 'written';
  terminal.out(`${total}: ${stale.length} ${verb}\n`);
  return check && stale.length > 0 ? ExitCode.Differs : ExitCode.Fine;
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
