@csr @conformance-approver @permission
Feature: An approver outlives a refusal

  Approving takes the verb "approve" on the signer, besides the right to write the approval. It is taken away for a
  moment, by deleting the ClusterRoleBinding that gives it, and comes back.

  Background:
    Given the approver under test

  Rule: What was refused is approved once that is allowed

    Example: A right that comes late
      Given the approver has lost its right to approve
      And a request "waiting" that should be approved
      And the approver has had time to be refused
      When the approver has its right to approve again
      Then "waiting" is approved by the approver
