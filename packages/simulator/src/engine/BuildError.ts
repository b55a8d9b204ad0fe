/** What can't be built is refused as a whole. */
export class BuildError extends Error {
  /** @param file - the file that can't be read, from the folder that is built */
  constructor(message: string, readonly file?: string) {
    super(message);
  }

  /** The message as kustomize ends it: with where the file lay that it couldn't read. */
  messageIn(folder: string): string {
    return this.file === undefined
      ? this.message
      : `${this.message}: must build at directory: '${folder}/${this.file}': file is not directory`;
  }
}
