import { renderAll } from '@flotilla/model';
import { RenderedHeads } from './RenderedHeads';

describe('RenderedHeads', () => {
  const base = renderAll(new Map());
  const heads = new RenderedHeads();
  const read = jest.fn(async () => ({ edits: new Map(), problems: [] }));
  const of = (sha: string, on = base) => heads.of(on, sha, read);
  beforeEach(() => read.mockClear());

  it('reads a head once, however often it is judged', async () => {
    expect(await of('a')).toBe(await of('a'));
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('reads it again on another base', async () => {
    await of('a', renderAll(new Map()));
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('forgets the head that was not asked for longest', async () => {
    for (let i = 0; i < 15; i++) await of(`other-${i}`);
    await of('a');
    await of('one-more');
    read.mockClear();
    await of('a');
    expect(read).not.toHaveBeenCalled();
    await of('other-0');
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('keeps nothing of a head that could not be read', async () => {
    read.mockRejectedValueOnce(new Error('no such commit'));
    await expect(of('gone')).rejects.toThrow('no such commit');
    await of('gone');
    expect(read).toHaveBeenCalledTimes(2);
  });
});
