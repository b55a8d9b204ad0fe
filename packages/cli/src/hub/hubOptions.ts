import { promises as fs } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { WrongInput } from '../exitCodes';
import { nearestFleet } from '../repository/findFleet';
import type { Terminal } from '../terminal';
import { HubClient } from './HubClient';

/** What every command that asks the hub takes. */
export interface HubOptions {
  hub?: string;
  token?: string;
  fleet?: string;
}

/** Adds `--hub`, `--token` and `--fleet`. */
export function addHubOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--hub <url>', "root of the portal's backend (FLOTILLA_HUB)"),
    )
    .addOption(
      new Option('--token <token>', 'who asks (better: FLOTILLA_TOKEN)'),
    )
    .addOption(
      new Option(
        '--fleet <name>',
        'the fleet (default: that of the repository here, or the only one)',
      ),
    );
}

/** @throws WrongInput when no hub is named, or what is named isn't a URL */
export function hubClient(terminal: Terminal, options: HubOptions): HubClient {
  const url = options.hub ?? terminal.env.FLOTILLA_HUB;
  if (!url) {
    throw new WrongInput(
      'which hub?\n  Name it with --hub or FLOTILLA_HUB, such as http://localhost:7007.',
    );
  }
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new WrongInput(
      `${url} isn't the URL of a hub\n  Write it as http://localhost:7007.`,
    );
  }
  return new HubClient({
    url,
    token: options.token ?? terminal.env.FLOTILLA_TOKEN,
  });
}

/** The fleet's name: as given, of the repository here, or the only one that the hub follows. */
export async function fleetName(
  terminal: Terminal,
  hub: HubClient,
  given?: string,
): Promise<string> {
  const name = given ?? (await nameHere(terminal.cwd));
  if (name) return name;
  const fleets = (await hub.fleets()).map(fleet => fleet.name);
  if (fleets.length === 1) return fleets[0];
  throw new WrongInput(
    fleets.length === 0
      ? 'the hub follows no fleet yet'
      : `which fleet?\n  Name it with --fleet: ${fleets.join(', ')}.`,
  );
}

async function nameHere(cwd: string): Promise<string | undefined> {
  const root = nearestFleet(cwd);
  if (!root) return undefined;
  const text = await fs.readFile(path.join(root, 'fleet.yaml'), 'utf8');
  try {
    const name: unknown = parse(text)?.metadata?.name;
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined; // `flotilla validate` says what is wrong with it; here it only was a default.
  }
}
