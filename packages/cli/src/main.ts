import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { addAgentCommand } from './commands/agent';
import { addBootstrapCommand } from './commands/bootstrap';
import type { CommandContext } from './commands/CommandContext';
import { addComponentCommand } from './commands/component';
import { addDiffCommand } from './commands/diff';
import { addDriftCommand } from './commands/drift/drift';
import { addExplainCommand } from './commands/explain';
import { addFleetCommand } from './commands/fleet';
import { addInitCommand } from './commands/init';
import { addModelCommand } from './commands/model';
import { addRenderCommand } from './commands/render';
import { addSchemaCommand } from './commands/schema';
import { addValidateCommand } from './commands/validate';
import { ExitCode, WrongInput } from './exitCodes';
import type { Terminal } from './terminal';

/**
 * Runs `flotilla` with these arguments.
 *
 * @param args - what follows the command's name
 * @returns the exit code: 0 fine, 1 differs or drifted, 2 wrong input
 */
export async function main(
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = ExitCode.Fine;
  const program = createProgram(terminal, async action => {
    code = await action();
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return explainFailure(error, terminal);
  }
}

function createProgram(
  terminal: Terminal,
  run: CommandContext['run'],
): Command {
  const program = new Command('flotilla')
    .description('Run a fleet of Kubernetes clusters from models kept in Git.')
    .version(version)
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showSuggestionAfterError()
    .exitOverride();
  const context = { terminal, run };
  addInitCommand(program, context);
  addValidateCommand(program, context);
  addRenderCommand(program, context);
  addComponentCommand(program, context);
  addModelCommand(program, context);
  addDiffCommand(program, context);
  addExplainCommand(program, context);
  addBootstrapCommand(program, context);
  addAgentCommand(program, context);
  addDriftCommand(program, context);
  addFleetCommand(program, context);
  addSchemaCommand(program, context);
  return program;
}

function explainFailure(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) {
    // --help and --version end this way too; commander has printed whatever there is to say.
    return error.exitCode === 0 ? ExitCode.Fine : ExitCode.WrongInput;
  }
  const message = error instanceof Error ? error.message : String(error);
  const unexpected = error instanceof Error && !(error instanceof WrongInput);
  terminal.err(`flotilla: ${message}\n`);
  if (unexpected && terminal.env.FLOTILLA_DEBUG) {
    terminal.err(`${error.stack}\n`);
  }
  return ExitCode.WrongInput;
}
