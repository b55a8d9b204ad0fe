/**
 * Where an object stands on its way to its desired state, in kstatus' words.
 *
 * @public
 */
export type HealthStatus =
  | 'Current'
  | 'InProgress'
  | 'Failed'
  | 'Terminating'
  | 'NotFound'
  | 'Unknown';

/**
 * The health of one object, with a sentence for people.
 *
 * @public
 */
export interface Health {
  status: HealthStatus;
  message: string;
}

export const current = (message: string): Health => ({
  status: 'Current',
  message,
});
export const inProgress = (message: string): Health => ({
  status: 'InProgress',
  message,
});
export const failed = (message: string): Health => ({
  status: 'Failed',
  message,
});
