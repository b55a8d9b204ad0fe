import { isRecord } from '../source/pointer';
import { mapItems } from './changeAt';
import { mirrorImage, mirrorName } from './mirror';
import type { Mirror } from './mirror';
import { isDomain } from './reference';

/**
 * Images in the values of a chart, by the habits that charts share. What a chart has as its own default isn't seen here,
 * and a repository without a registry is left alone: only the chart knows what it puts before it.
 */
export function mirrorChartValues(
  values: unknown,
  mirrors: readonly Mirror[],
): unknown {
  const within = mapItems(values, (item, key) => {
    if (typeof item !== 'string') return mirrorChartValues(item, mirrors);
    switch (key) {
      // A registry for every image of the chart: `global.imageRegistry`, `global.image.registry`.
      case 'imageRegistry':
        return mirrorName(item, mirrors);
      case 'image':
        return isWhole(item) ? mirrorImage(item, mirrors) : item;
      default:
        return item;
    }
  });
  return isRecord(within) ? mirrorSplit(within, mirrors) : within;
}

const IMAGE_KEYS = ['imageRegistry', 'image', 'registry', 'repository'];

/** Every text in the values of a chart that a mirror might change. */
export function chartImageTexts(values: unknown): string[] {
  if (Array.isArray(values)) return values.flatMap(chartImageTexts);
  if (!isRecord(values)) return [];
  return Object.entries(values).flatMap(([key, item]) => {
    if (typeof item !== 'string') return chartImageTexts(item);
    return IMAGE_KEYS.includes(key) ? [item] : [];
  });
}

/** `{registry, repository, tag}`, `{registry, image, tag}` and `{repository: quay.io/acme/web, tag}`. */
function mirrorSplit(
  map: Record<string, unknown>,
  mirrors: readonly Mirror[],
): Record<string, unknown> {
  const { registry } = map;
  const rest = ['repository', 'image'].find(
    key => typeof map[key] === 'string',
  );
  const path = rest === undefined ? undefined : map[rest];
  if (typeof registry === 'string' && isDomain(registry)) {
    if (rest === undefined || typeof path !== 'string') {
      return keeping(map, { registry: mirrorName(registry, mirrors) });
    }
    const moved = mirrorName(`${registry}/${path}`, mirrors);
    const slash = moved.indexOf('/');
    return keeping(map, {
      registry: moved.slice(0, slash),
      [rest]: moved.slice(slash + 1),
    });
  }
  return rest === 'repository' && typeof path === 'string' && isWhole(path)
    ? keeping(map, { repository: mirrorImage(path, mirrors) })
    : map;
}

function keeping(
  map: Record<string, unknown>,
  changed: Record<string, string>,
): Record<string, unknown> {
  return Object.keys(changed).every(key => map[key] === changed[key])
    ? map
    : { ...map, ...changed };
}

/** Whether a text names its registry, so that nothing is put before it. */
function isWhole(name: string): boolean {
  const slash = name.indexOf('/');
  return slash > 0 && isDomain(name.slice(0, slash));
}
