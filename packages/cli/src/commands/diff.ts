import { diffObjects, parseManifests } from '@flotilla/model';
import type { FleetFiles, ObjectChange } from '@flotilla/model';
import type { Command } from 'commander';
import { ExitCode } from '../exitCodes';
import type { CommandContext } from './CommandContext';
import { outputOption, serialise } from '../output/format';
import type { OutputFormat } from '../output/format';
import { paintFor } from '../output/paint';
import type { Paint } from '../output/paint';
import { count } from '../output/problems';
import { directoryOption } from '../repository/findFleet';
import { openSoundFleet } from '../repository/openFleet';
import { render, staleFiles } from '../repository/renderedFiles';
import type { Terminal } from '../terminal';

interface DiffOptions {
  directory?: string;
  cluster?: string;
  output: OutputFormat;
}

/** The objects of one part of one cluster that would change. */
interface PartChanges {
  cluster: string;
  part: string;
  objects: ObjectChange[];
}

/** `flotilla diff`: what rendering anew would change, object by object. */
export function addDiffCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  program
    .command('diff')
    .description(
      'show what the files would change in clusters: rendered/ as it is, and as rendering gives it',
    )
    .option('--cluster <name>', 'this cluster only')
    .addOption(directoryOption())
    .addOption(outputOption())
    .action((options: DiffOptions) => run(() => diff(terminal, options)));
}

async function diff(
  terminal: Terminal,
  { directory, cluster, output }: DiffOptions,
): Promise<ExitCode> {
  const { files, fleet } = await openSoundFleet(terminal, directory);
  const rendering = render(fleet, files, terminal, cluster);
  const parts = staleFiles(rendering, files).flatMap(({ path, text = '' }) =>
    partChanges(path, files, text),
  );
  terminal.out(
    output === 'table'
      ? diffText(parts, paintFor(terminal.colour))
      : serialise({ parts }, output),
  );
  return parts.length > 0 ? ExitCode.Differs : ExitCode.Fine;
}

function partChanges(
  path: string,
  files: FleetFiles,
  text: string,
): PartChanges[] {
  const place = /^rendered\/([^/]+)\/(.+)\/manifests\.yaml$/.exec(path);
  if (!place) return [];
  const objects = diffObjects(
    parseManifests(files.get(path) ?? ''),
    parseManifests(text),
  );
  return objects.length > 0
    ? [{ cluster: place[1], part: place[2], objects }]
    : [];
}

function diffText(parts: readonly PartChanges[], paint: Paint): string {
  if (parts.length === 0) return 'No object would change.\n';
  const lines = parts.flatMap(({ cluster, part, objects }) => [
    paint.bold(`${cluster} ${part}`),
    ...objects.flatMap(object => objectLines(object, paint)),
  ]);
  const all = parts.flatMap(({ objects }) => objects);
  const of = (op: ObjectChange['op']) =>
    all.filter(object => object.op === op).length;
  const clusters = new Set(parts.map(({ cluster }) => cluster)).size;
  return `${lines.join('\n')}\n\n${count(clusters, 'cluster')}: ${of(
    'add',
  )} added, ${of('change')} changed, ${of('remove')} removed\n`;
}

const MARKS = { add: '+', change: '~', remove: '-' } as const;

function objectLines(
  { op, ref, fields }: ObjectChange,
  paint: Paint,
): string[] {
  const shade = { add: paint.green, change: paint.yellow, remove: paint.red }[
    op
  ];
  const where = ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
  const shown = op === 'change' ? fields : [];
  return [
    `  ${shade(`${MARKS[op]} ${ref.kind} ${where}`)}`,
    ...shown.map(
      field =>
        `      ${field.fieldPath}  ${valueText(field.before)} → ${valueText(
          field.after,
        )}`,
    ),
  ];
}

const MAX_VALUE = 120;

/** A value on one line; a long one is cut, since rendered/ shows it in full. */
function valueText(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
