/** Exit codes that scripts can rely on. */
export enum ExitCode {
  Fine = 0,
  /** Something differs, has drifted or is denied. */
  Differs = 1,
  /** Wrong input, or nothing can be said. */
  WrongInput = 2,
}

/** The caller can mend this; printed as it is, without a stack. */
export class WrongInput extends Error {
  name = 'WrongInput';
}
