@csr @conformance-approver @explanation
Feature: An approver says why it approves

  Reason and message of the condition are what an audit finds later. An approver that writes none declares
  "--unsupported explanation".

  Background:
    Given the approver under test

  Rule: The condition has a reason and a message

    Example: An approval
      Given a request "wanted" that should be approved
      When the approver has approved "wanted" and has had time for more
      Then the approval of "wanted" has a reason and a message
