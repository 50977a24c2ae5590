// Writes sim/kubernetes/model/data/resources.json from the discovery documents of a running API server:
//   node tools/generate-model.mjs URL CA_FILE TOKEN > sim/kubernetes/model/data/resources.json
import { readFileSync } from 'node:fs';
import https from 'node:https';

const [server, caFile, token] = process.argv.slice(2);
const ca = readFileSync(caFile);

const { groups } = await get('/apis');
const model = [{ name: '', versions: [await version('v1', '/api/v1')] }];
for (const { name, versions } of groups) {
  model.push({ name, versions: await Promise.all(versions.map((v) => version(v.version, `/apis/${v.groupVersion}`))) });
}
process.stdout.write(`${JSON.stringify({ groups: model })}\n`);

async function version(name, path) {
  const { resources } = await get(path);
  const main = resources.filter((resource) => !resource.name.includes('/'));
  return {
    version: name,
    resources: main.map(({ storageVersionHash, namespaced, singularName, ...rest }) => ({
      ...rest,
      singular: singularName,
      namespaced,
      hash: storageVersionHash,
      subresources: resources.filter((sub) => sub.name.startsWith(`${rest.name}/`)).map(subresource),
    })),
  };
}

function subresource({ name, kind, group, version: kindVersion, verbs }) {
  return { name: name.slice(name.indexOf('/') + 1), kind, group, version: kindVersion, verbs };
}

function get(path) {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
    https
      .get(new URL(path, server), { ca, headers }, async (response) => resolve(JSON.parse((await response.toArray()).join(''))))
      .on('error', reject);
  });
}
