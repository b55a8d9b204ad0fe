import { Refusal } from '../problems';

export type JsonObject = Record<string, unknown>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(field: string, expected: string): Refusal {
  return new Refusal(422, `Invalid request.\n\nFor '${field}', ${expected}.`);
}

/** The fields of a request body, read by name and by type. */
export class Input {
  private constructor(private readonly fields: JsonObject) {}

  static of(body: unknown): Input {
    if (body === undefined) return new Input({});
    if (isObject(body)) return new Input(body);
    throw new Refusal(400, 'Body should be a JSON object');
  }

  /** The fields as they came. */
  all(): JsonObject {
    return this.fields;
  }

  isNull(field: string): boolean {
    return this.fields[field] === null;
  }

  string(field: string): string {
    const value = this.optionalString(field);
    if (value === undefined) {
      throw new Refusal(422, `Invalid request.\n\n"${field}" wasn't supplied.`);
    }
    return value;
  }

  /** Null counts as not given. */
  optionalString(field: string): string | undefined {
    const value = this.fields[field];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw refused(field, 'a string is expected');
    return value;
  }

  optionalBoolean(field: string): boolean | undefined {
    const value = this.fields[field];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'boolean') {
      throw refused(field, 'a boolean is expected');
    }
    return value;
  }

  oneOf<T extends string>(field: string, allowed: readonly T[]): T | undefined {
    const value = this.optionalString(field);
    if (value === undefined) return undefined;
    const known = allowed.find(candidate => candidate === value);
    if (known === undefined) {
      throw refused(field, `one of ${allowed.join(', ')} is expected`);
    }
    return known;
  }

  strings(field: string): string[] {
    const value = this.fields[field];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw refused(field, 'an array is expected');
    return value.map(entry => {
      if (typeof entry !== 'string') {
        throw refused(field, 'an array of strings is expected');
      }
      return entry;
    });
  }

  objects(field: string): Input[] {
    const value = this.fields[field];
    if (!Array.isArray(value)) {
      throw refused(field, 'an array of objects is expected');
    }
    return value.map(entry => {
      if (!isObject(entry)) {
        throw refused(field, 'an array of objects is expected');
      }
      return new Input(entry);
    });
  }

  /** Some endpoints take a string or an object with a name in one list. */
  names(field: string): string[] {
    const value = this.fields[field];
    if (!Array.isArray(value)) throw refused(field, 'an array is expected');
    return value.map(entry =>
      isObject(entry) ? new Input(entry).string('name') : String(entry),
    );
  }

  object(field: string): Input | undefined {
    const value = this.fields[field];
    if (value === undefined || value === null) return undefined;
    if (!isObject(value)) throw refused(field, 'an object is expected');
    return new Input(value);
  }
}

/** The first value of a query parameter. */
export function queryText(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}
