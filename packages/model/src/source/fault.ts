/** What is wrong at one place of a YAML text. */
export class YamlFault extends Error {
  /**
   * @param offset - in characters from the start of the text
   */
  constructor(
    readonly offset: number,
    message: string,
    readonly remedy?: string,
    /** A warning says what the reader may not have meant; the value stands all the same. */
    readonly severity: 'error' | 'warning' = 'error',
  ) {
    super(message);
  }
}
