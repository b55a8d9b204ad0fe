/** One object can't be applied, so nothing of its stage is. */
export class ApplyError extends Error {}
