import { parseManifests } from '@flotilla/model';
import { WrongInput } from '../exitCodes';

type KubeObject = ReturnType<typeof parseManifests>[number];

/** One document of what a tool printed. */
export interface Manifest {
  /** The file that it goes to, in the folder of manifests. */
  file: string;
  /** As it was printed, without the separator. */
  text: string;
  objects: KubeObject[];
}

const SOURCE = /^# Source: (\S+)$/m;

/**
 * Cuts what helm or kustomize printed into documents, each with the file that it goes to: the one of its template, or
 * one a kind where no template is named.
 *
 * @throws WrongInput for output that isn't manifests
 */
export function manifestsIn(output: string): Manifest[] {
  return output
    .split(/^---(?:[ \t].*)?$/m)
    .map(text => text.trim())
    .flatMap(text => {
      const template = SOURCE.exec(text)?.[1];
      const objects = read(text, template);
      if (objects.length === 0) return [];
      const file = template ? fileOfTemplate(template) : fileOfKind(objects[0]);
      return [{ file, text: `${text}\n`, objects }];
    });
}

function read(text: string, template: string | undefined): KubeObject[] {
  try {
    return parseManifests(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new WrongInput(
      `${template ?? 'what was printed'} isn't a manifest\n  ${reason}`,
    );
  }
}

/** `web/charts/redis/templates/master/service.yaml` goes to `redis/master/service.yaml`. */
function fileOfTemplate(template: string): string {
  const steps = template
    .split('/')
    .slice(1)
    .filter(step => step !== 'templates' && step !== 'charts');
  const safe = steps.map(step =>
    step.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^\.+/, ''),
  );
  const file = safe.filter(step => step !== '').join('/') || 'manifest';
  return /\.ya?ml$/.test(file) ? file : `${file}.yaml`;
}

function fileOfKind({ kind }: KubeObject): string {
  return `${kind.toLowerCase().replace(/[^a-z0-9]/g, '-')}.yaml`;
}

/** How an object is called in what people read: `Job/web-migrate`. */
export function titleOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`;
}

/** The template of a document, in the chart. */
export function templateOf({ text }: Manifest): string | undefined {
  return SOURCE.exec(text)?.[1]?.split('/').slice(1).join('/');
}
