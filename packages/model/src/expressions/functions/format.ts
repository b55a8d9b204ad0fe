import {
  CelScalar,
  celList,
  celMethod,
  isCelError,
  isCelList,
  isCelMap,
  listType,
} from '@bufbuild/cel';
import type { CelValue } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { compareText } from '../../problems';
import { spendDeep, spendText } from '../meter';
import { opaqueText } from '../opaque';

const { DYN, STRING } = CelScalar;
const FORMAT = strings.find(func => func.name === 'format');

/** Lists and maps as `%s` writes them, keys in the same order on every machine. */
function written(value: CelValue): CelValue {
  const text = opaqueText(value);
  if (text !== undefined) return text;
  if (isCelList(value)) return `[${[...value].map(plain).join(', ')}]`;
  if (!isCelMap(value)) return value;
  const entries = [...value].map(
    ([key, item]) => [plain(key), plain(item)] as const,
  );
  entries.sort(([a], [b]) => compareText(a, b));
  return `{${entries.map(([key, item]) => `${key}: ${item}`).join(', ')}}`;
}

function plain(value: CelValue): string {
  return formatted('%s', [written(value)]);
}

function formatted(form: string, values: readonly CelValue[]): string {
  const result = FORMAT?.call(0, form, [celList([...values])]);
  if (isCelError(result)) throw new Error(result.message);
  if (typeof result !== 'string') throw new Error('nothing can be formatted');
  return result;
}

export const formatFunctions = [
  celMethod('format', STRING, [listType(DYN)], STRING, function format(values) {
    spendDeep(values);
    const texts = [...values].map(written);
    const length = texts
      .map(text => (typeof text === 'string' ? text.length : 120))
      .reduce((sum, part) => sum + part, this.length);
    spendText(length);
    return formatted(this, texts);
  }),
];
