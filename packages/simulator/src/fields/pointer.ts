import { isJsonObject, Json, JsonObject } from '../objects/json';

/** The steps of an RFC 6901 JSON pointer, unescaped. */
export type Pointer = readonly string[];

/** `undefined` for text that isn't a pointer to something inside a document. */
export function parsePointer(text: string): Pointer | undefined {
  if (!text.startsWith('/')) return undefined;
  return text
    .slice(1)
    .split('/')
    .map(step => step.replace(/~1/g, '/').replace(/~0/g, '~'));
}

export function valueAtPointer(
  value: Json | undefined,
  [step, ...rest]: Pointer,
): Json | undefined {
  if (step === undefined) return value;
  if (Array.isArray(value)) return valueAtPointer(value[Number(step)], rest);
  return isJsonObject(value) ? valueAtPointer(value[step], rest) : undefined;
}

/** The value without what the pointer names. Maps that are empty without it go too. */
export function withoutPointer(
  value: Json,
  [step, ...rest]: Pointer,
): Json | undefined {
  if (step === undefined) return undefined;
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      const left = String(index) === step ? withoutPointer(item, rest) : item;
      return left === undefined ? [] : [left];
    });
  }
  if (!isJsonObject(value)) return value;
  const child = value[step];
  const left = child === undefined ? undefined : withoutPointer(child, rest);
  const { [step]: _, ...others } = value;
  const result: JsonObject =
    left === undefined || isEmptyMap(left)
      ? others
      : { ...others, [step]: left };
  return result;
}

/** The value with something else where the pointer points to. Maps on the way are made, list items aren't. */
export function withPointer(
  value: Json | undefined,
  [step, ...rest]: Pointer,
  wanted: Json,
): Json {
  if (step === undefined) return wanted;
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      String(index) === step ? withPointer(item, rest, wanted) : item,
    );
  }
  const map = isJsonObject(value) ? value : {};
  return { ...map, [step]: withPointer(map[step], rest, wanted) };
}

function isEmptyMap(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}
