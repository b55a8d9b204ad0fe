import { KubeObject, objectRef } from '@flotilla/drift';
import { applied, deployment, edited } from '../__testUtils__/objects';
import { Expected } from './basis';
import { Tracked } from './Tracked';

const desired = deployment('web', 'shop/web:1.0');
const live = applied(desired);
const byHand = edited(desired, 'shop/web:hacked');
/** As Flux makes it just before it puts an edit back: the fields are its own, and the author is gone. */
const takenOver = applied(deployment('web', 'shop/web:hacked'));
const NEXT = deployment('web', 'shop/web:1.1');

const expected = (more: Partial<Expected> = {}): Expected => ({
  key: 'prod|workspaces/shop|apps/Deployment/shop/web',
  cluster: 'prod',
  part: 'workspaces/shop',
  ref: objectRef(desired),
  desired,
  applied: true,
  ignore: [],
  ...more,
});

/** What is told as put back, at each event and each change of what is expected. */
function correctedIn(...steps: (KubeObject | Expected)[]) {
  const tracked = new Tracked(expected());
  let last = live;
  return steps.flatMap((step, second) => {
    if ('ref' in step) tracked.expect(step as Expected);
    else last = step;
    return tracked.observe(last, {}, second * 1000);
  });
}

const putBack = { manager: { name: 'kubectl-edit' } };

it('an edit that the engine puts back is told as corrected', () => {
  expect(correctedIn(live, byHand, applied(desired))).toMatchObject([putBack]);
});

it.each([
  ['comes to a commit that nobody knows yet', true, false],
  ['is known again to have applied it', false, true],
])(
  'so it is, with its author, when the engine meanwhile %s',
  (_, before, after) => {
    expect(
      correctedIn(
        expected({ applied: before }),
        live,
        byHand,
        takenOver,
        expected({ applied: after }),
        applied(desired),
      ),
    ).toMatchObject([putBack]);
  },
);

it('what differs because other content is expected was put back by nobody', () => {
  const next = expected({ desired: NEXT });
  expect(correctedIn(live, next, applied(NEXT))).toEqual([]);
});
