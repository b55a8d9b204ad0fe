/** PostgreSQL's text can't hold the NUL character, which a cluster may send us. */
export function plainText(text: string | undefined): string | null {
  return text === undefined ? null : text.split('\0').join('');
}
