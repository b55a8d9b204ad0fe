import { explain } from '@flotilla/model';
import type { Explanation, ObjectName } from '@flotilla/model';
import type { Command } from 'commander';
import { ExitCode, WrongInput } from '../exitCodes';
import type { CommandContext } from './CommandContext';
import { outputOption, serialise } from '../output/format';
import type { OutputFormat } from '../output/format';
import { paintFor } from '../output/paint';
import { formatTable } from '../output/table';
import { directoryOption } from '../repository/findFleet';
import { openSoundFleet, requireCluster } from '../repository/openFleet';
import type { Terminal } from '../terminal';

interface ExplainOptions {
  directory?: string;
  output: OutputFormat;
}

/** `flotilla explain`: the layers that set one value of one object. */
export function addExplainCommand(
  program: Command,
  { terminal, run }: CommandContext,
): void {
  program
    .command('explain')
    .description('say which file sets a value of a rendered object')
    .argument('<cluster>')
    .argument('<object>', 'Kind/namespace/name, or Kind/name')
    .argument('<pointer>', 'such as /spec/replicas')
    .addOption(directoryOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      '\nExample:\n  flotilla explain prod-eu-1 Deployment/cert-manager/cert-manager /spec/replicas\n',
    )
    .action(
      (
        cluster: string,
        object: string,
        pointer: string,
        options: ExplainOptions,
      ) =>
        run(() =>
          explainCommand(terminal, { cluster, object, pointer, ...options }),
        ),
    );
}

async function explainCommand(
  terminal: Terminal,
  given: ExplainOptions & { cluster: string; object: string; pointer: string },
): Promise<ExitCode> {
  const { cluster, pointer, output } = given;
  const object = parseObjectName(given.object);
  if (!pointer.startsWith('/')) {
    throw new WrongInput(
      `${pointer} isn't a pointer\n  Write it as /spec/replicas.`,
    );
  }
  const { fleet } = await openSoundFleet(terminal, given.directory);
  requireCluster(fleet, cluster);
  const explanation = explain(fleet, cluster, object, pointer);
  if (explanation.value === undefined) {
    throw new WrongInput(
      `${cluster} renders no ${given.object} with ${pointer}\n  See rendered/${cluster}/ for what it renders.`,
    );
  }
  terminal.out(
    output === 'table'
      ? explanationText(given.object, pointer, explanation, terminal.colour)
      : serialise(explanation, output),
  );
  return ExitCode.Fine;
}

/** @throws WrongInput for anything but Kind/name and Kind/namespace/name */
export function parseObjectName(text: string): ObjectName {
  const steps = text.split('/');
  if (steps.length === 2 && steps.every(Boolean)) {
    return { kind: steps[0], name: steps[1] };
  }
  if (steps.length === 3 && steps.every(Boolean)) {
    return { kind: steps[0], namespace: steps[1], name: steps[2] };
  }
  throw new WrongInput(
    `${text} doesn't name an object\n  Write Kind/namespace/name, or Kind/name where it has no namespace.`,
  );
}

function explanationText(
  object: string,
  pointer: string,
  { value, layers, locked }: Explanation,
  colour: boolean,
): string {
  const paint = paintFor(colour);
  const rows = layers.map(layer => [
    `${layer.path}:${layer.line}`,
    layer.layer,
    JSON.stringify(layer.value) ?? '',
  ]);
  const lock = locked ? `Locked by ${locked.path}:${locked.line}.\n` : '';
  return `${object} ${pointer} is ${paint.bold(JSON.stringify(value))}\n${
    rows.length > 0 ? `\n${formatTable(['FILE', 'LAYER', 'SETS'], rows)}` : ''
  }${rows.length > 1 ? '\nThe last one wins.\n' : ''}${lock}`;
}
