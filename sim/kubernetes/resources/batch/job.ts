import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { sameTree } from '../../../../kube/same-tree';
import type { Strategy } from '../../model/strategy';
import { at, textAt, withMember } from '../common/tree';
import { validatePodSpec } from '../core/pod-validation';
import type { Stored } from '../generic-strategy';

export const jobMain: Strategy<Stored> = {
  prepareForCreate: (job) => (at(job, 'spec', 'manualSelector') === true ? job : withGeneratedSelector(job)),
  validate: validateJob,
  validateUpdate: (next, current) => [...validateJob(next), ...settledErrors(next, current)],
};

export const cronJobMain: Strategy<Stored> = { validate: validateCronJob, validateUpdate: validateCronJob };

function validateJob(job: Stored): FieldError[] {
  return validateJobSpec(at(job, 'spec'), 'spec');
}

function validateCronJob(job: Stored): FieldError[] {
  return [
    ...(textAt(job, 'spec', 'schedule') === '' ? [FieldErrors.required('spec.schedule')] : []),
    ...validateJobSpec(at(job, 'spec', 'jobTemplate', 'spec'), 'spec.jobTemplate.spec'),
  ];
}

/** What a job runs, and how it finds that, is settled with its creation; while it is suspended the template may still change. */
function settledErrors(next: Stored, current: Stored): FieldError[] {
  const settled = at(current, 'spec', 'suspend') === true ? ['selector'] : ['selector', 'template'];
  return settled
    .filter((member) => !sameTree(at(next, 'spec', member), at(current, 'spec', member)))
    .map((member) => FieldErrors.invalid(`spec.${member}`, at(next, 'spec', member), 'field is immutable'));
}

/** A job finds its pods by its own uid, so that two of one name never share any. */
function withGeneratedSelector(job: Stored): Stored {
  const { uid = '', name = '' } = job.metadata ?? {};
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const template = at(job, 'spec', 'template') as Stored | undefined;
  const labelled = { ...template, metadata: { ...template?.metadata, labels: { ...template?.metadata?.labels, ...labels } } };
  const selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  const spec = { ...(job.spec as object | undefined), selector, template: labelled };
  return withMember({ ...job, metadata: { ...job.metadata, labels: { ...job.metadata?.labels, ...labels } } }, 'spec', spec);
}

function validateJobSpec(spec: unknown, field: string): FieldError[] {
  const policy = textAt(spec, 'template', 'spec', 'restartPolicy');
  const finite = policy === 'OnFailure' || policy === 'Never';
  return [
    ...validatePodSpec(at(spec, 'template', 'spec'), `${field}.template.spec`),
    // The defaulted Always counts as nothing said.
    ...(finite ? [] : [FieldErrors.required(`${field}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"')]),
  ];
}
