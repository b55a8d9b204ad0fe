import { isRecord } from '../source/pointer';
import { mapItems } from './changeAt';

const CONTAINERS = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
]);

/**
 * Changes the image of every container and of every image volume, wherever a pod's specification stands: in a Deployment,
 * a CronJob, a Rollout, or in a custom resource that hands a pod to its operator.
 */
export function changePodImages(
  value: unknown,
  change: (image: string) => string,
): unknown {
  return mapItems(value, (item, key) => {
    if (typeof item !== 'object' || item === null) return item;
    if (Array.isArray(item)) {
      if (CONTAINERS.has(String(key))) {
        return mapItems(item, container => withImage(container, change));
      }
      if (key === 'volumes') {
        return mapItems(item, volume => withImageVolume(volume, change));
      }
    }
    return changePodImages(item, change);
  });
}

function withImage(
  container: unknown,
  change: (image: string) => string,
): unknown {
  if (!isRecord(container) || typeof container.image !== 'string') {
    return container;
  }
  const image = change(container.image);
  return image === container.image ? container : { ...container, image };
}

function withImageVolume(
  volume: unknown,
  change: (image: string) => string,
): unknown {
  if (!isRecord(volume) || !isRecord(volume.image)) return volume;
  const { reference } = volume.image;
  if (typeof reference !== 'string') return volume;
  const changed = change(reference);
  return changed === reference
    ? volume
    : { ...volume, image: { ...volume.image, reference: changed } };
}

const POD = /^kind:[ \t]*['"]?Pod['"]?[ \t]*$/m;
const IMAGE = /^([ \t]*(?:-[ \t]+)?image:[ \t]+(['"]?))([^\s'"#{}]+)/gm;

/** The same for a pod that stands as text in a file that a machine gets; the rest of the text stays as it is. */
export function changePodText(
  text: string,
  change: (image: string) => string,
): string {
  if (!POD.test(text)) return text;
  return text.replace(
    IMAGE,
    (_, before: string, _quote: string, image: string) =>
      before + change(image),
  );
}

const FIELD = /^[ \t]*(?:-[ \t]+)?(?:kind|image):/;

/** What of each line of a text decides whether it is a pod, and which images are in it. */
export function podWords(text: string): string[] {
  return text
    .split('\n')
    .map(line => (FIELD.test(line) ? line : line.split(':', 1)[0]));
}
