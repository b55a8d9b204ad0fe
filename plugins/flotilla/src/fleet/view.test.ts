import { readView, widened, writeView } from './view';

describe('the address of the fleet page', () => {
  it('is empty when nothing narrows the list', () => {
    expect(writeView(readView(new URLSearchParams())).toString()).toBe('');
  });

  it('gives the view back that it was written from', () => {
    const address =
      'view=drifted&search=eu&label=tier%3D1&environment=prod&environment=dev&owner=group%3Adefault%2Fpayments';
    expect(writeView(readView(new URLSearchParams(address))).toString()).toBe(
      address,
    );
  });

  it('takes a view that there is not for everything', () => {
    expect(readView(new URLSearchParams('view=nonsense')).view).toBe('all');
  });

  it('keeps the count that is chosen when the filters are cleared', () => {
    const view = readView(new URLSearchParams('view=drifted&search=eu'));
    expect(writeView(widened(view)).toString()).toBe('view=drifted');
  });
});
