import { WrongInput } from '../exitCodes';
import type { Habit } from './chartHabits';
import { templateOf, titleOf } from './manifests';
import type { Manifest } from './manifests';

/**
 * Makes sure that two renders of the same chart are the same. One that makes a password or a certificate each time would
 * put a key into Git, and a new one with every vendoring.
 *
 * @throws WrongInput that names the templates, and what they call
 */
export function requireRepeatable(
  first: readonly Manifest[],
  second: readonly Manifest[],
  habits: readonly Habit[],
): void {
  const again = new Set(second.map(({ text }) => text));
  const differing = first.filter(({ text }) => !again.has(text));
  if (differing.length === 0 && first.length === second.length) return;
  const places = differing.map(manifest => {
    const title = manifest.objects.map(titleOf).join(', ');
    const template = templateOf(manifest);
    return template ? `${title} of ${template}` : title;
  });
  const callers = habits
    .filter(({ kind }) => kind === 'generates' || kind === 'time')
    .map(({ template, calls }) => `${template} calls ${calls.join(', ')}`);
  throw new WrongInput(
    [
      'this can’t be vendored: it renders differently each time',
      ...[...new Set(places)].map(place => `differs: ${place}`),
      ...callers,
      'Set the values that make the chart take a Secret or a certificate that is there already (cert-manager, External Secrets), or leave the chart to the engine: source.helm.',
    ].join('\n  '),
  );
}
