import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar';
import { parse } from 'yaml';
import { WrongInput } from '../exitCodes';
import { isBeside } from './origin';
import type { ChartOrigin } from './origin';
import type { Tool } from './Tool';

/** A chart that is on the disk. */
export interface FetchedChart {
  /** Its archive, or the folder with its `Chart.yaml`. */
  place: string;
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
  { repository, chart, version }: ChartOrigin,
  home: string,
  work: string,
): Promise<FetchedChart> {
  if (isBeside(repository)) {
    const place = path.join(work, 'beside');
    const from = path.join(home, repository, chart);
    await requireChart(from, version);
    await cp(from, place, { recursive: true, verbatimSymlinks: true });
    return { place, digest: await digestOfFolder(place) };
  }
  const named = repository.startsWith('oci://')
    ? [`${repository.replace(/\/$/, '')}/${chart}`]
    : [chart, '--repo', repository];
  const archives = path.join(work, 'archive');
  await mkdir(archives);
  await helm.run(
    ['pull', ...named, '--version', version, '--destination', archives],
    work,
  );
  const [archive] = await readdir(archives);
  if (archive === undefined) {
    throw new WrongInput(
      `${repository} gave no archive of ${chart} ${version}`,
    );
  }
  const place = path.join(archives, archive);
  return { place, digest: await digestOf(place) };
}

async function requireChart(folder: string, version: string): Promise<void> {
  const text = await readFile(path.join(folder, 'Chart.yaml'), 'utf8').catch(
    () => {
      throw new WrongInput(`there is no chart in ${folder}`);
    },
  );
  const chart: unknown = parse(text);
  const found = Object(chart).version;
  if (found !== version) {
    throw new WrongInput(
      `the chart in ${folder} has version ${found}, and component.yaml names ${version}`,
    );
  }
}

/**
 * The folder of a chart's files: the archive is unpacked, in which a chart is the only folder. Links and paths that lead
 * out of it stay behind.
 */
export async function folderOf(
  { place }: FetchedChart,
  work: string,
): Promise<string> {
  if (!place.endsWith('.tgz')) return place;
  const into = path.join(work, 'chart');
  await mkdir(into);
  await extract({
    file: place,
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
