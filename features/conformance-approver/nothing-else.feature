@csr @conformance-approver @nothing-else
Feature: An approver writes its decision, and nothing else

  Who may sign must not be who may approve: that is why Kubernetes has two rights for it. An approver keeps away from
  status.certificate, and from what others keep in the request's labels, annotations and finalizers.

  Background:
    Given the approver under test

  Rule: An approval adds one condition

    Example: What an approved request has more than before
      Given a request "wanted" that should be approved
      When the approver has approved "wanted" and has had time for more
      Then "wanted" has gained the condition Approved, and nothing else from the approver
