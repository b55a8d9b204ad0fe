import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { ErrorObject, SchemaObject, ValidateFunction } from 'ajv';
import { Octokit } from 'octokit';

interface Contract {
  operations: Record<string, Record<string, SchemaObject | null>>;
  definitions: Record<string, SchemaObject>;
}

const FOLDER = join(__dirname, '..', 'contract');

/**
 * Where GitHub's schema asks for what GitHub itself doesn't send: its own
 * example of a pull request has teams without a `type`, and labels without a
 * description have null there.
 */
const ALLOWED = [
  /\/requested_teams\/\d+ must have required property 'type'$/,
  /\/labels\/\d+\/description must be string$/,
];

function readContract(): Contract {
  const file = join(FOLDER, 'generated', 'github.json');
  return JSON.parse(readFileSync(file, 'utf8'));
}

function sentence({ instancePath, message, params }: ErrorObject): string {
  const extra = params.additionalProperty ?? '';
  return `${instancePath} ${message} ${extra}`.trim();
}

/** Holds what an octokit receives to GitHub's published schemas. */
export class GithubContract {
  private readonly contract = readContract();
  private readonly seen = new Set<string>();
  private readonly validators = new Map<string, ValidateFunction>();
  readonly problems: string[] = [];
  private readonly ajv = new Ajv({
    strict: false,
    allErrors: true,
    logger: false,
    formats: {
      uri: (text: string) => URL.canParse(text),
      'date-time': (text: string) =>
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(text),
    },
    schemas: [{ $id: 'github', definitions: this.contract.definitions }],
  });

  watch(octokit: Octokit) {
    octokit.hook.after('request', (response, options) => {
      const operation = `${options.method} ${options.url}`;
      this.check(operation, response.status, response.data);
    });
  }

  check(operation: string, status: number, body: unknown) {
    const schema = this.contract.operations[operation]?.[String(status)];
    if (schema === undefined) {
      this.problems.push(`${operation} doesn't answer ${status}`);
      return;
    }
    this.seen.add(operation);
    if (schema === null) return;
    const validate = this.validator(`${operation} ${status}`, schema);
    if (validate(body)) return;
    const errors = (validate.errors ?? []).map(sentence);
    this.problems.push(
      ...errors
        .filter(error => !ALLOWED.some(known => known.test(error)))
        .map(error => `${operation}: ${error}`),
    );
  }

  private validator(name: string, schema: SchemaObject): ValidateFunction {
    const known = this.validators.get(name);
    if (known) return known;
    const compiled = this.ajv.compile(moved(schema));
    this.validators.set(name, compiled);
    return compiled;
  }

  /** Operations of the contract that nothing has called yet. */
  unseen(): string[] {
    return Object.keys(this.contract.operations).filter(
      operation => !this.seen.has(operation),
    );
  }
}

/** Lets a response's schema find the shared definitions by their name. */
function moved(schema: SchemaObject): SchemaObject {
  return JSON.parse(
    JSON.stringify(schema).replaceAll(
      '"#/definitions/',
      '"github#/definitions/',
    ),
  );
}
