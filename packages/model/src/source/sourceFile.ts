/** A place in a text file, counted from 1. @public */
export interface Position {
  line: number;
  column: number;
}

/** Where a definition was read from. @public */
export interface SourceFile {
  /** Repository-relative path. */
  path: string;
  /** Where the value at a pointer (RFC 6901) stands; for one that is absent, its nearest ancestor. */
  positionOf(pointer: string): Position;
  /** Where a character within the text at a pointer stands. */
  positionIn(pointer: string, offset: number): Position;
  /** Where the key of the value at a pointer stands. */
  keyPositionOf(pointer: string): Position;
}
