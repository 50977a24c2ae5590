@csr @conformance-approver @decided
Feature: An approver leaves alone what is decided

  The first decision stands. The API server refuses to take a condition back, but it would let an approver write its own
  words over those of whoever has decided; and one that goes on trying asks for ever.

  Background:
    Given the approver under test

  Rule: A decision of somebody else is not touched

    Example: A request that somebody has denied
      Given a request "refused" that should not be approved
      And "refused" is denied
      When another request is approved by the approver
      Then "refused" is still as it was decided

    Example: A request that somebody has approved
      Given a request "answered" that should not be approved
      And "answered" is approved
      When another request is approved by the approver
      Then "answered" is still as it was decided

    Example: A request that the approver would have approved, had nobody denied it
      Given the approver has lost its right to approve
      And a request "refused" that should be approved
      And "refused" is denied
      And the approver has its right to approve again
      When another request is approved by the approver
      Then "refused" is still as it was decided
