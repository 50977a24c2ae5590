// The API server over HTTPS as a process of its own, with 500 requests in it: prints one JSON line when ready.
import { startLab } from '../lab';
import { REQUESTS, requestBody } from './requests';

async function main(): Promise<void> {
  const lab = await startLab({
    https: {},
    signers: false,
    recordRequests: false,
    tokens: 'admin-token,admin,admin-uid,"system:masters"\n',
  });
  for (let index = 0; index < 500; index++)
    await lab.admin.create(REQUESTS, JSON.parse(requestBody(`listed-${index}`, { labels: true })) as object);
  process.stdout.write(`${JSON.stringify({ server: lab.server })}\n`);
}

void main();
