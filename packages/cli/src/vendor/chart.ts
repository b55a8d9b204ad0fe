import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar';
import { WrongInput } from '../exitCodes';
import { isBeside } from './origin';
import type { ChartOrigin } from './origin';
import type { Tool } from './Tool';

/** A chart that is on the disk. */
export interface FetchedChart {
  /** The folder with its `Chart.yaml`. */
  folder: string;
  /** `sha256:…` of its archive; of all its files where it is a folder beside the component. */
  digest: string;
}

/**
 * Brings a chart into a folder of its own.
 *
 * @param home - the folder of `component.yaml`
 * @param work - an empty folder for all that comes
 * @throws WrongInput when there is no such chart
 */
export async function fetchChart(
  helm: Tool,
  origin: ChartOrigin,
  home: string,
  work: string,
): Promise<FetchedChart> {
  const { repository, chart, version } = origin;
  if (isBeside(repository)) {
    const folder = path.join(work, 'chart');
    const from = path.join(home, repository, chart);
    // Links are refused, so that nothing from outside of the repository is rendered.
    await requireChart(from);
    await cp(from, folder, { recursive: true, verbatimSymlinks: true });
    return { folder, digest: await digestOfFolder(folder) };
  }
  const registry = repository.startsWith('oci://');
  const named = registry
    ? [`${repository.replace(/\/$/, '')}/${chart}`]
    : [chart, '--repo', repository];
  const plain = registry && isLoopback(repository) ? ['--plain-http'] : [];
  const archives = path.join(work, 'archive');
  await mkdir(archives);
  await helm.run(
    [
      'pull',
      ...named,
      '--version',
      version,
      '--destination',
      archives,
      ...plain,
    ],
    work,
  );
  const [archive] = await readdir(archives);
  if (archive === undefined) {
    throw new WrongInput(
      `${repository} gave no archive of ${chart} ${version}`,
    );
  }
  const file = path.join(archives, archive);
  return { folder: await unpack(file, work), digest: await digestOf(file) };
}

async function requireChart(folder: string): Promise<void> {
  try {
    await stat(path.join(folder, 'Chart.yaml'));
  } catch {
    throw new WrongInput(`there is no chart in ${folder}`);
  }
}

function isLoopback(address: string): boolean {
  return /^oci:\/\/(127\.0\.0\.1|localhost)[:/]/.test(address);
}

/** Unpacks an archive, in which a chart is the only folder. Links and paths that lead out stay behind. */
async function unpack(file: string, work: string): Promise<string> {
  const into = path.join(work, 'chart');
  await mkdir(into);
  await extract({
    file,
    cwd: into,
    strip: 1,
    filter: (_, entry) =>
      !('type' in entry) || entry.type === 'File' || entry.type === 'Directory',
  });
  return into;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
}

/** Of every file with its path, in order: the same content is the same digest on every machine. */
async function digestOfFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await filesOf(folder)) {
    const content = await readFile(path.join(folder, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return `sha256:${hash.digest('hex')}`;
}

/**
 * The files of a folder and below, in order, with `/` between folders.
 *
 * @throws WrongInput for a link
 */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter(entry => {
      if (!entry.isSymbolicLink()) return entry.isFile();
      throw new WrongInput(
        `${path.join(
          entry.parentPath,
          entry.name,
        )} is a link\n  A chart that is vendored has files only.`,
      );
    })
    .map(entry =>
      path.relative(folder, path.join(entry.parentPath, entry.name)),
    )
    .map(file => file.split(path.sep).join('/'))
    .sort();
}
