import type { KubeObject } from '@flotilla/drift';
import { CONSEQUENCE_WORDS } from './change';
import type { Consequence, ConsequenceMark, FieldChange } from './change';
import type { ConsequenceRule, JudgedChange } from './ConsequenceRule';
import { CONSEQUENCE_RULES } from './consequenceRules';

const GRAVEST_FIRST = Object.keys(CONSEQUENCE_WORDS);

function gravity({ mark }: Consequence): number {
  return GRAVEST_FIRST.indexOf(mark);
}

const KEPT: Consequence = {
  mark: 'StaysBehind',
  reason:
    'It stays in the cluster: the engine never prunes it, removing it takes a person.',
};

/** What a change does beyond the object itself: each mark once, with the first reason that holds. */
export function consequencesOf(change: JudgedChange): Consequence[] {
  if (change.op === 'remove' && isKept(change.before)) return [KEPT];
  const found = new Map<ConsequenceMark, Consequence>();
  for (const rule of CONSEQUENCE_RULES) {
    if (found.has(rule.mark) || !applies(rule, change)) continue;
    found.set(rule.mark, { mark: rule.mark, reason: rule.reason });
  }
  return [...found.values()].sort((a, b) => gravity(a) - gravity(b));
}

/** A field that its object keeps for life, and why. */
export interface LastingField {
  field: FieldChange;
  reason: string;
}

/** Of a change those fields for which an object would have to be made anew. */
export function lastingFields(change: JudgedChange): LastingField[] {
  const found = new Map<FieldChange, LastingField>();
  for (const rule of CONSEQUENCE_RULES) {
    if (rule.mark !== 'Recreates' || !applies(rule, change)) continue;
    const { reason } = rule;
    for (const field of change.fields) {
      if (!found.has(field) && isAbout(rule, field)) {
        found.set(field, { field, reason });
      }
    }
  }
  return [...found.values()];
}

/** Marked so that the engine leaves it when Git no longer has it. */
function isKept(object: KubeObject | undefined): boolean {
  const annotations = object?.metadata.annotations ?? {};
  return (
    annotations['kustomize.toolkit.fluxcd.io/prune'] === 'disabled' ||
    (annotations['argocd.argoproj.io/sync-options'] ?? '')
      .split(',')
      .includes('Prune=false')
  );
}

function applies(rule: ConsequenceRule, change: JudgedChange): boolean {
  const { op, ref, fields } = change;
  if (rule.on !== op) return false;
  const kind = `${ref.group}/${ref.kind}`;
  if (!rule.kinds.some(pattern => glob(pattern).test(kind))) return false;
  if (rule.fields && !fields.some(field => isAbout(rule, field))) return false;
  return rule.when?.(change) ?? true;
}

function isAbout(rule: ConsequenceRule, { path }: FieldChange): boolean {
  return rule.fields?.some(field => fieldPattern(field).test(path)) ?? true;
}

const globs = new Map<string, RegExp>();

function glob(pattern: string): RegExp {
  const known = globs.get(pattern);
  if (known) return known;
  const made = new RegExp(`^${literal(pattern).replace(/\*/g, '[^/]*')}$`);
  globs.set(pattern, made);
  return made;
}

const fieldPatterns = new Map<string, RegExp>();

function fieldPattern(pointer: string): RegExp {
  const known = fieldPatterns.get(pointer);
  if (known) return known;
  const made = new RegExp(`^${literal(pointer).replace(/\*/g, '[^/]+')}(/|$)`);
  fieldPatterns.set(pointer, made);
  return made;
}

/** Everything but `*` as it stands. */
function literal(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
