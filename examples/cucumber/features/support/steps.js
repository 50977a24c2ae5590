// The steps of csrlab's own features, and a world with a new lab in every scenario.
require('csrlab/cucumber');
const { When } = require('@cucumber/cucumber');

/** The program under test: it approves the requests of web servers and denies all others. */
async function ourApprover(lab) {
  const requests = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
  const { items } = await lab.admin.list(requests);
  for (const { metadata } of items) {
    if (metadata.name.startsWith('web')) await lab.approve(metadata.name, { reason: 'OurPolicy' });
    else await lab.deny(metadata.name, { reason: 'OurPolicy' });
  }
}

When('our approver looks at the requests', function () {
  return ourApprover(this.lab);
});
