/** Why a text isn't what it should be, in words that quote nothing of it: it may be the content of a Secret. */
export class Unreadable extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'Unreadable';
  }
}
