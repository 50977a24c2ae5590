import assert from 'node:assert/strict';
import data from '../model/data/resources.json';
import kinds from './data/kinds.json';

interface Served {
  readonly groups: readonly {
    readonly name: string;
    readonly versions: readonly { readonly resources: readonly { readonly name: string; readonly verbs: readonly string[] }[] }[];
  }[];
}

// Made up on the spot, or not stored under a name of their own.
const NOT_STORED = ['componentstatuses'];

describe('the facts about kinds', () => {
  const { groups } = data as Served;
  const stored = groups.flatMap(({ name: group, versions }) =>
    versions.flatMap(({ resources }) =>
      resources.filter(({ verbs }) => verbs.includes('list')).map(({ name }) => (group === '' ? name : `${name}.${group}`)),
    ),
  );
  const known = Object.keys(kinds as object);

  it('cover every kind that is stored', () => {
    assert.deepEqual(
      stored.filter((name) => !known.includes(name) && !NOT_STORED.includes(name)),
      [],
    );
  });

  it('name no kind that is not served', () => {
    assert.deepEqual(
      known.filter((name) => !stored.includes(name)),
      [],
    );
  });
});
