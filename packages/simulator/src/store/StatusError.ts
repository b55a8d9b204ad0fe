import { JsonObject } from '../objects/json';

/** A refusal, as the Kubernetes API words it. */
export class StatusError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: JsonObject,
  ) {
    super(message);
    this.name = 'StatusError';
  }

  /** The `Status` object of the response. */
  body(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

/** `deployments.apps`, or `pods` for the core group. */
export function resourceName(kind: { plural: string; group: string }): string {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
}

export function notFound(
  kind: { plural: string; group: string },
  name: string,
): StatusError {
  return new StatusError(
    404,
    'NotFound',
    `${resourceName(kind)} "${name}" not found`,
    {
      name,
      ...(kind.group ? { group: kind.group } : {}),
      kind: kind.plural,
    },
  );
}

/** Of a kind that its group doesn't have. */
export function unknownResource(): StatusError {
  const message = 'the server could not find the requested resource';
  return new StatusError(404, 'NotFound', message, {});
}

export function alreadyExists(
  kind: { plural: string; group: string },
  name: string,
): StatusError {
  return new StatusError(
    409,
    'AlreadyExists',
    `${resourceName(kind)} "${name}" already exists`,
    {
      name,
      ...(kind.group ? { group: kind.group } : {}),
      kind: kind.plural,
    },
  );
}

/** A field that validation refuses. */
export interface FieldCause {
  field: string;
  /** Such as `Invalid value: "x": field is immutable`. */
  message: string;
  reason:
    | 'FieldValueInvalid'
    | 'FieldValueRequired'
    | 'FieldValueForbidden'
    | 'FieldValueNotSupported';
}

export function invalid(
  kind: { kind: string; group: string },
  name: string,
  causes: FieldCause[],
): StatusError {
  const subject = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  const lines = causes.map(cause => `${cause.field}: ${cause.message}`);
  const text = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  return new StatusError(
    422,
    'Invalid',
    `${subject} "${name}" is invalid: ${text}`,
    {
      name,
      ...(kind.group ? { group: kind.group } : {}),
      kind: kind.kind,
      causes: causes.map(cause => ({ ...cause })),
    },
  );
}

export function expired(message: string): StatusError {
  return new StatusError(410, 'Expired', message);
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}
