import { startControlPlane } from './controlPlane/startControlPlane';
import { Installation } from './installed/Installation';
import { products } from './installed/products';
(async () => {
  const k = await startControlPlane();
  const i: any = new Installation(k);
  const orig = k.apply.bind(k);
  let n = 0, slow = 0; const t0 = Date.now();
  (k as any).apply = async (p: string, o: any, m: string) => { const t = Date.now(); try { const r = await orig(p, o, m); n++; slow = Math.max(slow, Date.now() - t); return r; } catch (e) { console.log('REFUSED', p, String(e).slice(0, 300)); throw e; } };
  try { await i.define(products()); } catch (e) { console.log(String(e)); }
  console.log('applied', n, 'slowest', slow, 'total', Date.now() - t0);
})();
