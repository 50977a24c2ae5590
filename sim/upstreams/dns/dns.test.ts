import assert from 'node:assert/strict';
import { readBody } from '../../../base/env/body';
import { acmeDnsDouble, createZone } from '.';

describe('a zone of the lab', () => {
  it('finds TXT values behind CNAMEs, whatever the case', async () => {
    const zone = createZone();
    zone.set('_acme-challenge.Example.com.', 'CNAME', ['alias.auth.test']);
    zone.add('alias.auth.test', 'TXT', 'one');
    zone.add('alias.auth.test', 'TXT', 'two');
    assert.deepEqual(await zone.txt('_acme-challenge.example.com'), ['one', 'two']);
    zone.remove('alias.auth.test.', 'TXT', 'one');
    assert.deepEqual(await zone.txt('_acme-challenge.example.com'), ['two']);
    assert.deepEqual(await zone.txt('other.example.com'), []);
  });

  it('refuses to go in circles', async () => {
    const zone = createZone();
    zone.set('a.test', 'CNAME', ['b.test']);
    zone.set('b.test', 'CNAME', ['a.test']);
    await assert.rejects(zone.txt('a.test'), /lead in a circle/);
  });
});

describe('the acme-dns double', () => {
  const value = 'x'.repeat(43);
  const cases: readonly (readonly [string, Record<string, string>, object, number, string])[] = [
    ['takes a value', { 'x-api-user': 'u', 'x-api-key': 'p' }, { subdomain: 's', txt: value }, 200, `{"txt":"${value}"}`],
    ['refuses strangers', { 'x-api-user': 'u', 'x-api-key': 'q' }, { subdomain: 's', txt: value }, 401, '{"error":"forbidden"}'],
    ['refuses other names', { 'x-api-user': 'u', 'x-api-key': 'p' }, { subdomain: 't', txt: value }, 400, '{"error":"bad_subdomain"}'],
    ['refuses what is no digest', { 'x-api-user': 'u', 'x-api-key': 'p' }, { subdomain: 's', txt: 'y' }, 400, '{"error":"bad_txt"}'],
  ];
  for (const [title, headers, body, status, text] of cases) {
    it(title, async () => {
      const zone = createZone();
      const handle = acmeDnsDouble(zone, { 's.auth.test': { username: 'u', password: 'p', subdomain: 's' } });
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      const response = await handle({ method: 'POST', path: '/update', headers, body: bytes }, {});
      assert.deepEqual([response.status, new TextDecoder().decode(await readBody(response))], [status, text]);
      assert.deepEqual(zone.get('s.auth.test', 'TXT'), status === 200 ? [value] : []);
    });
  }
});
