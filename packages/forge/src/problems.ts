/** One entry of `errors` in a refused request, in GitHub's form. */
export interface FieldProblem {
  resource: string;
  code: string;
  field?: string;
  message?: string;
}

/** A refusal that the caller is told about, with its HTTP status. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors?: FieldProblem[],
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

export function unprocessable(message: string): Refusal {
  return new Refusal(422, message);
}

/** `Validation Failed` with the field and the reason. */
export function invalid(
  resource: string,
  field: string,
  code: 'invalid' | 'missing' | 'missing_field' | 'already_exists' = 'invalid',
): Refusal {
  return new Refusal(422, 'Validation Failed', [{ resource, field, code }]);
}

/** `Validation Failed` with a sentence of its own. */
export function invalidBecause(resource: string, message: string): Refusal {
  return new Refusal(422, 'Validation Failed', [
    { resource, code: 'custom', message },
  ]);
}
