import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { filesOf } from './chart';

/** What a template asks for that only a cluster, a clock or chance can give. */
export interface Habit {
  kind: 'lookup' | 'capabilities' | 'generates' | 'time';
  /** The file in the chart: `templates/webhook.yaml`. */
  template: string;
  /** The functions, as the template calls them. */
  calls: string[];
}

const HABITS: readonly { kind: Habit['kind']; calls: RegExp }[] = [
  { kind: 'lookup', calls: /(?<![.$\w])lookup\b/g },
  { kind: 'capabilities', calls: /\.Capabilities\.\w+(?:\.\w+)?/g },
  {
    kind: 'generates',
    calls:
      /(?<![.$\w])(?:genCA|genCAWithKey|genSelfSignedCert|genSelfSignedCertWithKey|genSignedCert|genSignedCertWithKey|genPrivateKey|rand(?:AlphaNum|Alpha|Numeric|Ascii|Bytes|Int)|shuffle|uuidv4|htpasswd|bcrypt|encryptAES)\b/g,
  },
  { kind: 'time', calls: /(?<![.$\w])(?:now|ago|unixEpoch)\b/g },
];

/** What stands between `{{` and `}}`, comments aside. */
const ACTIONS = /\{\{-?(?!-?\s*\/\*)[\s\S]*?\}\}/g;

/** Text in quotes calls nothing. */
const QUOTED = /"(?:\\.|[^"\\])*"|`[^`]*`/g;

/** What the templates of a chart and of its subcharts ask for, in the order of the files. */
export async function habitsOf(folder: string): Promise<Habit[]> {
  const templates = (await filesOf(folder)).filter(file =>
    /(^|\/)templates\/(?!NOTES\.txt|tests\/)/.test(file),
  );
  const found: Habit[] = [];
  for (const template of templates) {
    const text = await readFile(path.join(folder, template), 'utf8');
    const code = (text.match(ACTIONS) ?? []).join('\n').replace(QUOTED, '""');
    for (const { kind, calls } of HABITS) {
      const called = [...new Set(code.match(calls))].sort();
      if (called.length > 0) found.push({ kind, template, calls: called });
    }
  }
  return found;
}
