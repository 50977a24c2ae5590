@csr @conformance-approver @restart
Feature: An approver can be started again

  Background:
    Given the approver under test

  Rule: What came while it was down is answered

    Example: A request that nobody saw come
      Given the approver is stopped
      And a request "early" that should be approved
      When the approver is started
      Then "early" is approved by the approver

  Rule: What it decided before stays as it is

    Example: An approval of its own
      Given a request "old" that should be approved
      And "old" is approved by the approver
      And the approver is stopped
      When the approver is started, and has approved another request
      Then "old" is still as it was decided
